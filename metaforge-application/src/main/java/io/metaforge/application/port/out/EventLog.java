package io.metaforge.application.port.out;

import io.metaforge.domain.session.RecordedEvent;
import io.metaforge.domain.session.SessionEvent;
import io.metaforge.domain.session.SessionId;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The log of everything that happened, in one order for every reader. Thread-safe.
 *
 * <p>An event's position becomes visible only when every lower position is either visible or will never be used, also
 * while many units of work commit at once in many processes. Readers that go on from the last position they saw
 * therefore lose nothing and see nothing twice.
 */
public interface EventLog {

    /** Appends events of the unit of work, in order. Several calls in one unit keep their order. */
    void append(List<? extends SessionEvent> events, Instant time);

    /**
     * Reads visible events after a position, ascending.
     *
     * @param after 0 reads from the beginning
     * @param session only its events; null for all
     * @param limit at most so many
     */
    List<RecordedEvent> read(long after, @Nullable SessionId session, int limit);

    /** Returns the last visible position, 0 for an empty log. Cheap: answered from memory. */
    long head();

    /** Returns the lowest position that has not been trimmed, 1 if nothing ever was. */
    long oldest();

    /** Removes all events below {@code position}. {@link #oldest()} becomes that position. */
    void trimBefore(long position);

    /**
     * Calls {@code listener} whenever the head has advanced, whichever process appended, with all events that became
     * visible, in order and without holes between calls. Calls come one at a time, on one thread, which the listener MUST
     * NOT block.
     *
     * @return closes the subscription
     */
    AutoCloseable onAppended(Listener listener);

    /** Is told of newly visible events. */
    @FunctionalInterface
    interface Listener {

        /**
         * Receives what became visible.
         *
         * @param after the head before these events
         * @param events at least one
         * @param head the head after them; at least the last event's position
         */
        void appended(long after, List<RecordedEvent> events, long head);
    }
}
