package com.amazonaws.services.lambda.runtime;

/**
 * The interfaces of Lambda's library, for compiling what implements them, and for a function that leaves the library to the
 * runtime (Maven's scope `provided`). They come last on the class path: the function's own win.
 */
public interface Context {
    String getAwsRequestId();

    String getLogGroupName();

    String getLogStreamName();

    String getFunctionName();

    String getFunctionVersion();

    String getInvokedFunctionArn();

    CognitoIdentity getIdentity();

    ClientContext getClientContext();

    int getRemainingTimeInMillis();

    int getMemoryLimitInMB();

    LambdaLogger getLogger();

    default String getTenantId() {
        return null;
    }

    default String getXrayTraceId() {
        return null;
    }
}
