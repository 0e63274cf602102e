package lambdaworkbench;

import java.io.IOException;

/** What the runtime does at the end of its initialization with SnapStart: it runs the hooks, and between them asks to be restored. */
final class Snapshot {
    private static final int FAILED = 64;

    private Snapshot() {}

    static void pass(RuntimeApi api, Bridge bridge, Log log) throws IOException {
        try {
            bridge.beforeCheckpoint();
            api.restoreNext();
        } catch (Exception e) {
            log.error(UserFault.of(e).report());
            api.initError(UserFault.toJson(e), "Runtime.BeforeCheckpointError");
            System.exit(FAILED);
        }
        try {
            bridge.afterRestore();
        } catch (Exception e) {
            log.error(UserFault.of(e).report());
            api.restoreError(UserFault.toJson(e), "Runtime.AfterRestoreError");
            System.exit(FAILED);
        }
    }
}
