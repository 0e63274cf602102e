package lambdaworkbench;

import java.util.Collections;
import java.util.Map;

/** The JSON that travels beside an event: the client's context, the caller's identity. */
public final class ContextText {
    private ContextText() {}

    /** An object; anything else counts as an empty one. Throws where it isn't JSON. */
    public static Map<?, ?> parse(String json) {
        Object value = new JsonReader(json).value();
        return value instanceof Map ? (Map<?, ?>) value : Collections.emptyMap();
    }

    /** A value in it as text. */
    public static String text(Object value) {
        return value instanceof JsonReader.Number ? ((JsonReader.Number) value).text : value.toString();
    }
}
