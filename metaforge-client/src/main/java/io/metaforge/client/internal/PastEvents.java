package io.metaforge.client.internal;

import io.metaforge.client.event.Event;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** All that has happened to a session so far, page by page. Cancelling it gives up the page that is under way. */
public final class PastEvents extends CompletableFuture<List<Event>> {

    private final Transport transport;
    private final String session;
    private final List<Event> all = new ArrayList<>();
    private volatile @Nullable CompletableFuture<EventPage> asked;

    private PastEvents(Transport transport, String session) {
        this.transport = transport;
        this.session = session;
    }

    /** Begins to ask. */
    public static CompletableFuture<List<Event>> of(Transport transport, String session) {
        PastEvents events = new PastEvents(transport, session);
        events.whenComplete((all, failure) -> events.giveUp());
        events.ask(0);
        return events;
    }

    private void ask(long after) {
        CompletableFuture<EventPage> page = transport.send(EventPage.of(session, after), EventPage::read);
        asked = page;
        if (isDone()) {
            giveUp();
        }
        page.whenComplete((read, failure) -> {
            if (failure != null) {
                completeExceptionally(failure);
                return;
            }
            all.addAll(read.events());
            if (read.isLast(after)) {
                complete(List.copyOf(all));
            } else {
                ask(read.next());
            }
        });
    }

    private void giveUp() {
        CompletableFuture<EventPage> page = asked;
        if (page != null) {
            page.cancel(true);
        }
    }
}
