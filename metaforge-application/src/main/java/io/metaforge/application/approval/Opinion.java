package io.metaforge.application.approval;

import java.util.Objects;

/**
 * What a policy says about a proposal. Made by its factory methods; more kinds of opinion can come, so callers compare
 * kinds rather than list them.
 */
public final class Opinion {

    private static final int MAX_REASON = 1_000;
    private static final Opinion NONE = new Opinion(Kind.NONE, "it is no matter of this policy");

    private final Kind kind;
    private final String reason;

    private Opinion(Kind kind, String reason) {
        if (reason.isBlank() || reason.length() > MAX_REASON) {
            throw new IllegalArgumentException("a reason has 1 to " + MAX_REASON + " characters");
        }
        this.kind = kind;
        this.reason = reason;
    }

    /** Which way an opinion goes. */
    public enum Kind {
        APPROVE,
        PERSON,
        REJECT,
        NONE
    }

    /**
     * Approves, unless another policy objects.
     *
     * @param reason for whoever reads the decision later, 1 to 1,000 characters
     */
    public static Opinion approve(String reason) {
        return new Opinion(Kind.APPROVE, reason);
    }

    /**
     * Wants a person to decide, whatever other policies approve.
     *
     * @param reason for that person, 1 to 1,000 characters
     */
    public static Opinion person(String reason) {
        return new Opinion(Kind.PERSON, reason);
    }

    /**
     * Rejects, whatever other policies say.
     *
     * @param reason for whoever asked for the run, 1 to 1,000 characters
     */
    public static Opinion reject(String reason) {
        return new Opinion(Kind.REJECT, reason);
    }

    /** Has no say in this proposal. */
    public static Opinion none() {
        return NONE;
    }

    /** Returns which way it goes. */
    public Kind kind() {
        return kind;
    }

    /** Returns why. */
    public String reason() {
        return reason;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Opinion opinion && kind == opinion.kind && reason.equals(opinion.reason);
    }

    @Override
    public int hashCode() {
        return Objects.hash(kind, reason);
    }

    @Override
    public String toString() {
        return kind + ": " + reason;
    }
}
