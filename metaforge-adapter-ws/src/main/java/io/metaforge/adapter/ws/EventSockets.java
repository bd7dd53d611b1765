package io.metaforge.adapter.ws;

import io.metaforge.application.port.in.AccessControl;
import io.metaforge.application.port.in.EventStreams;
import jakarta.websocket.DeploymentException;
import java.time.Duration;
import org.glassfish.grizzly.http.server.HttpHandler;
import org.glassfish.grizzly.http.server.HttpServer;
import org.glassfish.grizzly.http.server.NetworkListener;

/**
 * Serves events over WebSocket at {@code /ws}, on the listeners of an HTTP server.
 *
 * <p>The resource {@code asyncapi.json} beside this class describes channel, messages and close codes. A handshake that
 * is refused gets an ordinary HTTP response with the JSON body of every other failure: 400 for a wrong query or
 * handshake, 401 without a key where one is needed and 403 where it may not read, 429 where it has used up its requests, 405 for another method than GET, 426 for a request without upgrade and for another version than 13, 503
 * while as many sockets are open as may be, or while the gateway stops. Who may connect (Host, Origin, keys) is for the
 * filters before this one to decide.
 */
public final class EventSockets implements AutoCloseable {

    /** The path of the endpoint. */
    public static final String PATH = "/ws";

    private final OpenSockets sockets;
    private final SocketContainer container;
    private final HttpHandler refusals;

    private EventSockets(OpenSockets sockets, SocketContainer container, HttpHandler refusals) {
        this.sockets = sockets;
        this.container = container;
        this.refusals = refusals;
    }

    /**
     * Adds the endpoint to all listeners the server has. Call it before the server starts, and mount
     * {@link #refusals()} at {@link #PATH}.
     *
     * @return closes every socket with 1001 and refuses new ones; call it before the server is shut down
     */
    public static EventSockets attach(HttpServer server, EventStreams events, Options options) {
        return attach(server, events, options, AccessControl.OPEN);
    }

    /** Does the same, for callers that {@code access} lets in only. */
    public static EventSockets attach(HttpServer server, EventStreams events, Options options, AccessControl access) {
        if (server.isStarted()) {
            throw new IllegalStateException("the server has started already");
        }
        OpenSockets sockets = new OpenSockets(options, access);
        SocketContainer container = new SocketContainer(events, sockets);
        try {
            container.deploy();
        } catch (DeploymentException e) {
            throw new IllegalStateException("Tyrus refuses the endpoint", e);
        }
        Keys keys = new Keys(access);
        for (NetworkListener listener : server.getListeners()) {
            listener.registerAddOn(new HandshakeFilter.AddOn(container, events, sockets, keys));
        }
        return new EventSockets(sockets, container, new RefusalHandler(keys));
    }

    /** Returns the handler of requests at {@link #PATH} that did not become sockets: it says why not. */
    public HttpHandler refusals() {
        return refusals;
    }

    /** Returns how many connections there are, closing ones included. */
    int open() {
        return sockets.taken();
    }

    /** Returns how many sockets events are sent to. */
    int subscribed() {
        return sockets.subscribed();
    }

    /** Closes every socket with 1001. Waits until they are gone, at most two seconds. */
    @Override
    public void close() {
        sockets.close();
        container.stop();
    }

    /**
     * Bounds of the endpoint.
     *
     * @param maxSockets how many can be open at once; 1 or more
     * @param pingInterval how often each socket is pinged; one that left two pings unanswered is closed at the third
     */
    public record Options(int maxSockets, Duration pingInterval) {

        /** 2,000 sockets, a ping every 30 seconds. */
        public static final Options DEFAULT = new Options(2_000, Duration.ofSeconds(30));

        public Options {
            if (maxSockets < 1 || pingInterval.isNegative() || pingInterval.isZero()) {
                throw new IllegalArgumentException("options must be positive");
            }
        }

        /** Returns these options with another number of sockets. */
        public Options withMaxSockets(int sockets) {
            return new Options(sockets, pingInterval);
        }

        /** Returns these options with another interval between pings. */
        public Options withPingInterval(Duration interval) {
            return new Options(maxSockets, interval);
        }
    }
}
