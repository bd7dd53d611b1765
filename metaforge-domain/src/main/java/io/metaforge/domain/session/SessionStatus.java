package io.metaforge.domain.session;

import java.util.Locale;
import java.util.Optional;

/** The states of a session by name. */
public enum SessionStatus {
    CREATED,
    RUNNING,
    PENDING_APPROVAL,
    APPLYING,
    COMPLETED,
    APPROVED,
    REJECTED,
    FAILED,
    CANCELLED;

    /** Reports whether no verb leads on from here. */
    public boolean isTerminal() {
        return switch (this) {
            case COMPLETED, APPROVED, REJECTED, FAILED, CANCELLED -> true;
            case CREATED, RUNNING, PENDING_APPROVAL, APPLYING -> false;
        };
    }

    /** Returns the name clients see: {@link #APPLYING} shows as {@code pending_approval}. */
    public String wireName() {
        return this == APPLYING ? PENDING_APPROVAL.wireName() : name().toLowerCase(Locale.ROOT);
    }

    /** Finds the status that clients call {@code wireName}. */
    public static Optional<SessionStatus> ofWireName(String wireName) {
        for (SessionStatus status : values()) {
            if (status != APPLYING && status.wireName().equals(wireName)) {
                return Optional.of(status);
            }
        }
        return Optional.empty();
    }
}
