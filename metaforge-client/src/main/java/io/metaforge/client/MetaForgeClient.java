package io.metaforge.client;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.metaforge.api.AgentStatus;
import io.metaforge.api.ApproveRequest;
import io.metaforge.api.ApproveResponse;
import io.metaforge.api.CancelResponse;
import io.metaforge.api.CreateSessionRequest;
import io.metaforge.api.DeleteResponse;
import io.metaforge.api.ErrorResponse;
import io.metaforge.api.EventMessage;
import io.metaforge.api.HealthResponse;
import io.metaforge.api.PendingList;
import io.metaforge.api.RejectRequest;
import io.metaforge.api.RejectResponse;
import io.metaforge.api.RunAgentRequest;
import io.metaforge.api.SessionList;
import io.metaforge.api.SessionResponse;
import io.metaforge.api.SessionSummary;
import io.metaforge.api.SkillList;
import io.metaforge.api.StatusResponse;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.WebSocket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.CompletionException;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Talks to a gateway. Thread-safe.
 *
 * <p>Every method throws {@link ApiException} where the gateway refuses, and {@link GatewayUnreachableException} where
 * none answers. Waiting threads can be interrupted: the method then throws {@link GatewayUnreachableException} with the
 * thread's interrupt status set.
 */
public final class MetaForgeClient {

    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final Duration ANSWER_LIMIT = Duration.ofSeconds(30);

    private final URI gateway;
    private final HttpClient http = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(5))
            .build();

    private MetaForgeClient(URI gateway) {
        this.gateway = gateway;
    }

    /**
     * Returns a client of the gateway at {@code url}, such as {@code http://localhost:3000}. Connects at the first call.
     *
     * @throws IllegalArgumentException where {@code url} is not an http or https address
     */
    public static MetaForgeClient connect(String url) {
        URI uri = URI.create(url.endsWith("/") ? url.substring(0, url.length() - 1) : url);
        if (uri.getHost() == null || !("http".equals(uri.getScheme()) || "https".equals(uri.getScheme()))) {
            throw new IllegalArgumentException("not the address of a gateway, such as http://localhost:3000: " + url);
        }
        return new MetaForgeClient(uri);
    }

    /** Returns the address this client talks to. */
    public URI gateway() {
        return gateway;
    }

    /** Creates a session that waits to be run. */
    public SessionSummary createSession(CreateSessionRequest request) {
        return post("/session/create", request, SessionSummary.class);
    }

    /** Starts a run and returns without waiting for its end. */
    public AgentStatus run(RunAgentRequest request) {
        return post("/agent/run", request, AgentStatus.class);
    }

    /**
     * Waits until a session has ended or time is up; a failed run throws {@link ApiException}.
     *
     * @param atMost up to 10 minutes
     */
    public AgentStatus await(String session, Duration atMost) {
        return read(
                get("/agent/" + segment(session) + "/status?wait=" + atMost.toSeconds())
                        .timeout(atMost.plus(ANSWER_LIMIT)),
                AgentStatus.class);
    }

    public AgentStatus agentStatus(String session) {
        return read(get("/agent/" + segment(session) + "/status"), AgentStatus.class);
    }

    public SessionResponse session(String session) {
        return read(get("/session/" + segment(session)), SessionResponse.class);
    }

    /**
     * Lists sessions, newest first.
     *
     * @param status only those; null for all
     */
    public SessionList sessions(@Nullable String status, int limit, long offset) {
        String filter = status == null ? "" : "&status=" + encoded(status);
        return read(get("/sessions?limit=" + limit + "&offset=" + offset + filter), SessionList.class);
    }

    /** Lists what waits for a decision, longest waiting first. */
    public PendingList pending() {
        return read(get("/pending"), PendingList.class);
    }

    /** Returns the proposal as a unified diff. */
    public String diff(String session) {
        return text(get("/session/" + segment(session) + "/diff"));
    }

    /** Returns the proposed bytes of an artifact. */
    public byte[] artifact(String session, String path) {
        String encodedPath =
                Arrays.stream(path.split("/", -1)).map(MetaForgeClient::segment).collect(Collectors.joining("/"));
        return send(get("/session/" + segment(session) + "/artifacts/" + encodedPath));
    }

    public ApproveResponse approve(String session, ApproveRequest request) {
        return post("/approve/" + segment(session), request, ApproveResponse.class);
    }

    public RejectResponse reject(String session, RejectRequest request) {
        return post("/reject/" + segment(session), request, RejectResponse.class);
    }

    public CancelResponse cancel(String session) {
        return read(
                request("/session/" + segment(session) + "/cancel").POST(HttpRequest.BodyPublishers.noBody()),
                CancelResponse.class);
    }

    public DeleteResponse delete(String session) {
        return read(request("/session/" + segment(session)).DELETE(), DeleteResponse.class);
    }

    public SkillList skills() {
        return read(get("/skills"), SkillList.class);
    }

    /** Returns the gateway's health, also where it says that it is unhealthy. */
    public HealthResponse health() {
        HttpResponse<byte[]> response = exchange(get("/health").build());
        if (response.statusCode() != 200 && response.statusCode() != 503) {
            throw refusal(response);
        }
        return parse(response.body(), HealthResponse.class);
    }

    /**
     * Returns what the gateway has and does.
     *
     * @param refresh look for tools again first
     */
    public StatusResponse status(boolean refresh) {
        return read(get(refresh ? "/status?refresh" : "/status"), StatusResponse.class);
    }

    /**
     * Follows events from now on, until the subscription is closed or the connection is lost.
     *
     * @param session only its events; null for all
     * @param receiver called with one event at a time, on a thread of this client
     * @return closes the subscription
     */
    public AutoCloseable events(@Nullable String session, Consumer<EventMessage> receiver) {
        String scheme = "https".equals(gateway.getScheme()) ? "wss" : "ws";
        String filter = session == null ? "" : "?session=" + encoded(session);
        URI uri = URI.create(
                scheme + gateway.toString().substring(gateway.getScheme().length()) + "/ws" + filter);
        try {
            WebSocket socket = http.newWebSocketBuilder()
                    .connectTimeout(Duration.ofSeconds(5))
                    .buildAsync(uri, new EventReceiver(receiver))
                    .join();
            return socket::abort;
        } catch (CompletionException e) {
            throw new GatewayUnreachableException(
                    gateway, e.getCause() instanceof IOException io ? io : new IOException(e.getCause()));
        }
    }

    private HttpRequest.Builder get(String path) {
        return request(path).GET();
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create(gateway + "/api/v1" + path)).timeout(ANSWER_LIMIT);
    }

    private <T> T post(String path, Object body, Class<T> type) {
        try {
            return read(
                    request(path)
                            .header("Content-Type", "application/json")
                            .POST(HttpRequest.BodyPublishers.ofByteArray(JSON.writeValueAsBytes(body))),
                    type);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("the request cannot be written as JSON", e);
        }
    }

    private <T> T read(HttpRequest.Builder request, Class<T> type) {
        return parse(send(request), type);
    }

    private String text(HttpRequest.Builder request) {
        return new String(send(request), StandardCharsets.UTF_8);
    }

    private byte[] send(HttpRequest.Builder request) {
        HttpResponse<byte[]> response = exchange(request.build());
        if (response.statusCode() >= 300) {
            throw refusal(response);
        }
        return response.body();
    }

    private HttpResponse<byte[]> exchange(HttpRequest request) {
        try {
            return http.send(request, HttpResponse.BodyHandlers.ofByteArray());
        } catch (IOException e) {
            throw new GatewayUnreachableException(gateway, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new GatewayUnreachableException(gateway, new IOException("interrupted", e));
        }
    }

    private static ApiException refusal(HttpResponse<byte[]> response) {
        try {
            JsonNode body = JSON.readTree(response.body());
            if (body != null && body.path("error").path("code").isTextual()) {
                io.metaforge.api.Failure failure =
                        JSON.treeToValue(body, ErrorResponse.class).error();
                return new ApiException(
                        response.statusCode(),
                        failure.code(),
                        failure.message(),
                        failure.details() == null ? Map.of() : failure.details());
            }
        } catch (IOException notOurs) {
            // something between here and the gateway answered
        }
        return new ApiException(
                response.statusCode(),
                "UNEXPECTED_RESPONSE",
                "HTTP " + response.statusCode() + " from something that is not a gateway",
                Map.of());
    }

    private <T> T parse(byte[] body, Class<T> type) {
        try {
            return JSON.readValue(body, type);
        } catch (IOException e) {
            throw new GatewayUnreachableException(gateway, e);
        }
    }

    private static String segment(String text) {
        return encoded(text).replace("+", "%20");
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}
