package lambdaworkbench;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.nio.charset.StandardCharsets;

/** A handler that reads and writes bytes: a RequestStreamHandler, or a method that takes streams. */
final class StreamHandler implements Handler {
    static final byte[] NULL = "null".getBytes(StandardCharsets.US_ASCII);

    private final Bridge bridge;
    private final Log log;
    private final Object instance;
    /** Null for a RequestStreamHandler. */
    private final Method method;
    private final boolean input;
    private final boolean output;
    private final boolean context;

    StreamHandler(Bridge bridge, Log log, Object instance, Method method, boolean input, boolean output, boolean context) {
        this.bridge = bridge;
        this.log = log;
        this.instance = instance;
        this.method = method;
        this.input = input;
        this.output = output;
        this.context = context;
    }

    @Override
    public byte[] call(Invocation invocation) throws Throwable {
        bridge.announceRequest(invocation.requestId);
        Object about = bridge.context(invocation, log);
        InputStream event = new ByteArrayInputStream(invocation.event);
        ByteArrayOutputStream response = new ByteArrayOutputStream(1024);
        if (method == null) bridge.handleStream(instance, event, response, about);
        else call(event, response, about);
        return response.toByteArray();
    }

    private void call(InputStream event, ByteArrayOutputStream response, Object about) throws Throwable {
        Object[] arguments = new Object[(input ? 1 : 0) + (output ? 1 : 0) + (context ? 1 : 0)];
        int count = 0;
        if (input) arguments[count++] = event;
        if (output) arguments[count++] = response;
        if (context) arguments[count] = about;
        try {
            method.invoke(instance, arguments);
        } catch (InvocationTargetException e) {
            throw e.getCause() == null ? e : e.getCause();
        }
        if (!output) response.write(NULL);
    }
}
