package io.metaforge.adapter.ws;

import io.metaforge.application.port.in.EventStreams;
import jakarta.websocket.CloseReason;
import jakarta.websocket.DeploymentException;
import jakarta.websocket.server.ServerEndpointConfig;
import java.util.Map;
import java.util.Set;
import org.glassfish.tyrus.core.TyrusWebSocketEngine;
import org.glassfish.tyrus.server.TyrusServerContainer;
import org.glassfish.tyrus.spi.Connection;
import org.glassfish.tyrus.spi.ReadHandler;
import org.glassfish.tyrus.spi.UpgradeRequest;
import org.glassfish.tyrus.spi.UpgradeResponse;
import org.glassfish.tyrus.spi.WebSocketEngine;
import org.glassfish.tyrus.spi.Writer;

/** Runs Tyrus's protocol engine for the one endpoint, with our own {@link FrameWriter} below it. */
final class SocketContainer extends TyrusServerContainer {

    /** Bound on what a peer can make Tyrus hold: more than one read of the transport brings, far less than its 4 MiB. */
    private static final int INCOMING_BUFFER = 128 << 10;

    private final TyrusWebSocketEngine engine = TyrusWebSocketEngine.builder(this)
            .incomingBufferSize(INCOMING_BUFFER)
            .build();
    private final EventStreams events;
    private final OpenSockets sockets;
    private final EventFrames frames = new EventFrames();

    SocketContainer(EventStreams events, OpenSockets sockets) {
        super((Set<Class<?>>) null);
        this.events = events;
        this.sockets = sockets;
    }

    /** Registers the endpoint. */
    void deploy() throws DeploymentException {
        register(ServerEndpointConfig.Builder.create(EventEndpoint.class, EventSockets.PATH)
                .configurator(new ServerEndpointConfig.Configurator() {
                    @Override
                    public <T> T getEndpointInstance(Class<T> endpoint) {
                        return endpoint.cast(new EventEndpoint(events, frames, sockets));
                    }
                })
                .build());
    }

    @Override
    public void register(Class<?> endpoint) throws DeploymentException {
        engine.register(endpoint, "");
    }

    @Override
    public void register(ServerEndpointConfig endpoint) throws DeploymentException {
        engine.register(endpoint, "");
    }

    @Override
    public Map<String, Object> getProperties() {
        return Map.of();
    }

    @Override
    public WebSocketEngine getWebSocketEngine() {
        return new FrameWritingEngine();
    }

    /** Tyrus's engine, but for what it writes with. */
    private final class FrameWritingEngine implements WebSocketEngine {

        @Override
        public UpgradeInfo upgrade(UpgradeRequest request, UpgradeResponse response) {
            UpgradeInfo upgrade = engine.upgrade(request, response);
            return new UpgradeInfo() {
                @Override
                public UpgradeStatus getStatus() {
                    return upgrade.getStatus();
                }

                @Override
                public Connection createConnection(Writer theirs, Connection.CloseListener listener) {
                    Handshake handshake = Handshake.current();
                    FrameWriter writer = new FrameWriter(handshake.connection(), sockets);
                    handshake.succeeded(writer);
                    Connection connection = upgrade.createConnection(writer, listener);
                    EventSocket socket = handshake.socket();
                    if (socket == null) {
                        writer.terminate();
                        return connection;
                    }
                    return new GuardedConnection(
                            connection, new IncomingFrames(connection.getReadHandler(), socket, writer));
                }
            };
        }

        @Override
        public void register(Class<?> endpoint, String contextPath) throws DeploymentException {
            engine.register(endpoint, contextPath);
        }

        @Override
        public void register(ServerEndpointConfig endpoint, String contextPath) throws DeploymentException {
            engine.register(endpoint, contextPath);
        }
    }

    /** A connection of Tyrus, but for who reads first. */
    private record GuardedConnection(Connection tyrus, ReadHandler incoming) implements Connection {

        @Override
        public ReadHandler getReadHandler() {
            return incoming;
        }

        @Override
        public Writer getWriter() {
            return tyrus.getWriter();
        }

        @Override
        public CloseListener getCloseListener() {
            return tyrus.getCloseListener();
        }

        @Override
        public void close(CloseReason reason) {
            tyrus.close(reason);
        }
    }
}
