package io.metaforge.application.port.in;

import io.metaforge.domain.approval.Actor;
import io.metaforge.domain.session.SessionId;

/** Deletes a session and its artifacts; its events and decision stay. */
public interface DeleteSession {

    /**
     * Deletes the session. One that runs is cancelled first.
     *
     * @throws io.metaforge.domain.failure.MetaForgeException of kind {@code NOT_FOUND}; {@code CONFLICT} while the session
     *     is being applied
     */
    void delete(SessionId session, Actor actor);
}
