package lambdaworkbench.bridge;

import com.amazonaws.services.lambda.crac.Core;
import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.CustomPojoSerializer;
import com.amazonaws.services.lambda.runtime.LambdaRuntime;
import com.amazonaws.services.lambda.runtime.RequestHandler;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.lang.reflect.Field;
import java.lang.reflect.Type;
import java.util.Iterator;
import java.util.ServiceLoader;
import lambdaworkbench.Bridge;
import lambdaworkbench.Invocation;
import lambdaworkbench.Log;
import lambdaworkbench.Serializer;
import lambdaworkbench.UserFault;

/** Loaded beside the function, so that the interfaces it implements are those of the function's own library. */
public final class LambdaBridge implements Bridge {
    private CustomPojoSerializer custom;
    private boolean customKnown;

    @Override
    public Class<?> contextType() {
        return Context.class;
    }

    @Override
    public Class<?> requestHandlerType() {
        return RequestHandler.class;
    }

    @Override
    public boolean isStreamHandler(Class<?> type) {
        return RequestStreamHandler.class.isAssignableFrom(type);
    }

    @Override
    public Object context(Invocation invocation, Log log) {
        return new FunctionContext(invocation, new FunctionLogger(log));
    }

    @Override
    public void handleStream(Object handler, InputStream event, OutputStream response, Object context) throws IOException {
        ((RequestStreamHandler) handler).handleRequest(event, response, (Context) context);
    }

    @Override
    @SuppressWarnings("unchecked")
    public Object handleRequest(Object handler, Object event, Object context) {
        return ((RequestHandler<Object, Object>) handler).handleRequest(event, (Context) context);
    }

    @Override
    public void installLogger(Log log) {
        try {
            Field logger = LambdaRuntime.class.getDeclaredField("logger");
            logger.setAccessible(true);
            logger.set(null, new FunctionLogger(log));
        } catch (ReflectiveOperationException | RuntimeException e) {
            // Another version of the library: its logger prints, which is logged as well.
        }
    }

    @Override
    public void announceRequest(String requestId) {
        try {
            Class<?> internal = Class.forName("com.amazonaws.services.lambda.runtime.LambdaRuntimeInternal");
            if (!Boolean.TRUE.equals(internal.getMethod("getUseLog4jAppender").invoke(null))) return;
            Class<?> context = Class.forName("org.apache.logging.log4j.ThreadContext");
            context.getMethod("put", String.class, String.class).invoke(null, "AWSRequestId", requestId);
        } catch (ReflectiveOperationException e) {
            // It has no Log4j.
        }
    }

    @Override
    public void beforeCheckpoint() throws Exception {
        Core.getGlobalContext().beforeCheckpoint(null);
    }

    @Override
    public void afterRestore() throws Exception {
        Core.getGlobalContext().afterRestore(null);
    }

    @Override
    public Serializer customSerializer(final Type type) {
        if (!customKnown) custom = find();
        customKnown = true;
        if (custom == null) return null;
        final CustomPojoSerializer found = custom;
        return new Serializer() {
            @Override
            public Object read(InputStream json) {
                return found.fromJson(json, type);
            }

            @Override
            public void write(Object value, OutputStream json) {
                found.toJson(value, json, type);
            }
        };
    }

    private CustomPojoSerializer find() {
        Iterator<CustomPojoSerializer> all = ServiceLoader.load(CustomPojoSerializer.class, getClass().getClassLoader()).iterator();
        CustomPojoSerializer first = all.hasNext() ? all.next() : null;
        if (all.hasNext()) throw UserFault.saying("Too many serializers provided inside the META-INF/services folder, only one is allowed");
        return first;
    }
}
