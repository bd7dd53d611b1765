package io.metaforge.client;

import io.metaforge.client.internal.GatewayAddress;
import io.metaforge.client.internal.TransportSettings;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.Executor;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/** Describes a client. Not thread-safe. */
public final class MetaForgeClientBuilder {

    private static final Duration LONGEST = Duration.ofDays(1);

    private final GatewayAddress gateway;
    private @Nullable String apiKey;
    private Duration requestTimeout = Duration.ofSeconds(30);
    private int retries = 5;
    private @Nullable Duration maxReconnectTime;
    private @Nullable Executor executor;
    private @Nullable SSLContext sslContext;

    MetaForgeClientBuilder(String url) {
        this.gateway = GatewayAddress.parse(url);
    }

    /**
     * Sets the key that proves who calls. It is sent as {@code Authorization: Bearer} and appears in no message.
     *
     * @param key printable ASCII without spaces
     */
    public MetaForgeClientBuilder apiKey(String key) {
        // What is wrong with it is not said by showing it.
        if (key.isEmpty() || !key.chars().allMatch(c -> c > 0x20 && c < 0x7f)) {
            throw new IllegalArgumentException("an API key has printable ASCII characters only, without spaces");
        }
        this.apiKey = key;
        return this;
    }

    /**
     * Sets how long one attempt at a request can take, to the last byte of its answer. 30 s unless set; waiting for a run is
     * not bound by it.
     *
     * @param timeout more than zero, up to a day
     */
    public MetaForgeClientBuilder requestTimeout(Duration timeout) {
        if (timeout.isNegative() || timeout.isZero() || timeout.compareTo(LONGEST) > 0) {
            throw new IllegalArgumentException("a request takes more than no time and at most a day, not " + timeout);
        }
        this.requestTimeout = timeout;
        return this;
    }

    /**
     * Sets how often a request is sent again where its answer did not come, or told of something passing. 5 unless set.
     *
     * @param times 0 for never
     */
    public MetaForgeClientBuilder retries(int times) {
        if (times < 0) {
            throw new IllegalArgumentException("a request is repeated 0 times or more, not " + times);
        }
        this.retries = times;
        return this;
    }

    /** Sets for how long a lost stream of events is tried to be had again before its subscriber gets an error. For ever unless set. */
    public MetaForgeClientBuilder maxReconnectTime(Duration time) {
        if (time.isNegative()) {
            throw new IllegalArgumentException("a time is not negative: " + time);
        }
        this.maxReconnectTime = time;
        return this;
    }

    /**
     * Sets what runs the client's work and all callbacks. Closing the client leaves it alone. Unless set, threads are made as
     * needed and end with the client.
     *
     * @param shared MUST be able to run several tasks at once, one more for each callback that blocks
     */
    public MetaForgeClientBuilder executor(Executor shared) {
        this.executor = Objects.requireNonNull(shared);
        return this;
    }

    /**
     * Sets what https trusts and shows, for a gateway whose certificate comes from an authority of your own. What the JDK is set
     * to unless set.
     */
    public MetaForgeClientBuilder sslContext(SSLContext context) {
        this.sslContext = Objects.requireNonNull(context);
        return this;
    }

    /** Returns the client. It connects at its first call. */
    public MetaForgeClient build() {
        return new MetaForgeClient(
                new TransportSettings(gateway, apiKey, requestTimeout, retries, maxReconnectTime),
                executor,
                sslContext);
    }

    @Override
    public String toString() {
        return "MetaForgeClientBuilder[" + gateway + "]";
    }
}
