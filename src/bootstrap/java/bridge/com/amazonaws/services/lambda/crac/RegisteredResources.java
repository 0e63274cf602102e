package com.amazonaws.services.lambda.crac;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.WeakHashMap;

/** Doesn't hold them, as Lambda doesn't: what nobody else holds is gone after the snapshot. */
final class RegisteredResources extends Context<Resource> {
    private final Map<Resource, Integer> numbers = new WeakHashMap<>();
    private int last;

    @Override
    public synchronized void register(Resource resource) {
        numbers.put(resource, ++last);
    }

    /** The last one first. */
    @Override
    public synchronized void beforeCheckpoint(Context<? extends Resource> context) throws CheckpointException {
        List<Resource> resources = inOrder();
        Collections.reverse(resources);
        List<Throwable> thrown = thrownBy(resources, resource -> resource.beforeCheckpoint(this), CheckpointException.class);
        if (!thrown.isEmpty()) throw suppressing(new CheckpointException(), thrown);
        resources.clear();
        System.gc();
    }

    @Override
    public synchronized void afterRestore(Context<? extends Resource> context) throws RestoreException {
        List<Throwable> thrown = thrownBy(inOrder(), resource -> resource.afterRestore(this), RestoreException.class);
        if (!thrown.isEmpty()) throw suppressing(new RestoreException(), thrown);
    }

    /** All are called, whichever throw. `own`: what contexts among them throw, around what theirs threw. */
    private static List<Throwable> thrownBy(List<Resource> resources, Hook hook, Class<? extends Exception> own) {
        List<Throwable> thrown = new ArrayList<>();
        for (Resource resource : resources) {
            try {
                hook.call(resource);
            } catch (Exception e) {
                if (own.isInstance(e)) thrown.addAll(Arrays.asList(e.getSuppressed()));
                else thrown.add(e);
            }
        }
        return thrown;
    }

    private interface Hook {
        void call(Resource resource) throws Exception;
    }

    private List<Resource> inOrder() {
        List<Resource> resources = new ArrayList<>(numbers.keySet());
        resources.sort((a, b) -> Integer.compare(numbers.get(a), numbers.get(b)));
        return resources;
    }

    private static <T extends Throwable> T suppressing(T outer, List<Throwable> thrown) {
        for (Throwable each : thrown) outer.addSuppressed(each);
        return outer;
    }
}
