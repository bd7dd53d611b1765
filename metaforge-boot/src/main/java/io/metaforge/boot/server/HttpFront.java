package io.metaforge.boot.server;

import io.metaforge.adapter.rest.JsonErrorPages;
import io.metaforge.adapter.rest.RestApi;
import io.metaforge.adapter.ws.EventSockets;
import io.metaforge.application.port.in.UseCases;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;
import org.glassfish.grizzly.filterchain.FilterChainBuilder;
import org.glassfish.grizzly.http.HttpServerFilter;
import org.glassfish.grizzly.http.server.AddOn;
import org.glassfish.grizzly.http.server.HttpHandler;
import org.glassfish.grizzly.http.server.HttpServer;
import org.glassfish.grizzly.http.server.NetworkListener;
import org.glassfish.grizzly.nio.transport.TCPNIOTransport;
import org.glassfish.grizzly.threadpool.ThreadPoolConfig;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The one HTTP server: REST, pages and WebSocket on one port, behind one guard. */
public final class HttpFront implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(HttpFront.class);

    /** Workers wait for the database most of their time; more than the pool of connections has would only queue there. */
    private static final int WORKERS = 16;

    private static final int PORTS_TRIED = 20;

    private final HttpServer server;
    private final EventSockets sockets;
    private final ConnectionWatch watch;
    private final AtomicBoolean serving;
    private final int port;

    private HttpFront(HttpServer server, EventSockets sockets, ConnectionWatch watch, AtomicBoolean serving, int port) {
        this.server = server;
        this.sockets = sockets;
        this.watch = watch;
        this.serving = serving;
        this.port = port;
    }

    /**
     * Where to listen and whom to let in.
     *
     * @param host name or address
     * @param port 0 for any that is free
     * @param allowedHosts names that {@code Host} may hold beside the loopback's
     * @param allowedOrigins origins whose pages may call
     */
    public record Address(String host, int port, List<String> allowedHosts, List<String> allowedOrigins) {}

    /**
     * Starts to serve a gateway.
     *
     * @throws BindException where the port is taken
     * @throws UnknownHostException where the host does not exist
     */
    public static HttpFront start(Address address, UseCases gateway) throws IOException {
        List<InetAddress> addresses = addresses(address.host());
        if (address.port() != 0) {
            return start(address, addresses, address.port(), gateway);
        }
        for (int attempt = 1; ; attempt++) {
            try {
                return start(address, addresses, freePort(addresses), gateway);
            } catch (BindException taken) { // by somebody who was quicker, such as another test
                if (attempt == PORTS_TRIED) {
                    throw taken;
                }
            }
        }
    }

    private static HttpFront start(Address address, List<InetAddress> addresses, int port, UseCases gateway)
            throws IOException {
        boolean loopback = addresses.stream().allMatch(InetAddress::isLoopbackAddress);
        HttpServer server = new HttpServer();
        ConnectionWatch watch = new ConnectionWatch(HttpLimits.DEFAULT);
        AtomicBoolean serving = new AtomicBoolean();
        RequestGuard guard = new RequestGuard(address.allowedHosts(), address.allowedOrigins(), !loopback);
        CrossOrigin crossOrigin = new CrossOrigin(address.allowedOrigins());
        for (InetAddress each : addresses) {
            server.addListener(listener(each, port));
        }
        server.getServerConfiguration().setJmxEnabled(false);
        JsonErrorPages.installOn(server);
        for (NetworkListener listener : server.getListeners()) {
            listener.registerAddOn(guardBy(guard, crossOrigin, watch, listener, serving::get));
        }
        HttpHandler rest = RestApi.handler(RestApi.Options.DEFAULT.withAsyncApi(HttpFront::asyncApi), gateway);
        EventSockets sockets =
                EventSockets.attach(server, gateway.events(), EventSockets.Options.DEFAULT, gateway.access());
        server.getServerConfiguration()
                .addHttpHandler(new Routes(EventSockets.PATH, sockets.refusals(), rest, crossOrigin), "/");
        try {
            server.start();
        } catch (IOException | RuntimeException e) {
            sockets.close();
            server.shutdownNow();
            watch.close();
            throw e;
        }
        serving.set(true);
        return new HttpFront(server, sockets, watch, serving, port);
    }

    private static byte[] asyncApi() {
        try (InputStream in = EventSockets.class.getResourceAsStream("asyncapi.json")) {
            if (in == null) {
                throw new IllegalStateException("asyncapi.json is missing from the class path");
            }
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Clients resolve {@code localhost} to either family, so the loopback name or address means both. */
    private static List<InetAddress> addresses(String host) throws UnknownHostException {
        InetAddress address = InetAddress.getByName(host);
        if (!address.isLoopbackAddress()) {
            return List.of(address);
        }
        List<InetAddress> both = new ArrayList<>();
        both.add(InetAddress.getByName("127.0.0.1"));
        InetAddress six = InetAddress.getByName("::1");
        if (canListen(six, 0)) {
            both.add(six);
        }
        return both;
    }

    private static boolean canListen(InetAddress address, int port) {
        try (ServerSocket probe = new ServerSocket(port, 1, address)) {
            return probe.isBound();
        } catch (IOException without) {
            return false;
        }
    }

    /** Finds a port that is free at every address. */
    private static int freePort(List<InetAddress> addresses) throws IOException {
        for (int attempt = 1; ; attempt++) {
            try (ServerSocket probe = new ServerSocket(0, 1, addresses.get(0))) {
                int port = probe.getLocalPort();
                if (attempt == PORTS_TRIED || addresses.stream().skip(1).allMatch(other -> canListen(other, port))) {
                    return port;
                }
            }
        }
    }

    private static NetworkListener listener(InetAddress address, int port) {
        NetworkListener listener =
                new NetworkListener("http-" + address.getHostAddress(), address.getHostAddress(), port);
        listener.setMaxHttpHeaderSize(HttpLimits.HEADER_BYTES);
        listener.setMaxRequestHeaders(HttpLimits.HEADERS);
        listener.getKeepAlive()
                .setIdleTimeoutInSeconds((int) HttpLimits.DEFAULT.idle().toSeconds());
        listener.getKeepAlive().setMaxRequestsCount(-1);
        TCPNIOTransport transport = listener.getTransport();
        transport.setTcpNoDelay(true);
        transport.setReuseAddress(true);
        transport.setServerConnectionBackLog(1024);
        transport.setSelectorRunnersCount(1);
        transport.setWorkerThreadPoolConfig(ThreadPoolConfig.defaultConfig()
                .setPoolName("metaforge-http")
                .setCorePoolSize(WORKERS)
                .setMaxPoolSize(WORKERS)
                .setQueueLimit(10_000)
                .setDaemon(true)
                .setKeepAliveTime(60, TimeUnit.SECONDS)
                .setMemoryManager(transport.getMemoryManager()));
        return listener;
    }

    private static AddOn guardBy(
            RequestGuard guard,
            CrossOrigin crossOrigin,
            ConnectionWatch watch,
            NetworkListener listener,
            BooleanSupplier serving) {
        return (NetworkListener ignored, FilterChainBuilder chain) -> chain.set(
                chain.indexOfType(HttpServerFilter.class),
                new GuardedHttpCodec(guard, crossOrigin, watch, listener.getKeepAlive(), EventSockets.PATH, serving));
    }

    /** Returns the port it listens on. */
    public int port() {
        return port;
    }

    /** Stops to accept, closes sockets with 1001, lets requests in hand finish for some seconds, then closes all. */
    @Override
    public void close() {
        serving.set(false);
        for (NetworkListener listener : server.getListeners()) {
            try {
                listener.getTransport().unbindAll();
            } catch (RuntimeException e) {
                LOG.debug("unbinding failed", e);
            }
        }
        sockets.close();
        try {
            server.shutdown(Duration.ofSeconds(3).toMillis(), TimeUnit.MILLISECONDS)
                    .get(5, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException | TimeoutException e) {
            LOG.debug("requests in hand were cut off", e);
        }
        server.shutdownNow();
        watch.close();
    }
}
