package lambdaworkbench;

/** What answers events: a function's own code, or the reason why there is none. */
interface Handler {
    /** The response's bytes. What the function throws is thrown. */
    byte[] call(Invocation invocation) throws Throwable;
}
