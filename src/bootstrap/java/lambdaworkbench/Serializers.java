package lambdaworkbench;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.lang.reflect.Type;

/** Which serializer a type has: the function's own, or one that follows the rules of Lambda's runtime. */
final class Serializers {
    private Serializers() {}

    static Serializer of(Type type, Bridge bridge) {
        Serializer own = bridge.customSerializer(type);
        return own != null ? own : new Json(type);
    }

    private static final class Json implements Serializer {
        private final Type type;
        private final Naming naming;

        Json(Type type) {
            this.type = type;
            naming = Naming.of(type);
        }

        @Override
        public Object read(InputStream json) throws IOException {
            ByteArrayOutputStream bytes = new ByteArrayOutputStream(Math.max(1024, json.available()));
            byte[] chunk = new byte[16 * 1024];
            for (int count = json.read(chunk); count >= 0; count = json.read(chunk)) bytes.write(chunk, 0, count);
            return new JsonBinder(naming).bind(new JsonReader(bytes.toByteArray()).value(), type);
        }

        @Override
        public void write(Object value, OutputStream json) throws IOException {
            json.write(new JsonWriter(naming, true).bytes(value));
        }
    }
}
