package io.metaforge.application.port.out;

import io.metaforge.domain.artifact.Digest;
import io.metaforge.domain.session.ModelBudget;
import io.metaforge.domain.session.ModelUsage;
import io.metaforge.domain.session.SessionId;
import java.util.Optional;

/**
 * Keeps what sessions asked a language model, what it answered and what that took. Thread-safe; takes part in the
 * {@link UnitOfWork} of the calling thread.
 */
public interface ModelLedger {

    /** Adds to what a session, and all sessions together, have used. */
    void use(SessionId session, ModelUsage usage);

    /**
     * Keeps an answer, in the place of an earlier one to the same request of that session. Its use is recorded apart.
     *
     * @param request digest of the request, with everything that the answer depends on
     */
    void keep(SessionId session, Digest request, ModelAnswer answer);

    /** Returns the answer that a session was given to a request. */
    Optional<ModelAnswer> answer(SessionId session, Digest request);

    /** Lets a session use more than the usual. */
    void grant(SessionId session, ModelBudget more);

    /** Returns what a session has used, and what it was granted beyond the usual. */
    Account account(SessionId session);

    /** Returns what all sessions have used, deleted ones included. */
    ModelUsage total();

    /** Forgets a session's answers and account; the total stays. */
    void forget(SessionId session);

    /** What a session has used, and was granted beyond the usual. */
    record Account(ModelUsage used, ModelBudget granted) {

        /** Of a session that never asked. */
        public static final Account NEW = new Account(ModelUsage.NONE, ModelBudget.NONE);
    }
}
