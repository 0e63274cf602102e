package lambdaworkbench;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Where a function's words go. Everything takes the way of stdout, so that prints and records stay in order; a record of several
 * lines is one event, for which its newlines travel as carriage returns.
 */
public final class Log {
    /** As Lambda's library orders them. */
    private static final List<String> LEVELS = Arrays.asList("UNDEFINED", "TRACE", "DEBUG", "INFO", "WARN", "ERROR", "FATAL");

    private final OutputStream out = new FileOutputStream(FileDescriptor.out);
    private final boolean isJson;
    private final int minimum;
    private boolean midLine;
    volatile String requestId;
    volatile String tenantId;

    private Log(String format, String level) {
        isJson = "JSON".equalsIgnoreCase(format);
        minimum = level == null ? 0 : Math.max(0, LEVELS.indexOf(level.toUpperCase(java.util.Locale.ROOT)));
    }

    static Log install() throws IOException {
        Log log = new Log(System.getenv("AWS_LAMBDA_LOG_FORMAT"), System.getenv("AWS_LAMBDA_LOG_LEVEL"));
        PrintStream stream = new PrintStream(log.new Prints(), false, "UTF-8");
        System.setOut(stream);
        System.setErr(stream);
        return log;
    }

    /** `level`: of Lambda's library; `UNDEFINED` passes every filter. */
    public void log(String message, String level) {
        if (!isEnabled(level)) return;
        String text = String.valueOf(message);
        if (isJson) text = jsonRecord(message, level);
        else if (!level.equals("UNDEFINED")) text = "[" + level + "] " + text;
        event(text.getBytes(StandardCharsets.UTF_8));
    }

    /** Bytes are written as they are, whatever the format. */
    public void log(byte[] message, String level) {
        if (isEnabled(level)) event(message == null ? "null".getBytes(StandardCharsets.UTF_8) : message.clone());
    }

    void error(String message) {
        log(message, isJson ? "ERROR" : "UNDEFINED");
    }

    private boolean isEnabled(String level) {
        return level.equals("UNDEFINED") || LEVELS.indexOf(level) >= minimum;
    }

    private String jsonRecord(String message, String level) {
        Map<String, Object> fields = new LinkedHashMap<>();
        // Three digits of milliseconds, whatever they are: Instant leaves zeros away.
        String second = java.time.Instant.ofEpochSecond(System.currentTimeMillis() / 1000).toString();
        String millis = String.valueOf(1000 + System.currentTimeMillis() % 1000).substring(1);
        fields.put("timestamp", second.substring(0, second.length() - 1) + "." + millis + "Z");
        fields.put("message", message);
        fields.put("level", level);
        fields.put("AWSRequestId", requestId);
        fields.put("tenantId", tenantId);
        return new String(new JsonWriter(Naming.PLAIN, false).bytes(fields), StandardCharsets.UTF_8);
    }

    private synchronized void event(byte[] text) {
        int length = text.length > 0 && text[text.length - 1] == '\n' ? text.length - 1 : text.length;
        byte[] line = new byte[length + (midLine ? 2 : 1)];
        int start = midLine ? 1 : 0;
        if (midLine) line[0] = '\n';
        for (int i = 0; i < length; i++) line[start + i] = text[i] == '\n' ? (byte) '\r' : text[i];
        line[line.length - 1] = '\n';
        midLine = false;
        try {
            out.write(line);
        } catch (IOException e) {
            // Nobody listens any more.
        }
    }

    /** What the function prints. */
    private final class Prints extends OutputStream {
        @Override
        public void write(int value) throws IOException {
            write(new byte[] {(byte) value}, 0, 1);
        }

        @Override
        public void write(byte[] bytes, int offset, int length) throws IOException {
            if (length == 0) return;
            synchronized (Log.this) {
                out.write(bytes, offset, length);
                midLine = bytes[offset + length - 1] != '\n';
            }
        }
    }
}
