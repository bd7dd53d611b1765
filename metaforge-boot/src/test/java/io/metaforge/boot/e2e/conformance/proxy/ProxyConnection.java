package io.metaforge.boot.e2e.conformance.proxy;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** One connection of the client, and the one to the gateway that belongs to it. */
final class ProxyConnection implements Runnable {

    private final FaultProxy proxy;
    private final Socket client;
    private volatile @Nullable Socket gateway;
    private volatile @Nullable EventPump stream;
    private volatile boolean cut;

    ProxyConnection(FaultProxy proxy, Socket client) {
        this.proxy = proxy;
        this.client = client;
    }

    boolean isStream() {
        return stream != null;
    }

    void end(int code) {
        EventPump pump = stream;
        if (pump != null) {
            pump.end(code);
            close();
        }
    }

    void cut() {
        cut = true;
        FaultProxy.cut(client);
        Socket upstream = gateway;
        if (upstream != null) {
            FaultProxy.cut(upstream);
        }
    }

    private void close() {
        try {
            client.close();
            Socket upstream = gateway;
            if (upstream != null) {
                upstream.close();
            }
        } catch (IOException e) {
            // closed is closed
        }
    }

    @Override
    public void run() {
        try {
            client.setTcpNoDelay(true);
            InputStream in = new BufferedInputStream(client.getInputStream());
            boolean more = true;
            while (more && !cut) {
                HttpHead request = HttpHead.read(in);
                more = request != null && exchange(request, in);
            }
            close();
        } catch (IOException | RuntimeException gone) {
            // whichever side is gone, the other side learns it as it would without a proxy
            cut();
        } finally {
            proxy.ended(this);
        }
    }

    /** Handles one request; returns whether another may follow. */
    private boolean exchange(HttpHead request, InputStream in) throws IOException {
        String[] words = request.firstLine().split(" ");
        Map<String, String> headers = new LinkedHashMap<>();
        request.fields().forEach(field -> headers.put(field[0].toLowerCase(Locale.ROOT), field[1]));
        byte[] body = request.body(in, false);
        Fault fault = proxy.arrived(new SeenRequest(words[0], words[1], headers, System.nanoTime(), ""));
        if (fault instanceof Fault.Answer answer) {
            return answer(answer, request);
        } else if (fault instanceof Fault.DropBefore) {
            cut();
            return false;
        } else if (fault instanceof Fault.Stall) {
            while (in.read() >= 0) {
                // nothing is sent until the client gives up
            }
            return false;
        }
        return pass(request, body, in, fault);
    }

    private boolean answer(Fault.Answer answer, HttpHead request) throws IOException {
        StringBuilder head = new StringBuilder("HTTP/1.1 " + answer.status() + " Injected\r\n");
        answer.headers()
                .forEach((name, value) ->
                        head.append(name).append(": ").append(value).append("\r\n"));
        head.append("Content-Length: ").append(answer.body().length).append("\r\n\r\n");
        OutputStream out = client.getOutputStream();
        ByteArrayOutputStream message = new ByteArrayOutputStream();
        message.write(head.toString().getBytes(StandardCharsets.ISO_8859_1));
        if (answer.cutAfter() >= 0) {
            message.write(answer.body(), 0, answer.cutAfter());
            out.write(message.toByteArray());
            out.flush();
            // in order and not by a reset, which could overtake what was sent
            client.shutdownOutput();
            return false;
        }
        message.write(answer.body());
        out.write(message.toByteArray());
        out.flush();
        return !request.closes();
    }

    private boolean pass(HttpHead request, byte[] body, InputStream in, @Nullable Fault fault) throws IOException {
        Socket upstream = gateway;
        if (upstream == null) {
            upstream = proxy.connectUpstream();
            gateway = upstream;
            if (cut) {
                FaultProxy.cut(upstream);
            }
        }
        ByteArrayOutputStream message = new ByteArrayOutputStream();
        HttpHead sent = request.isChunked() ? request.withLength(body.length) : request;
        message.write(sent.bytes());
        message.write(body);
        upstream.getOutputStream().write(message.toByteArray());
        InputStream answers = new BufferedInputStream(upstream.getInputStream());
        HttpHead answer = HttpHead.read(answers);
        if (answer == null) {
            throw new IOException("the gateway closed the connection");
        }
        if (answer.status() == 101 || answer.isEventStream()) {
            stream(answer, answers, in, upstream, fault);
            return false;
        }
        boolean bodiless = answer.status() == 204
                || answer.status() == 304
                || request.firstLine().startsWith("HEAD ");
        byte[] content = bodiless ? new byte[0] : answer.body(answers, true);
        if (fault instanceof Fault.DropAfter) {
            cut();
            return false;
        }
        if (answer.isJson() && proxy.rewrites()) {
            content = proxy.rewritten(new String(content, StandardCharsets.ISO_8859_1))
                    .getBytes(StandardCharsets.ISO_8859_1);
        }
        if (proxy.dribble() > 0 && !bodiless) {
            OutputStream out = client.getOutputStream();
            out.write(answer.chunked().bytes());
            EventPump.dribble(content, proxy.dribble(), true, out);
            out.write(EventPump.LAST_CHUNK);
            return !answer.closes() && !request.closes();
        }
        message.reset();
        message.write((bodiless ? answer : answer.withLength(content.length)).bytes());
        message.write(content);
        client.getOutputStream().write(message.toByteArray());
        client.getOutputStream().flush();
        return !answer.closes() && !request.closes();
    }

    private void stream(HttpHead answer, InputStream events, InputStream in, Socket upstream, @Nullable Fault fault)
            throws IOException {
        boolean webSocket = answer.status() == 101;
        client.getOutputStream().write(answer.bytes());
        client.getOutputStream().flush();
        int limit = fault instanceof Fault.CutStream cutStream ? cutStream.events() : Integer.MAX_VALUE;
        EventPump pump = new EventPump(events, client.getOutputStream(), webSocket, answer.isChunked(), limit, proxy);
        stream = pump;
        Thread back = new Thread(
                () -> {
                    try {
                        in.transferTo(upstream.getOutputStream());
                    } catch (IOException gone) {
                        // the other direction sees it too
                    }
                    close();
                },
                "proxy-stream-back");
        back.setDaemon(true);
        back.start();
        if (!pump.pump()) {
            cut();
        }
    }
}
