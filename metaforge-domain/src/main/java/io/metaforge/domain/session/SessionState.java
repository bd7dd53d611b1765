package io.metaforge.domain.session;

import io.metaforge.domain.approval.Actor;
import io.metaforge.domain.approval.Decision;
import io.metaforge.domain.artifact.ChangeSet;
import io.metaforge.domain.failure.Failure;

/** Where a session stands, with the data that only that state has. */
public sealed interface SessionState {

    /** Returns the state's name. */
    SessionStatus status();

    /** Waits to be run. */
    record Created() implements SessionState {
        @Override
        public SessionStatus status() {
            return SessionStatus.CREATED;
        }
    }

    /**
     * Is queued or executing.
     *
     * @param attempts how often execution has begun, without those that were broken off in good order: 0 while it queues,
     *     more than 1 after a gateway died in the middle
     */
    record Running(int attempts) implements SessionState {
        @Override
        public SessionStatus status() {
            return SessionStatus.RUNNING;
        }
    }

    /** Waits for a person. */
    record PendingApproval(ChangeSet proposal) implements SessionState {
        @Override
        public SessionStatus status() {
            return SessionStatus.PENDING_APPROVAL;
        }
    }

    /**
     * Waits for a person to grant more of a language model. It was executing, and will be executed again from its beginning;
     * there is no proposal yet.
     */
    record AwaitingBudget(BudgetRequest request) implements SessionState {
        @Override
        public SessionStatus status() {
            return SessionStatus.PENDING_APPROVAL;
        }
    }

    /** Is approved, and its files are being written. */
    record Applying(ChangeSet proposal, Decision decision) implements SessionState {
        @Override
        public SessionStatus status() {
            return SessionStatus.APPLYING;
        }
    }

    /** Ended without anything to write. */
    record Completed() implements SessionState {
        @Override
        public SessionStatus status() {
            return SessionStatus.COMPLETED;
        }
    }

    /** Ended with the approved files in the workspace. */
    record Approved(ChangeSet proposal, Decision decision) implements SessionState {
        @Override
        public SessionStatus status() {
            return SessionStatus.APPROVED;
        }
    }

    /** Ended with nothing written, for the reason the decision gives. */
    record Rejected(ChangeSet proposal, Decision decision) implements SessionState {
        @Override
        public SessionStatus status() {
            return SessionStatus.REJECTED;
        }
    }

    /** Ended without a proposal, because it was granted no more of a language model. */
    record BudgetRefused(BudgetRequest request, Decision decision) implements SessionState {
        @Override
        public SessionStatus status() {
            return SessionStatus.REJECTED;
        }
    }

    /** Ended because the run failed. */
    record Failed(Failure failure) implements SessionState {
        @Override
        public SessionStatus status() {
            return SessionStatus.FAILED;
        }
    }

    /** Ended because somebody called it off. */
    record Cancelled(Actor by) implements SessionState {
        @Override
        public SessionStatus status() {
            return SessionStatus.CANCELLED;
        }
    }
}
