package lambdaworkbench;

/** One event and what Lambda tells of it. Absent values are null. */
public final class Invocation {
    public final String requestId;
    public final String arn;
    public final String traceId;
    public final String tenantId;
    /** JSON text. */
    public final String clientContext;
    /** JSON text. */
    public final String identity;
    /** Milliseconds since 1970. */
    public final long deadline;
    public final byte[] event;

    Invocation(String requestId, String arn, String traceId, String tenantId, String clientContext, String identity, long deadline, byte[] event) {
        this.requestId = requestId;
        this.arn = arn;
        this.traceId = traceId;
        this.tenantId = tenantId;
        this.clientContext = clientContext;
        this.identity = identity;
        this.deadline = deadline;
        this.event = event;
    }
}
