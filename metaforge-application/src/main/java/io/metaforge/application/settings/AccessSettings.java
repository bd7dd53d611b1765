package io.metaforge.application.settings;

/**
 * Who may send requests to a gateway, and how many.
 *
 * @param keysRequired whether callers need an API key; where not, there are no limits either
 * @param requestsPerMinute of one key, on all gateways together; 1 or more
 * @param concurrentRuns of one key, on all gateways together, those that wait for their turn included; 1 or more
 */
public record AccessSettings(boolean keysRequired, int requestsPerMinute, int concurrentRuns) {

    /** No keys, no limits. */
    public static final AccessSettings OPEN = new AccessSettings(false, 100, 10);

    /** Keys; 100 requests a minute and 10 runs at once for each. */
    public static final AccessSettings KEYS = new AccessSettings(true, 100, 10);

    public AccessSettings {
        if (requestsPerMinute < 1 || concurrentRuns < 1) {
            throw new IllegalArgumentException("limits must be positive");
        }
    }
}
