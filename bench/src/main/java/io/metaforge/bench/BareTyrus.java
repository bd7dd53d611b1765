package io.metaforge.bench;

import jakarta.websocket.CloseReason;
import jakarta.websocket.Endpoint;
import jakarta.websocket.EndpointConfig;
import jakarta.websocket.MessageHandler;
import jakarta.websocket.Session;
import jakarta.websocket.server.ServerEndpointConfig;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.glassfish.tyrus.container.grizzly.server.GrizzlyServerContainer;
import org.glassfish.tyrus.spi.ServerContainer;

/**
 * A Tyrus server on Grizzly that sends the same text to everybody, one asynchronous send at a time, when somebody sends
 * it {@code COUNT SIZE}.
 */
public final class BareTyrus {

    private static final Set<Session> SESSIONS = ConcurrentHashMap.newKeySet();

    private BareTyrus() {}

    /** Keeps the sessions and sends on demand. */
    public static final class Everybody extends Endpoint {
        @Override
        public void onOpen(Session session, EndpointConfig config) {
            SESSIONS.add(session);
            session.addMessageHandler(String.class, new MessageHandler.Whole<String>() {
                @Override
                public void onMessage(String demand) {
                    String[] parts = demand.split(" ");
                    String text = "x".repeat(Integer.parseInt(parts[1]));
                    for (int i = 0; i < Integer.parseInt(parts[0]); i++) {
                        for (Session each : SESSIONS) {
                            each.getAsyncRemote().sendText(text);
                        }
                    }
                }
            });
        }

        @Override
        public void onClose(Session session, CloseReason reason) {
            SESSIONS.remove(session);
        }
    }

    public static void main(String[] arguments) throws Exception {
        ServerContainer container = new GrizzlyServerContainer().createContainer(Map.of());
        container.addEndpoint(
                ServerEndpointConfig.Builder.create(Everybody.class, "/ws").build());
        container.start("/", Integer.parseInt(arguments[0]));
        Thread.currentThread().join();
    }
}
