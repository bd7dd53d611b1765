package io.metaforge.boot.e2e.conformance.proxy;

import java.util.Map;

/** What the proxy does with a request instead of passing it on and handing back the answer. */
public sealed interface Fault {

    /**
     * Answers itself; the gateway does not hear of the request.
     *
     * @param cutAfter so many bytes of the body are sent, then the connection is cut; negative to send all
     */
    record Answer(int status, Map<String, String> headers, byte[] body, int cutAfter) implements Fault {}

    /** Cuts the connection before the gateway hears of the request. */
    record DropBefore() implements Fault {}

    /** Passes the request on, waits for the whole answer, and cuts the connection before the client hears of it. */
    record DropAfter() implements Fault {}

    /** Holds the request without passing it on, until the client gives up. */
    record Stall() implements Fault {}

    /**
     * Passes the request on and, if a stream of events comes back, cuts it in the middle of an event.
     *
     * @param events whole events that are let through before
     */
    record CutStream(int events) implements Fault {}
}
