package io.metaforge.boot.e2e.conformance.proxy;

import java.util.Map;

/**
 * A request that reached the proxy.
 *
 * @param target path and query as they were sent
 * @param headers by lower-case name
 * @param nanos when, by {@link System#nanoTime}
 * @param fault what was done to it, for a reader; empty where it was passed on
 */
public record SeenRequest(String method, String target, Map<String, String> headers, long nanos, String fault) {

    @Override
    public String toString() {
        return method + " " + target + (fault.isEmpty() ? "" : " [" + fault + "]");
    }
}
