package lambdaworkbench;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.Map;

/** What is wrong with a function, in the words and the form of Lambda's Java runtime. Only what the function throws shows its frames. */
public final class UserFault extends RuntimeException {
    private static final long serialVersionUID = 1L;
    private static final String OWN_PACKAGE = "lambdaworkbench.";

    private final String text;
    /** Name of a class; null where nothing was thrown. */
    private final String type;
    private final String trace;
    /** Whether the process can't go on. */
    final boolean fatal;

    private UserFault(String text, String type, String trace, boolean fatal) {
        super(text, null, false, false);
        this.text = text;
        this.type = type;
        this.trace = trace;
        this.fatal = fatal;
    }

    public static UserFault saying(String text) {
        return new UserFault(text, null, null, false);
    }

    static UserFault about(String text, Throwable cause, boolean fatal) {
        return new UserFault(text, cause.getClass().getName(), traceOf(cause), fatal);
    }

    static UserFault of(Throwable thrown) {
        return thrown instanceof UserFault ? (UserFault) thrown : about(messageOf(thrown), thrown, false);
    }

    /** For the log. */
    String report() {
        if (type == null && trace == null) return text + "\n";
        return text + ": " + (type == null ? "" : type) + "\n" + (trace == null ? "" : trace) + "\n";
    }

    /** For the caller. */
    byte[] toJson() {
        return json(text, type, null);
    }

    static byte[] toJson(Throwable thrown) {
        StackTraceElement[] frames = withoutOwnFrames(thrown).getStackTrace();
        String[] stack = new String[frames.length];
        for (int i = 0; i < frames.length; i++) stack[i] = frames[i].toString();
        return json(messageOf(thrown), thrown.getClass().getName(), stack);
    }

    /** Cuts the stack, and those of all causes, where this runtime begins. */
    static <T extends Throwable> T withoutOwnFrames(T thrown) {
        cut(thrown, new IdentityHashMap<Throwable, Boolean>());
        return thrown;
    }

    private static void cut(Throwable thrown, Map<Throwable, Boolean> seen) {
        if (thrown == null || seen.put(thrown, true) != null) return;
        StackTraceElement[] frames = thrown.getStackTrace();
        for (int i = 0; i < frames.length; i++) {
            if (!frames[i].getClassName().startsWith(OWN_PACKAGE)) continue;
            StackTraceElement[] kept = new StackTraceElement[i];
            System.arraycopy(frames, 0, kept, 0, i);
            thrown.setStackTrace(kept);
            break;
        }
        cut(thrown.getCause(), seen);
        for (Throwable suppressed : thrown.getSuppressed()) cut(suppressed, seen);
    }

    private static String messageOf(Throwable thrown) {
        String message = thrown.getLocalizedMessage();
        return message == null ? thrown.getClass().getName() : message;
    }

    private static String traceOf(Throwable thrown) {
        StringWriter text = new StringWriter();
        withoutOwnFrames(thrown).printStackTrace(new PrintWriter(text));
        return text.toString();
    }

    private static byte[] json(String message, String type, String[] stack) {
        Map<String, Object> shape = new LinkedHashMap<>();
        shape.put("errorMessage", message);
        if (type != null) shape.put("errorType", type);
        if (stack != null) shape.put("stackTrace", stack);
        return new JsonWriter(Naming.PLAIN, false).bytes(shape);
    }
}
