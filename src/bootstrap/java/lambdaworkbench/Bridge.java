package lambdaworkbench;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.lang.reflect.Type;

/**
 * The way to the interfaces of Lambda's library (aws-lambda-java-core), which belong to the function: it brings its own version,
 * and what implements them here has to be loaded beside them.
 */
public interface Bridge {
    Class<?> contextType();

    Class<?> requestHandlerType();

    boolean isStreamHandler(Class<?> type);

    Object context(Invocation invocation, Log log);

    void handleStream(Object handler, InputStream event, OutputStream response, Object context) throws IOException;

    Object handleRequest(Object handler, Object event, Object context);

    /** For LambdaRuntime.getLogger(). */
    void installLogger(Log log);

    /** For the Log4j appender of Lambda, where the function uses it. */
    void announceRequest(String requestId);

    /** Runs the hooks that wait for a snapshot. */
    void beforeCheckpoint() throws Exception;

    void afterRestore() throws Exception;

    /** The function's own serializer for all types, or null. */
    Serializer customSerializer(Type type);
}
