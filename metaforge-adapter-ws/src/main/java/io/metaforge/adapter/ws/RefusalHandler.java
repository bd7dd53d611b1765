package io.metaforge.adapter.ws;

import com.fasterxml.jackson.databind.json.JsonMapper;
import io.metaforge.api.ErrorResponse;
import io.metaforge.api.Failure;
import io.metaforge.domain.failure.MetaForgeException;
import java.io.IOException;
import org.glassfish.grizzly.http.Method;
import org.glassfish.grizzly.http.server.HttpHandler;
import org.glassfish.grizzly.http.server.Request;
import org.glassfish.grizzly.http.server.Response;

/** Answers requests to the endpoint that did not become sockets. */
final class RefusalHandler extends HttpHandler {

    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final Keys keys;

    RefusalHandler(Keys keys) {
        this.keys = keys;
    }

    @Override
    public void service(Request request, Response response) throws IOException {
        Refusal refusal;
        if (request.getAttribute(Refusal.ATTRIBUTE) instanceof Refusal found) {
            refusal = found;
        } else {
            refusal = refusal(request);
        }
        byte[] body = JSON.writeValueAsBytes(
                new ErrorResponse(new Failure(refusal.code(), refusal.message(), refusal.details())));
        response.setStatus(refusal.status());
        // Past setHeader, which takes Upgrade for the answer to a handshake and then frames no body.
        refusal.headers()
                .forEach((name, value) ->
                        response.getResponse().getHeaders().setValue(name).setString(value));
        response.setHeader("Cache-Control", "no-store");
        response.setContentType("application/json");
        response.setContentLength(body.length);
        response.getOutputStream().write(body);
    }

    private Refusal refusal(Request request) {
        try {
            keys.admitted(request.getRequest());
            return request.getMethod() == Method.GET ? Refusal.NO_UPGRADE : Refusal.OTHER_METHOD;
        } catch (MetaForgeException e) {
            return Refusal.of(e.failure());
        }
    }
}
