package io.metaforge.boot.server;

import org.glassfish.grizzly.http.server.HttpHandler;
import org.glassfish.grizzly.http.server.Request;
import org.glassfish.grizzly.http.server.Response;

/**
 * The server's only handler: sends requests for the WebSocket's path to the handler of those that did not become sockets,
 * and all others to REST.
 *
 * <p>With two handlers Grizzly chooses by the decoded path, and answers one with an encoded slash or NUL with a bare 500.
 */
final class Routes extends HttpHandler {

    private final String socketPath;
    private final HttpHandler socket;
    private final HttpHandler rest;

    Routes(String socketPath, HttpHandler socket, HttpHandler rest) {
        super("metaforge");
        this.socketPath = socketPath;
        this.socket = socket;
        this.rest = rest;
        setDecodeUrl(false);
    }

    @Override
    public void start() {
        socket.start();
        rest.start();
    }

    @Override
    public void service(Request request, Response response) throws Exception {
        (request.getRequestURI().equals(socketPath) ? socket : rest).service(request, response);
    }

    @Override
    public void destroy() {
        rest.destroy();
        socket.destroy();
    }
}
