package io.metaforge.client.internal;

import io.metaforge.api.EventList;
import io.metaforge.client.error.ApiException;
import io.metaforge.client.error.GatewayUnreachableException;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * The position after which what happens from now on has to come. Is asked for as patiently as a stream connects again;
 * cancelling it gives up.
 */
final class LatestPosition extends CompletableFuture<Long> {

    private static final System.Logger LOG = System.getLogger("io.metaforge.client");
    private static final Request REQUEST = Request.get("/events?after=latest");

    private final Transport transport;
    private final Outage outage;
    private volatile @Nullable CompletableFuture<Long> asked;

    private LatestPosition(Transport transport) {
        this.transport = transport;
        this.outage = new Outage(transport.settings().maxReconnectTime());
    }

    /** Begins to ask. */
    static CompletableFuture<Long> of(Transport transport) {
        LatestPosition position = new LatestPosition(transport);
        Runnable forget = transport.whenClosed(() -> position.completeExceptionally(new ClientClosed()));
        position.whenComplete((latest, failure) -> {
            forget.run();
            position.giveUp();
        });
        position.ask();
        return position;
    }

    private void ask() {
        if (isDone()) {
            return;
        }
        CompletableFuture<Long> call = transport.sendOnce(REQUEST, LatestPosition::read);
        asked = call;
        if (isDone()) {
            giveUp();
        }
        call.whenComplete((latest, failure) -> {
            if (failure == null) {
                complete(latest);
            } else {
                failed(failure);
            }
        });
    }

    private static long read(Answer answer) {
        return Answer.json(EventList.class, "events", "next").read(answer).next();
    }

    private void failed(Throwable failure) {
        Duration retryAfter = null;
        boolean passing = false;
        if (failure instanceof ApiException refusal) {
            passing = EventSubscription.isPassing(refusal.status());
            retryAfter = refusal.retryAfter().orElse(null);
        } else if (failure instanceof GatewayUnreachableException unreachable) {
            passing = !transport.isHopeless(unreachable.getCause());
        }
        Duration pause = passing ? outage.failed(retryAfter) : null;
        if (pause == null) {
            completeExceptionally(failure);
            return;
        }
        LOG.log(Level.DEBUG, "The position of the events is asked for again: {0}", failure.getMessage());
        transport.after(pause).execute(this::ask);
    }

    private void giveUp() {
        CompletableFuture<Long> call = asked;
        if (call != null) {
            call.cancel(true);
        }
    }
}
