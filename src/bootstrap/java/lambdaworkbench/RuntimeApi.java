package lambdaworkbench;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/** Lambda's Runtime API over one socket that is kept open. The JDK's own clients take longer to load than a function to run. */
final class RuntimeApi {
    private static final String ROOT = "/2018-06-01/runtime/";
    private static final byte[] NOTHING = new byte[0];

    private final String address;
    private final Socket socket;
    private final InputStream in;
    private final OutputStream out;
    private final byte[] buffer = new byte[16 * 1024];
    private int position;
    private int limit;

    /** `address`: `host:port`. */
    RuntimeApi(String address) throws IOException {
        this.address = address;
        int colon = address.lastIndexOf(':');
        socket = new Socket(InetAddress.getByName(address.substring(0, colon)), Integer.parseInt(address.substring(colon + 1)));
        socket.setTcpNoDelay(true);
        in = socket.getInputStream();
        out = socket.getOutputStream();
    }

    Invocation next() throws IOException {
        Reply reply = exchange("GET", "invocation/next", null, NOTHING);
        if (reply.status != 200) throw new IOException("The Runtime API answered " + reply.status + " to next");
        long deadline = reply.deadline == null ? 0 : Long.parseLong(reply.deadline);
        return new Invocation(reply.requestId, reply.arn, reply.traceId, reply.tenantId, reply.clientContext, reply.identity, deadline, reply.body);
    }

    void response(String requestId, byte[] body) throws IOException {
        exchange("POST", "invocation/" + requestId + "/response", null, body);
    }

    void error(String requestId, byte[] body, String type) throws IOException {
        exchange("POST", "invocation/" + requestId + "/error", type, body);
    }

    void initError(byte[] body, String type) throws IOException {
        exchange("POST", "init/error", type, body);
    }

    /** Returns when the environment has been restored from its snapshot. */
    void restoreNext() throws IOException {
        Reply reply = exchange("GET", "restore/next", null, NOTHING);
        if (reply.status != 200) throw new IOException("The Runtime API answered " + reply.status + " to restore/next");
    }

    void restoreError(byte[] body, String type) throws IOException {
        exchange("POST", "restore/error", type, body);
    }

    void close() throws IOException {
        socket.close();
    }

    private Reply exchange(String method, String path, String errorType, byte[] body) throws IOException {
        StringBuilder head = new StringBuilder(256).append(method).append(' ').append(ROOT).append(path).append(" HTTP/1.1\r\nHost: ").append(address);
        if (errorType != null) head.append("\r\nLambda-Runtime-Function-Error-Type: ").append(errorType);
        if (body != NOTHING) head.append("\r\nContent-Type: application/json\r\nContent-Length: ").append(body.length);
        byte[] start = head.append("\r\n\r\n").toString().getBytes(StandardCharsets.ISO_8859_1);
        byte[] request = new byte[start.length + body.length];
        System.arraycopy(start, 0, request, 0, start.length);
        System.arraycopy(body, 0, request, start.length, body.length);
        out.write(request);
        return read();
    }

    private Reply read() throws IOException {
        Reply reply = new Reply();
        reply.status = Integer.parseInt(line().substring(9, 12));
        int length = 0;
        for (String line = line(); !line.isEmpty(); line = line()) {
            int colon = line.indexOf(':');
            String name = line.substring(0, colon);
            String value = line.substring(colon + 1).trim();
            if (name.equalsIgnoreCase("content-length")) length = Integer.parseInt(value);
            else reply.take(name, value);
        }
        reply.body = bytes(length);
        return reply;
    }

    /** Header values are UTF-8. */
    private String line() throws IOException {
        byte[] line = new byte[256];
        int length = 0;
        while (true) {
            if (position == limit) fill();
            byte next = buffer[position++];
            if (next == '\n') break;
            if (length == line.length) line = java.util.Arrays.copyOf(line, length * 2);
            line[length++] = next;
        }
        if (length > 0 && line[length - 1] == '\r') length--;
        return new String(line, 0, length, StandardCharsets.UTF_8);
    }

    private byte[] bytes(int length) throws IOException {
        byte[] bytes = new byte[length];
        int done = Math.min(length, limit - position);
        System.arraycopy(buffer, position, bytes, 0, done);
        position += done;
        while (done < length) {
            int count = in.read(bytes, done, length - done);
            if (count < 0) throw new EOFException("The Runtime API closed the connection");
            done += count;
        }
        return bytes;
    }

    private void fill() throws IOException {
        limit = in.read(buffer, 0, buffer.length);
        position = 0;
        if (limit <= 0) throw new EOFException("The Runtime API closed the connection");
    }

    private static final class Reply {
        int status;
        String requestId;
        String arn;
        String traceId;
        String tenantId;
        String clientContext;
        String identity;
        String deadline;
        byte[] body;

        void take(String name, String value) {
            if (name.equalsIgnoreCase("lambda-runtime-aws-request-id")) requestId = value;
            else if (name.equalsIgnoreCase("lambda-runtime-invoked-function-arn")) arn = value;
            else if (name.equalsIgnoreCase("lambda-runtime-trace-id")) traceId = value;
            else if (name.equalsIgnoreCase("lambda-runtime-aws-tenant-id")) tenantId = value;
            else if (name.equalsIgnoreCase("lambda-runtime-client-context")) clientContext = value;
            else if (name.equalsIgnoreCase("lambda-runtime-cognito-identity")) identity = value;
            else if (name.equalsIgnoreCase("lambda-runtime-deadline-ms")) deadline = value;
        }
    }
}
