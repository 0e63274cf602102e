package lambdaworkbench.bridge;

import com.amazonaws.services.lambda.runtime.LambdaLogger;
import com.amazonaws.services.lambda.runtime.logging.LogLevel;
import lambdaworkbench.Log;

/** The methods with a level are of newer libraries; an older one never calls them. */
final class FunctionLogger implements LambdaLogger {
    private final Log log;

    FunctionLogger(Log log) {
        this.log = log;
    }

    @Override
    public void log(String message) {
        log.log(message, "UNDEFINED");
    }

    @Override
    public void log(byte[] message) {
        log.log(message, "UNDEFINED");
    }

    @Override
    public void log(String message, LogLevel level) {
        log.log(message, level.name());
    }

    @Override
    public void log(byte[] message, LogLevel level) {
        log.log(message, level.name());
    }
}
