package io.metaforge.application.memory;

import io.metaforge.application.port.out.Stores;

/**
 * Makes stores that keep everything in memory.
 *
 * <p>Units of work run one after the other; outside of them, only committed data is seen. Sessions and their contents stay
 * until they are deleted, decisions for ever, events until there are more than a bound. One gateway at a time can execute
 * runs from them; the next one takes over what it left.
 */
public final class MemoryStores {

    /** How many events are kept by default: some tens of megabytes at the usual size. */
    private static final int EVENTS_KEPT = 100_000;

    private MemoryStores() {}

    /** Makes empty stores that keep the last 100,000 events. */
    public static Stores create() {
        return create(EVENTS_KEPT);
    }

    /**
     * Makes empty stores.
     *
     * @param eventsKept how many events are kept, 1 or more; earlier ones are trimmed from the log
     */
    public static Stores create(int eventsKept) {
        if (eventsKept < 1) {
            throw new IllegalArgumentException("at least one event must be kept: " + eventsKept);
        }
        MemoryUnitOfWork unit = new MemoryUnitOfWork();
        return new Stores(
                unit,
                new MemorySessionStore(unit),
                new MemoryEventLog(unit, eventsKept),
                new MemoryContentStore(unit),
                new MemoryDecisionLog(unit),
                new MemoryIdempotencyKeys(unit),
                new MemoryRunQueue(unit),
                new MemoryApiKeyStore(unit),
                new MemoryApprovedArtifacts(unit),
                new MemoryModelLedger(unit));
    }
}
