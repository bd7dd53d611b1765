package io.metaforge.boot.e2e.conformance;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/**
 * The runner of a client as it is first written: it sends requests and believes answers. It repeats nothing, remembers no
 * digest, and takes events from where the log ends when it looks. The suite has to find that out.
 */
final class NaiveRunner {

    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final HttpClient http = HttpClient.newHttpClient();
    private final Map<String, String> sessions = new HashMap<>();
    private final Map<String, Long> streams = new HashMap<>();
    private String url;

    private NaiveRunner(String url) {
        this.url = url;
    }

    public static void main(String[] arguments) throws Exception {
        NaiveRunner runner = new NaiveRunner(arguments[0]);
        BufferedReader commands = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        PrintStream answers = new PrintStream(System.out, true, StandardCharsets.UTF_8);
        for (String line = commands.readLine(); line != null; line = commands.readLine()) {
            JsonNode command = JSON.readTree(line);
            ObjectNode answer =
                    JSON.createObjectNode().put("id", command.path("id").asLong());
            try {
                answer.set("ok", runner.work(command));
            } catch (IOException e) {
                answer.putObject("error").put("type", "unreachable").put("message", String.valueOf(e.getMessage()));
            } catch (Refused e) {
                answer.set("error", e.error);
            }
            answers.println(answer);
        }
    }

    /** An answer that is no success. */
    private static final class Refused extends Exception {

        private static final long serialVersionUID = 1L;

        private final transient ObjectNode error;

        Refused(int status, JsonNode body) {
            String code = body.at("/error/code").asText();
            error = JSON.createObjectNode()
                    .put("type", code.toLowerCase(Locale.ROOT).replace("_error", ""))
                    .put("code", code)
                    .put("status", status)
                    .put("message", body.at("/error/message").asText());
            error.set("details", body.at("/error/details"));
        }
    }

    private JsonNode work(JsonNode command) throws Exception {
        String session = sessions.get(command.path("session").asText());
        return switch (command.path("do").asText()) {
            case "connect" -> {
                url = command.path("url").asText();
                yield JSON.createObjectNode();
            }
            case "health", "status" -> get("/" + command.path("do").asText());
            case "run_skill" -> {
                ObjectNode request = JSON.createObjectNode()
                        .put("skill", command.path("skill").asText());
                request.putObject("input").set("files", command.path("files"));
                JsonNode run = post("/agent/run", request);
                sessions.put(command.path("as").asText(), run.path("session_id").asText());
                yield ((ObjectNode) run).put("id", run.path("session_id").asText());
            }
            case "wait" -> {
                ObjectNode ended = (ObjectNode) get("/agent/" + session + "/status?wait=60");
                yield ended.put("progress", 1);
            }
            case "refresh" -> get("/session/" + session);
            case "approve" ->
                post(
                        "/approve/" + session,
                        JSON.createObjectNode()
                                .put("comment", command.path("comment").asText("")));
            case "artifacts" -> {
                ArrayNode paths = JSON.createArrayNode();
                get("/session/" + session + "/artifacts").path("artifacts").forEach(a -> paths.add(a.path("path")));
                yield JSON.createObjectNode().set("paths", paths);
            }
            case "events_open" -> {
                streams.put(command.path("as").asText(), command.path("after").asLong(-1));
                yield JSON.createObjectNode();
            }
            case "events_take" -> take(command);
            default -> JSON.createObjectNode();
        };
    }

    private JsonNode take(JsonNode command) throws Exception {
        long after = streams.get(command.path("stream").asText());
        ArrayNode events = JSON.createArrayNode();
        get("/events?after=" + (after < 0 ? "latest" : after)).path("events").forEach(event -> events.addObject()
                .put("id", event.path("id").asLong())
                .put("event", event.path("event").asText())
                .put("session_id", event.at("/data/session_id").asText()));
        return JSON.createObjectNode().set("events", events);
    }

    private JsonNode get(String path) throws Exception {
        return send(HttpRequest.newBuilder(URI.create(url + "/api/v1" + path)).header("Accept", "application/json"));
    }

    private JsonNode post(String path, JsonNode body) throws Exception {
        return send(HttpRequest.newBuilder(URI.create(url + "/api/v1" + path))
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(body.toString())));
    }

    private JsonNode send(HttpRequest.Builder request) throws Exception {
        HttpResponse<String> response = http.send(request.build(), HttpResponse.BodyHandlers.ofString());
        JsonNode body = JSON.readTree(response.body());
        if (response.statusCode() >= 400) {
            throw new Refused(response.statusCode(), body);
        }
        return body;
    }
}
