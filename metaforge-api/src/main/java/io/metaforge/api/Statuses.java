package io.metaforge.api;

/** Statuses of a session. More may be added. */
public final class Statuses {

    /** Waits to be run. */
    public static final String CREATED = "created";

    /** Is queued or executing. */
    public static final String RUNNING = "running";

    /** Waits for a person, or is being applied. */
    public static final String PENDING_APPROVAL = "pending_approval";

    /** Ended without anything to write. */
    public static final String COMPLETED = "completed";

    /** Ended with the approved files in the workspace. */
    public static final String APPROVED = "approved";

    /** Ended with nothing written. */
    public static final String REJECTED = "rejected";

    /** Ended because the run failed. */
    public static final String FAILED = "failed";

    /** Ended because somebody called it off. */
    public static final String CANCELLED = "cancelled";

    private Statuses() {}
}
