package io.metaforge.application.port.in;

import io.metaforge.domain.session.RecordedEvent;
import io.metaforge.domain.session.SessionId;
import java.util.List;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * Replays the event log and follows it.
 *
 * <p>Pull-based: a subscriber has one batch in hand at a time and gets the next when it is done with it, from memory while
 * it keeps up and from the log when it lags, so it costs no memory however slow it is.
 */
public interface EventStreams {

    /** Returns the position a subscriber that wants only what is to come starts after. */
    long head();

    /** Reads events of a session (also of a deleted one) after a position, ascending; empty where there are none. */
    List<RecordedEvent> history(@Nullable SessionId session, long after, int limit);

    /**
     * Follows the log.
     *
     * @param after deliver everything later; {@link #head()} for what is to come only
     * @param session only its events; null for all
     */
    Subscription subscribe(long after, @Nullable SessionId session, Subscriber subscriber);

    /** Receives events. Calls come one at a time, on threads that MUST NOT be blocked. */
    interface Subscriber {

        /**
         * Receives the next events.
         *
         * @param events ascending, at least one
         * @return completes when the subscriber is ready for more; failing ends the subscription
         */
        CompletionStage<?> onEvents(List<RecordedEvent> events);

        /**
         * Is told that events were trimmed from the log before they could be delivered.
         *
         * @param from first position that is missing
         * @param to last position that is missing
         * @return completes when the subscriber is ready for more
         */
        CompletionStage<?> onGap(long from, long to);

        /** Is told, once and as the last thing, that no more will come. */
        void onEnd(End reason);
    }

    /** Why a subscription ended. */
    enum End {
        /** The subscriber had one batch in hand for too long while others came. */
        TOO_SLOW,
        /** The gateway stops. */
        STOPPING,
        /** The subscriber closed it, or failed. */
        CLOSED
    }

    /** A subscription. Closing it is safe at any time and from any thread. */
    interface Subscription extends AutoCloseable {
        @Override
        void close();
    }
}
