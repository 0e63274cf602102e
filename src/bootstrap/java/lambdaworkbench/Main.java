package lambdaworkbench;

import java.io.IOError;

/**
 * Lambda's Java runtime: takes events from the Runtime API, and hands them to the function named by _HANDLER.
 * Arguments: the function's class path, in its order. Compiled for Java 8, and lean on classes, for each one costs start-up time.
 */
public final class Main {
    private Main() {}

    public static void main(String[] args) throws Exception {
        serve(new RuntimeApi(System.getenv("AWS_LAMBDA_RUNTIME_API")), System.getenv("_HANDLER"), args);
    }

    static void serve(RuntimeApi api, String handlerName, String[] classPath) throws Exception {
        Log log = Log.install();
        FunctionLoader loader = FunctionLoader.of(classPath);
        Thread.currentThread().setContextClassLoader(loader);
        Handler handler = null;
        Bridge bridge = loader.bridge();
        try {
            bridge.installLogger(log);
            handler = new HandlerFinder(loader, bridge, log).find(handlerName);
        } catch (UserFault fault) {
            log.error(fault.report());
            api.initError(fault.toJson(), "Runtime.BadFunctionCode");
            System.exit(1);
        }
        if ("snap-start".equals(System.getenv("AWS_LAMBDA_INITIALIZATION_TYPE"))) Snapshot.pass(api, bridge, log);
        while (answerNext(api, handler, log)) {
            // Until the virtual machine is of no use any more.
        }
        api.close();
    }

    /** False where the process is to end. */
    private static boolean answerNext(RuntimeApi api, Handler handler, Log log) throws Exception {
        Invocation invocation = api.next();
        if (invocation.traceId != null) System.setProperty("com.amazonaws.xray.traceHeader", invocation.traceId);
        else System.clearProperty("com.amazonaws.xray.traceHeader");
        log.requestId = invocation.requestId;
        log.tenantId = invocation.tenantId;
        try {
            byte[] response = handler.call(invocation);
            api.response(invocation.requestId, response);
            // What the function did to this thread ends with its event.
            Thread.interrupted();
            return true;
        } catch (Throwable thrown) {
            UserFault fault = UserFault.of(thrown);
            boolean own = thrown instanceof UserFault;
            byte[] body = own ? fault.toJson() : UserFault.toJson(thrown);
            api.error(invocation.requestId, body, own ? "Runtime.BadFunctionCode" : "Runtime.UserException");
            log.error(fault.report());
            return !(thrown instanceof VirtualMachineError || thrown instanceof IOError || fault.fatal);
        }
    }
}
