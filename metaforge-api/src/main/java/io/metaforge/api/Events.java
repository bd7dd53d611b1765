package io.metaforge.api;

/** Names of events. More may be added. */
public final class Events {

    /** Execution began: {@code session_id}, {@code skill}. */
    public static final String SESSION_STARTED = "session.started";

    /** The agent came further: {@code session_id}, {@code agent}, {@code progress} from 0 to 1, {@code message}. */
    public static final String AGENT_PROGRESS = "agent.progress";

    /** The run ended well: {@code session_id}, {@code status}, {@code artifacts} as paths. */
    public static final String SESSION_COMPLETE = "session.complete";

    /** The run failed: {@code session_id}, {@code status}, {@code error}. */
    public static final String SESSION_FAILED = "session.failed";

    /** Somebody called the session off: {@code session_id}, {@code status}, {@code actor}. */
    public static final String SESSION_CANCELLED = "session.cancelled";

    /** The approved files are in the workspace: {@code session_id}, {@code status}, {@code artifacts}, {@code actor}, {@code digest}, {@code comment}. */
    public static final String APPROVAL_APPROVED = "approval.approved";

    /** The proposal was turned down: {@code session_id}, {@code status}, {@code actor}, {@code digest}, {@code reason}. */
    public static final String APPROVAL_REJECTED = "approval.rejected";

    /** The run may use more of the language model, and begins again: {@code session_id}, {@code status}, {@code approval}, {@code actor}, {@code digest}, {@code comment}. */
    public static final String BUDGET_APPROVED = "budget.approved";

    /** The session and its artifacts are gone: {@code session_id}, {@code actor}. */
    public static final String SESSION_DELETED = "session.deleted";

    /** Events were trimmed before they could be delivered: {@code from} and {@code to}, the first and last position missing. */
    public static final String GAP = "gap";

    private Events() {}
}
