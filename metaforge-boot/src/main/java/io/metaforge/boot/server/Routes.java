package io.metaforge.boot.server;

import org.glassfish.grizzly.http.server.HttpHandler;
import org.glassfish.grizzly.http.server.Request;
import org.glassfish.grizzly.http.server.Response;

/**
 * The server's only handler: sends requests for the WebSocket's path to the handler of those that did not become sockets,
 * and all others to REST. Answers by itself only browsers that ask whether a page of another origin may send a request,
 * since such questions come without the request's headers and so before any authentication.
 *
 * <p>With two handlers Grizzly chooses by the decoded path, and answers one with an encoded slash or NUL with a bare 500.
 */
final class Routes extends HttpHandler {

    private final String socketPath;
    private final HttpHandler socket;
    private final HttpHandler rest;
    private final CrossOrigin crossOrigin;

    Routes(String socketPath, HttpHandler socket, HttpHandler rest, CrossOrigin crossOrigin) {
        super("metaforge");
        this.socketPath = socketPath;
        this.socket = socket;
        this.rest = rest;
        this.crossOrigin = crossOrigin;
        setDecodeUrl(false);
    }

    @Override
    public void start() {
        socket.start();
        rest.start();
    }

    @Override
    public void service(Request request, Response response) throws Exception {
        if (crossOrigin.answeredPreflight(request, response)) {
            return;
        }
        (request.getRequestURI().equals(socketPath) ? socket : rest).service(request, response);
    }

    @Override
    public void destroy() {
        rest.destroy();
        socket.destroy();
    }
}
