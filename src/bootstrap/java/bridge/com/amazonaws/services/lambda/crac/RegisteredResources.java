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
        List<Throwable> thrown = new ArrayList<>();
        for (Resource resource : resources) {
            try {
                resource.beforeCheckpoint(this);
            } catch (CheckpointException e) {
                thrown.addAll(Arrays.asList(e.getSuppressed()));
            } catch (Exception e) {
                thrown.add(e);
            }
        }
        if (!thrown.isEmpty()) throw suppressing(new CheckpointException(), thrown);
        resources.clear();
        System.gc();
    }

    @Override
    public synchronized void afterRestore(Context<? extends Resource> context) throws RestoreException {
        List<Throwable> thrown = new ArrayList<>();
        for (Resource resource : inOrder()) {
            try {
                resource.afterRestore(this);
            } catch (RestoreException e) {
                thrown.addAll(Arrays.asList(e.getSuppressed()));
            } catch (Exception e) {
                thrown.add(e);
            }
        }
        if (!thrown.isEmpty()) throw suppressing(new RestoreException(), thrown);
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
