package lambdaworkbench;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Type;

/** A handler that takes and returns values: a RequestHandler, or a method. JSON becomes the one, and is made of the other. */
final class ValueHandler implements Handler {
    private final Bridge bridge;
    private final Log log;
    private final Object instance;
    /** Null for a RequestHandler. */
    private final Method method;
    private final boolean context;
    /** Null where the method takes no event. */
    private final Serializer input;
    /** Null where nothing is returned. */
    private final Serializer output;

    ValueHandler(Bridge bridge, Log log, Object instance, Method method, Type event, Type result, boolean context) {
        this.bridge = bridge;
        this.log = log;
        this.instance = instance;
        this.method = method;
        this.context = context;
        input = event == null ? null : Serializers.of(event, bridge);
        output = result == void.class || result == Void.class ? null : Serializers.of(result, bridge);
    }

    @Override
    public byte[] call(Invocation invocation) throws Throwable {
        bridge.announceRequest(invocation.requestId);
        Object about = bridge.context(invocation, log);
        Object event = input == null ? null : read(invocation.event);
        Object result = method == null ? bridge.handleRequest(instance, event, about) : call(event, about);
        if (output == null) return StreamHandler.NULL;
        try {
            ByteArrayOutputStream json = new ByteArrayOutputStream(1024);
            output.write(result, json);
            return json.toByteArray();
        } catch (Throwable thrown) {
            throw new RuntimeException("An error occurred during JSON serialization of response", UserFault.withoutOwnFrames(thrown));
        }
    }

    private Object read(byte[] json) {
        try {
            return input.read(new ByteArrayInputStream(json));
        } catch (Throwable thrown) {
            throw new RuntimeException("An error occurred during JSON parsing", UserFault.withoutOwnFrames(thrown));
        }
    }

    private Object call(Object event, Object about) throws Throwable {
        Object[] arguments = new Object[(input == null ? 0 : 1) + (context ? 1 : 0)];
        if (input != null) arguments[0] = event;
        if (context) arguments[arguments.length - 1] = about;
        try {
            return method.invoke(instance, arguments);
        } catch (InvocationTargetException e) {
            throw e.getCause() == null ? e : e.getCause();
        }
    }
}
