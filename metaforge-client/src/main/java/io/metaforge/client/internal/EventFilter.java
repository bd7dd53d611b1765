package io.metaforge.client.internal;

import org.jspecify.annotations.Nullable;

/**
 * Which events a stream has.
 *
 * @param after position; null for the latest there is when a subscription begins
 * @param session whose; null for all
 */
record EventFilter(@Nullable Long after, @Nullable String session) {

    static final EventFilter FROM_NOW_ON = new EventFilter(null, null);

    /** Returns the query that asks for those of them after a position. */
    String query(long position) {
        String query = "?after=" + position;
        return session == null ? query : query + "&session=" + GatewayAddress.encoded(session);
    }
}
