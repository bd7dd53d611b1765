package io.metaforge.adapter.ws;

import io.metaforge.application.port.in.EventStreams;
import io.metaforge.domain.access.Caller;
import io.metaforge.domain.failure.MetaForgeException;
import java.io.IOException;
import java.util.Base64;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import org.glassfish.grizzly.CloseListener;
import org.glassfish.grizzly.CloseType;
import org.glassfish.grizzly.Closeable;
import org.glassfish.grizzly.Connection;
import org.glassfish.grizzly.Grizzly;
import org.glassfish.grizzly.attributes.Attribute;
import org.glassfish.grizzly.filterchain.FilterChainBuilder;
import org.glassfish.grizzly.filterchain.FilterChainContext;
import org.glassfish.grizzly.filterchain.NextAction;
import org.glassfish.grizzly.http.HttpContent;
import org.glassfish.grizzly.http.HttpRequestPacket;
import org.glassfish.grizzly.http.Method;
import org.glassfish.grizzly.http.server.HttpServerFilter;
import org.glassfish.grizzly.http.server.NetworkListener;
import org.glassfish.grizzly.utils.IdleTimeoutFilter;
import org.glassfish.tyrus.container.grizzly.server.GrizzlyServerFilter;
import org.glassfish.tyrus.container.grizzly.server.WebSocketAddOn;
import org.jspecify.annotations.Nullable;

/**
 * Tyrus's filter, for the endpoint only: checks handshakes before Tyrus sees them, so that what is refused gets a response
 * that says why, and lets everything else pass to the HTTP handlers.
 */
final class HandshakeFilter extends GrizzlyServerFilter {

    private static final Attribute<Boolean> IS_SOCKET =
            Grizzly.DEFAULT_ATTRIBUTE_BUILDER.createAttribute(HandshakeFilter.class.getName() + ".isSocket");

    private final EventStreams events;
    private final OpenSockets sockets;
    private final Keys keys;

    private HandshakeFilter(SocketContainer container, EventStreams events, OpenSockets sockets, Keys keys) {
        super(container, "");
        this.events = events;
        this.sockets = sockets;
        this.keys = keys;
    }

    /** Puts the filter in front of the HTTP handlers. */
    static final class AddOn extends WebSocketAddOn {

        private final SocketContainer container;
        private final EventStreams events;
        private final OpenSockets sockets;
        private final Keys keys;

        AddOn(SocketContainer container, EventStreams events, OpenSockets sockets, Keys keys) {
            super(container, "");
            this.container = container;
            this.events = events;
            this.sockets = sockets;
            this.keys = keys;
        }

        @Override
        public void setup(NetworkListener listener, FilterChainBuilder builder) {
            builder.add(
                    builder.indexOfType(HttpServerFilter.class), new HandshakeFilter(container, events, sockets, keys));
        }
    }

    @Override
    public NextAction handleRead(FilterChainContext context) throws IOException {
        if (IS_SOCKET.isSet(context.getConnection())) {
            return super.handleRead(context);
        }
        HttpContent content = context.getMessage();
        if (!(content.getHttpHeader() instanceof HttpRequestPacket request)
                || !"websocket".equalsIgnoreCase(request.getUpgrade())
                || !EventSockets.PATH.equals(request.getRequestURI())) {
            return context.getInvokeAction();
        }
        Refusal refusal;
        try {
            Caller caller = keys.admitted(request);
            refusal = malformed(request);
            if (refusal == null) {
                SocketQuery query = SocketQuery.parse(request.getQueryString());
                // Asked before the client can know that it is connected: it misses nothing that comes after.
                Long asked = query.after();
                long after = asked == null ? events.head() : asked;
                if (sockets.takePlace()) {
                    return open(context, new Handshake(context.getConnection(), after, query.session(), caller));
                }
                refusal = Refusal.NO_PLACE;
            }
        } catch (MetaForgeException e) {
            refusal = Refusal.of(e.failure());
        }
        // From here on this is an ordinary request, but one whose end is not known: its connection is closed after it.
        request.setUpgrade(null);
        request.setIgnoreContentModifiers(false);
        request.setAttribute(Refusal.ATTRIBUTE, refusal);
        return context.getInvokeAction();
    }

    private NextAction open(FilterChainContext context, Handshake handshake) throws IOException {
        Connection<?> connection = context.getConnection();
        HttpRequestPacket request = (HttpRequestPacket) ((HttpContent) context.getMessage()).getHttpHeader();
        // None is supported: without the header none is negotiated and none is parsed.
        request.getHeaders().removeHeader("Sec-WebSocket-Extensions");
        handshake.begin();
        try {
            return super.handleRead(context);
        } finally {
            handshake.end();
            if (handshake.writer() == null) {
                sockets.freePlace();
            } else {
                IS_SOCKET.set(connection, true);
                CloseListener<Closeable, CloseType> gone = (closed, type) -> sockets.freePlace();
                connection.addCloseListener(gone);
                // Pings tell whether the peer is there; that nothing happens to its sessions does not.
                IdleTimeoutFilter.setCustomTimeout(connection, -1, TimeUnit.SECONDS);
            }
        }
    }

    private static @Nullable Refusal malformed(HttpRequestPacket request) {
        if (request.getMethod() != Method.GET) {
            return Refusal.OTHER_METHOD;
        }
        String connection = request.getHeader("Connection");
        if (connection == null || !connection.toLowerCase(Locale.ROOT).contains("upgrade")) {
            return Refusal.NO_CONNECTION_UPGRADE;
        }
        String version = request.getHeader("Sec-WebSocket-Version");
        if (version == null || !version.strip().equals("13")) {
            return Refusal.OTHER_VERSION;
        }
        String key = request.getHeader("Sec-WebSocket-Key");
        return key == null || !isKey(key.strip()) ? Refusal.NO_KEY : null;
    }

    private static boolean isKey(String key) {
        try {
            return Base64.getDecoder().decode(key).length == 16;
        } catch (IllegalArgumentException e) {
            return false;
        }
    }
}
