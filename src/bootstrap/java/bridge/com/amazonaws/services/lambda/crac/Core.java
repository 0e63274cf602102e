package com.amazonaws.services.lambda.crac;

/**
 * What the hooks of functions with SnapStart are registered with. Functions write against org.crac, whose library looks for one that does
 * it by the system property org.crac.Core.Compat: Lambda's has this name, and these members.
 */
public final class Core {
    private static final Context<Resource> GLOBAL = new RegisteredResources();

    private Core() {}

    public static Context<Resource> getGlobalContext() {
        return GLOBAL;
    }

    public static void checkpointRestore() {
        throw new UnsupportedOperationException();
    }
}
