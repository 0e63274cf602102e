package lambdaworkbench;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/** Runs a small function for a few events, so that the virtual machine can keep the classes that this takes. Argument: the jar of the bridge. */
public final class Training {
    private static final String[] EVENTS = {
        "{\"records\":[{\"body\":\"tea\",\"count\":2,\"price\":1.5,\"fresh\":true}],\"note\":null}", "{\"note\":\"again\"}", "[1]"
    };

    private Training() {}

    public static void main(String[] args) throws Exception {
        ServerSocket server = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"));
        Thread answers = new Thread(() -> {
            try (Socket socket = server.accept()) {
                answer(socket);
            } catch (IOException e) {
                // The client then meets the end, too.
            }
        });
        answers.setDaemon(true);
        answers.start();
        try {
            Main.serve(new RuntimeApi("127.0.0.1:" + server.getLocalPort()), "lambdaworkbench.bridge.Sample", args);
        } catch (EOFException e) {
            // No more events.
        }
    }

    private static void answer(Socket socket) throws IOException {
        InputStream in = socket.getInputStream();
        byte[] request = new byte[64 * 1024];
        for (int served = 0; served < EVENTS.length; ) {
            int count = in.read(request);
            if (count < 0) return;
            boolean next = new String(request, 0, count, StandardCharsets.ISO_8859_1).startsWith("GET");
            String event = next ? EVENTS[served++] : "{}";
            String head = "HTTP/1.1 " + (next ? "200 OK" : "202 Accepted") + "\r\nLambda-Runtime-Aws-Request-Id: 1\r\nLambda-Runtime-Deadline-Ms: 1"
                    + "\r\nLambda-Runtime-Trace-Id: 1\r\nContent-Length: " + event.length() + "\r\n\r\n";
            socket.getOutputStream().write((head + event).getBytes(StandardCharsets.ISO_8859_1));
        }
        // The answer to the last event.
        if (in.read(request) < 0) return;
    }
}
