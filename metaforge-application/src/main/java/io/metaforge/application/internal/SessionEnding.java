package io.metaforge.application.internal;

import io.metaforge.application.port.in.CancelSession;
import io.metaforge.application.port.in.DeleteSession;
import io.metaforge.application.port.out.Stores;
import io.metaforge.domain.approval.Actor;
import io.metaforge.domain.failure.Failure;
import io.metaforge.domain.session.Session;
import io.metaforge.domain.session.SessionId;
import io.metaforge.domain.session.SessionState;
import io.metaforge.domain.session.Transition;
import java.time.Clock;
import java.util.List;

/** Calls sessions off and deletes them. Executions learn of it from the event log. */
public final class SessionEnding implements CancelSession, DeleteSession {

    private final Stores stores;
    private final Clock clock;

    public SessionEnding(Stores stores, Clock clock) {
        this.stores = stores;
        this.clock = clock;
    }

    @Override
    public Session cancel(SessionId id, Actor actor) {
        return stores.unitOfWork().execute(() -> {
            Session session = findForUpdate(id);
            return session.state() instanceof SessionState.Cancelled ? session : cancelled(session, actor);
        });
    }

    @Override
    public void delete(SessionId id, Actor actor) {
        stores.unitOfWork().run(() -> {
            Session session = findForUpdate(id);
            if (session.state() instanceof SessionState.Running) {
                session = cancelled(session, actor);
            }
            stores.events().append(List.of(session.delete(actor)), clock.instant());
            stores.contents().release(id);
            stores.ledger().forget(id);
            stores.sessions().delete(id);
        });
    }

    private Session cancelled(Session session, Actor actor) {
        Transition cancellation = session.cancel(actor, clock.instant());
        stores.sessions().update(cancellation.session(), session.version());
        stores.events().append(cancellation.events(), cancellation.session().updated());
        stores.runs().remove(session.id());
        return cancellation.session();
    }

    private Session findForUpdate(SessionId id) {
        return stores.sessions().findForUpdate(id).orElseThrow(() -> Failure.notFound("session", id.value())
                .asException());
    }
}
