package io.metaforge.application.port.in;

import io.metaforge.domain.approval.Actor;
import io.metaforge.domain.session.Session;
import io.metaforge.domain.session.SessionId;

/** Calls a session off before it runs or while it does. */
public interface CancelSession {

    /**
     * Cancels the session; an execution in any gateway is interrupted soon after. Cancelling a cancelled session changes
     * nothing.
     *
     * @throws io.metaforge.domain.failure.MetaForgeException of kind {@code NOT_FOUND}; {@code CONFLICT} where the session
     *     is neither created nor running
     */
    Session cancel(SessionId session, Actor actor);
}
