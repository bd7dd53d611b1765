package io.metaforge.adapter.ws;

import io.metaforge.application.MetaForge;
import io.metaforge.application.memory.MemoryStores;
import io.metaforge.application.memory.MemoryWorkspace;
import io.metaforge.application.port.in.EventStreams;
import io.metaforge.application.port.out.Stores;
import io.metaforge.application.settings.AccessSettings;
import io.metaforge.application.settings.Settings;
import io.metaforge.domain.session.SessionEvent;
import io.metaforge.domain.session.SessionId;
import io.metaforge.testkit.Sessions;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;
import org.glassfish.grizzly.http.server.HttpHandler;
import org.glassfish.grizzly.http.server.HttpHandlerRegistration;
import org.glassfish.grizzly.http.server.HttpServer;
import org.glassfish.grizzly.http.server.NetworkListener;
import org.glassfish.grizzly.http.server.Request;
import org.glassfish.grizzly.http.server.Response;

/** A gateway in memory whose events are served by a real HTTP server on a free port of the loopback. */
final class TestGateway implements AutoCloseable {

    final Stores stores;
    final MetaForge metaForge;
    final HttpServer server = new HttpServer();
    final EventSockets sockets;
    final int port;

    private TestGateway(Stores stores, Duration patience, EventSockets.Options options, AccessSettings access)
            throws IOException {
        this.stores = stores;
        metaForge = MetaForge.builder()
                .workspace(new MemoryWorkspace())
                .stores(stores)
                .settings(Settings.DEFAULT.withSubscriberPatience(patience))
                .access(access)
                .build();
        NetworkListener listener = new NetworkListener("loopback", "127.0.0.1", 0);
        // Shorter than the tests: sockets must not count as idle connections.
        listener.getKeepAlive().setIdleTimeoutInSeconds(1);
        server.addListener(listener);
        server.getServerConfiguration().addHttpHandler(new Hello(), "/");
        sockets = EventSockets.attach(server, metaForge.events(), options, metaForge.access());
        server.getServerConfiguration()
                .addHttpHandler(
                        sockets.refusals(),
                        HttpHandlerRegistration.builder()
                                .contextPath("")
                                .urlPattern(EventSockets.PATH)
                                .build());
        server.start();
        port = listener.getPort();
    }

    static TestGateway start() throws IOException {
        return start(Duration.ofSeconds(10), EventSockets.Options.DEFAULT);
    }

    static TestGateway start(Duration patience, EventSockets.Options options) throws IOException {
        return new TestGateway(MemoryStores.create(), patience, options, AccessSettings.OPEN);
    }

    static TestGateway askingForKeys(AccessSettings access) throws IOException {
        return new TestGateway(MemoryStores.create(), Duration.ofSeconds(10), EventSockets.Options.DEFAULT, access);
    }

    static TestGateway keeping(int events) throws IOException {
        return new TestGateway(
                MemoryStores.create(events), Duration.ofSeconds(10), EventSockets.Options.DEFAULT, AccessSettings.OPEN);
    }

    EventStreams events() {
        return metaForge.events();
    }

    URI uri(String query) {
        return URI.create("ws://127.0.0.1:" + port + "/ws" + query);
    }

    URI http(String path) {
        return URI.create("http://127.0.0.1:" + port + path);
    }

    /** Appends an event in a unit of work of its own. */
    void append(SessionEvent event) {
        stores.unitOfWork().run(() -> stores.events().append(List.of(event), Instant.parse("2024-02-03T10:30:00Z")));
    }

    /** Appends numbered reports of progress, each in a unit of its own. */
    void progress(SessionId session, int count) {
        IntStream.range(0, count)
                .forEach(i -> append(new SessionEvent.Progressed(session, Sessions.AGENT, 0.5, "step " + i)));
    }

    @Override
    public void close() {
        sockets.close();
        server.shutdownNow();
        metaForge.close();
    }

    /** Stands for the REST API on the same server. */
    private static final class Hello extends HttpHandler {
        @Override
        public void service(Request request, Response response) throws IOException {
            byte[] body = "hello".getBytes(StandardCharsets.UTF_8);
            response.setContentType("text/plain");
            response.setContentLength(body.length);
            response.getOutputStream().write(body);
        }
    }
}
