package io.metaforge.client.internal;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * How a client behaves on the network.
 *
 * @param gateway where it is
 * @param apiKey null for none
 * @param requestTimeout for one attempt at a request, from its start to the last byte of the answer
 * @param retries how often a request is repeated, 0 for never
 * @param maxReconnectTime how long a lost stream of events is tried to be had again; null for ever
 */
public record TransportSettings(
        GatewayAddress gateway,
        @Nullable String apiKey,
        Duration requestTimeout,
        int retries,
        @Nullable Duration maxReconnectTime) {

    private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(5);

    Duration connectTimeout() {
        return requestTimeout.compareTo(CONNECT_TIMEOUT) < 0 ? requestTimeout : CONNECT_TIMEOUT;
    }

    @Nullable
    String authorization() {
        return apiKey == null ? null : "Bearer " + apiKey;
    }

    /** Leaves the key out, so that it can end up in no log. */
    @Override
    public String toString() {
        return "TransportSettings[" + gateway + "]";
    }
}
