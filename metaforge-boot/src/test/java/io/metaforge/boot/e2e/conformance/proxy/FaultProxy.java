package io.metaforge.boot.e2e.conformance.proxy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.IntSupplier;
import java.util.regex.Pattern;

/**
 * A proxy on loopback before a gateway, for one client: passes HTTP/1.1 with keep-alive, event streams and WebSockets on,
 * remembers what was asked, and does harm where it is told to. Thread-safe.
 */
public final class FaultProxy implements AutoCloseable {

    private static final InetAddress LOOPBACK = InetAddress.getLoopbackAddress();

    private final IntSupplier upstream;
    private final int port;
    private final Set<ProxyConnection> connections = ConcurrentHashMap.newKeySet();
    private final List<SeenRequest> requests = new CopyOnWriteArrayList<>();
    private final List<Rule> rules = new ArrayList<>();
    private final List<String[]> replacements = new CopyOnWriteArrayList<>();
    private volatile ServerSocket listener;
    private volatile int dribble;
    private volatile boolean closed;

    /** What to do with the next requests of a kind. */
    private static final class Rule {

        final String method;
        final Pattern target;
        final Fault fault;
        int times;

        Rule(String method, Pattern target, Fault fault, int times) {
            this.method = method;
            this.target = target;
            this.fault = fault;
            this.times = times;
        }
    }

    /** Starts before the gateway on the port that {@code upstream} returns at the time of each connection. */
    public FaultProxy(IntSupplier upstream) throws IOException {
        this.upstream = upstream;
        this.listener = listen();
        this.port = listener.getLocalPort();
        accept(listener);
    }

    /** Takes a port that no outgoing connection gets, so that it is still free after {@link #down}. */
    private static ServerSocket listen() throws IOException {
        Random random = new Random();
        for (int attempt = 0; ; attempt++) {
            try {
                return listen(20_000 + random.nextInt(12_000));
            } catch (IOException taken) {
                if (attempt == 100) {
                    throw taken;
                }
            }
        }
    }

    private static ServerSocket listen(int port) throws IOException {
        ServerSocket socket = new ServerSocket();
        try {
            socket.setReuseAddress(true);
            socket.bind(new InetSocketAddress(LOOPBACK, port), 64);
            return socket;
        } catch (IOException e) {
            socket.close();
            throw e;
        }
    }

    private void accept(ServerSocket from) {
        Thread thread = new Thread(
                () -> {
                    while (!from.isClosed()) {
                        try {
                            start(from.accept());
                        } catch (IOException e) {
                            // closed, or a caller that is gone already
                        }
                    }
                },
                "proxy-" + port);
        thread.setDaemon(true);
        thread.start();
    }

    private void start(Socket client) {
        ProxyConnection connection = new ProxyConnection(this, client);
        connections.add(connection);
        if (closed || listener.isClosed()) {
            connection.cut();
        }
        Thread thread = new Thread(connection, "proxy-connection");
        thread.setDaemon(true);
        thread.start();
    }

    void ended(ProxyConnection connection) {
        connections.remove(connection);
    }

    Socket connectUpstream() throws IOException {
        Socket socket = new Socket();
        try {
            socket.connect(new InetSocketAddress(LOOPBACK, upstream.getAsInt()), 5_000);
            socket.setTcpNoDelay(true);
            return socket;
        } catch (IOException e) {
            socket.close();
            throw e;
        }
    }

    /** Returns what to do with this request, which it remembers; null to pass it on. */
    @org.jspecify.annotations.Nullable
    Fault arrived(SeenRequest request) {
        synchronized (rules) {
            for (Rule rule : rules) {
                if (rule.times != 0
                        && (rule.method.isEmpty() || rule.method.equals(request.method()))
                        && rule.target.matcher(request.target()).find()) {
                    rule.times -= rule.times > 0 ? 1 : 0;
                    requests.add(new SeenRequest(
                            request.method(),
                            request.target(),
                            request.headers(),
                            request.nanos(),
                            rule.fault.getClass().getSimpleName()));
                    return rule.fault;
                }
            }
        }
        requests.add(request);
        return null;
    }

    /** Applies the replacements to a text in any encoding that keeps ASCII. */
    String rewritten(String text) {
        String result = text;
        for (String[] replacement : replacements) {
            result = result.replace(replacement[0], replacement[1]);
        }
        return result;
    }

    /** Returns how many bytes to send at once; all where it is 0. */
    int dribble() {
        return dribble;
    }

    boolean rewrites() {
        return !replacements.isEmpty();
    }

    public String url() {
        return "http://localhost:" + port;
    }

    /**
     * Does this to the next requests of a kind.
     *
     * @param method any where empty
     * @param target is found in the request's path and query
     * @param times negative for all from now on
     */
    public void next(String method, Pattern target, Fault fault, int times) {
        synchronized (rules) {
            rules.add(new Rule(method, target, fault, times));
        }
    }

    /** Returns how often faults that were ordered have not been asked for yet. */
    public int unused() {
        synchronized (rules) {
            return rules.stream().mapToInt(rule -> Math.max(0, rule.times)).sum();
        }
    }

    /** Replaces text in every JSON answer and every event from now on; ASCII only. */
    public void rewrite(String from, String to) {
        replacements.add(new String[] {from, to});
    }

    /** Sends answers and events from now on in chunks of so few bytes. */
    public void dribble(int bytes) {
        dribble = bytes;
    }

    /** Returns what was asked so far, in order of arrival. */
    public List<SeenRequest> requests() {
        return List.copyOf(requests);
    }

    /** Cuts every connection without a word. */
    public void cutConnections() {
        connections.forEach(ProxyConnection::cut);
    }

    /** Ends every event stream in order: a WebSocket with this code, an event stream over HTTP with its end. */
    public void closeStreams(int code) {
        connections.stream().filter(ProxyConnection::isStream).forEach(stream -> stream.end(code));
    }

    /** Refuses connections, as a machine does where no gateway listens. */
    public void down() throws IOException {
        listener.close();
        cutConnections();
    }

    /** Listens again after {@link #down}, on the same port. */
    public void up() throws IOException {
        if (!closed && listener.isClosed()) {
            listener = listen(port);
            accept(listener);
        }
    }

    @Override
    public void close() throws IOException {
        closed = true;
        down();
    }

    static void cut(Socket socket) {
        try {
            // a reset, as from a machine that is gone, not a farewell
            socket.setSoLinger(true, 0);
        } catch (SocketException alreadyClosed) {
            // then there is nothing to reset
        }
        try {
            socket.close();
        } catch (IOException e) {
            // it is gone all the same
        }
    }
}
