package io.metaforge.boot.e2e.conformance;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.IntNode;
import com.fasterxml.jackson.databind.node.LongNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.metaforge.boot.e2e.Http;
import io.metaforge.boot.e2e.conformance.proxy.Fault;
import io.metaforge.boot.e2e.conformance.proxy.FaultProxy;
import io.metaforge.boot.e2e.conformance.proxy.SeenRequest;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.regex.Pattern;

/** What the harness does between a runner's commands: faults, files, restarts, and looks at the gateway's own truth. */
final class Operations {

    private static final long LOOK_MILLIS = 10;

    private final GatewayUnderTest gateway;
    private final FaultProxy proxy;
    private final String folder;
    private final Map<String, JsonNode> captured;
    private final Expectation expectation;
    private final Lockstep lockstep;
    private final Supplier<Duration> left;

    Operations(
            GatewayUnderTest gateway,
            FaultProxy proxy,
            String folder,
            Map<String, JsonNode> captured,
            Expectation expectation,
            Lockstep lockstep,
            Supplier<Duration> left) {
        this.gateway = gateway;
        this.proxy = proxy;
        this.folder = folder;
        this.captured = captured;
        this.expectation = expectation;
        this.lockstep = lockstep;
        this.left = left;
    }

    /** Something that holds at last, or the reason why not yet. */
    private interface Condition {

        void check() throws Exception;
    }

    void perform(ObjectNode step) throws Exception {
        switch (step.path("harness").asText()) {
            case "gateway_kill" -> {
                lockstep.together(gateway::kill, left.get());
                proxy.down();
            }
            case "gateway_start" -> {
                lockstep.together(gateway::startAgain, left.get());
                proxy.up();
            }
            case "connections_cut" -> proxy.cutConnections();
            case "streams_close" -> proxy.closeStreams(step.path("code").asInt(1013));
            case "rewrite" ->
                proxy.rewrite(step.path("from").asText(), step.path("to").asText());
            case "dribble" -> proxy.dribble(step.path("bytes").asInt());
            case "answer_next" -> next(step, answer(step));
            case "drop_next" ->
                next(
                        step,
                        step.path("when").asText().equals("after_answer")
                                ? new Fault.DropAfter()
                                : new Fault.DropBefore());
            case "stall_next" -> next(step, new Fault.Stall());
            case "cut_stream_next" ->
                next(step, new Fault.CutStream(step.path("events").asInt()));
            case "key" ->
                captured.put(
                        step.required("as").asText(),
                        TextNode.valueOf(gateway.key(step.required("scopes").asText())));
            case "release" -> gateway.release(script(step), step.path("hold").asText());
            default -> truth(step);
        }
    }

    private void truth(ObjectNode step) throws Exception {
        switch (step.path("harness").asText()) {
            case "write_file" -> {
                Files.createDirectories(path(step).getParent());
                Files.writeString(path(step), step.path("text").asText());
            }
            case "delete_file" -> Files.delete(path(step));
            case "expect_file" -> expectation.check(step.path("text"), read(step), "the file");
            case "expect_no_file" -> {
                if (Files.exists(path(step))) {
                    throw new AssertionError(step.path("path") + " exists");
                }
            }
            case "expect_sessions" ->
                expectation.check(
                        step.path("count"), IntNode.valueOf(ownSessions().size()), "sessions at the gateway");
            case "expect_session" -> expectation.check(step.path("is"), session(step), "session");
            case "await_session" -> await(() -> expectation.check(step.path("is"), session(step), "session"));
            case "expect_decisions" ->
                expectation.check(
                        step.path("are"), decisions(step.path("session").asText()), "decisions");
            case "count_events" -> {
                int count =
                        log(0, Long.MAX_VALUE, step.path("session").asText()).size();
                captured.put(
                        step.required("as").asText(),
                        IntNode.valueOf(count - step.path("less").asInt()));
            }
            case "await_events" -> await(() -> expectEventCount(step));
            case "expect_events" -> expectEvents(step);
            case "await_requests" -> await(() -> expectRequests(step));
            case "expect_requests" -> expectRequests(step);
            case "expect_pause" -> expectPause(step);
            default -> throw new IllegalArgumentException("no such operation: " + step);
        }
    }

    private void await(Condition condition) throws Exception {
        while (true) {
            try {
                condition.check();
                return;
            } catch (AssertionError | IOException notYet) {
                if (left.get().toMillis() < 1_000) {
                    throw notYet;
                }
            }
            Thread.sleep(LOOK_MILLIS);
        }
    }

    private void next(ObjectNode step, Fault fault) {
        proxy.next(
                step.path("method").asText(""),
                target(step),
                fault,
                step.path("times").asInt(1));
    }

    private static Pattern target(ObjectNode step) {
        return Pattern.compile(step.required("path").asText());
    }

    private static Fault.Answer answer(ObjectNode step) {
        Map<String, String> headers = new LinkedHashMap<>();
        JsonNode body = step.path("body");
        headers.put("Content-Type", body.isTextual() ? "text/html" : "application/json");
        step.path("headers")
                .properties()
                .forEach(entry -> headers.put(entry.getKey(), entry.getValue().asText()));
        String text = body.isTextual() ? body.asText() : body.isMissingNode() ? "" : body.toString();
        return new Fault.Answer(
                step.path("status").asInt(200),
                headers,
                text.getBytes(StandardCharsets.UTF_8),
                step.path("cut_after").asInt(-1));
    }

    private String script(ObjectNode step) {
        return folder + "/" + step.path("script").asText("script.json");
    }

    private Path path(ObjectNode step) {
        return gateway.workspace().resolve(folder).resolve(step.required("path").asText());
    }

    private JsonNode read(ObjectNode step) throws IOException {
        return TextNode.valueOf(Files.readString(path(step)));
    }

    private JsonNode get(String target) throws IOException, InterruptedException {
        Http.Answer answer = gateway.http().get(target);
        if (answer.status() != 200) {
            throw new AssertionError("the gateway answers " + answer.status() + " " + answer.text());
        }
        return answer.json();
    }

    private JsonNode session(ObjectNode step) throws IOException, InterruptedException {
        return get("/api/v1/session/" + step.path("session").asText());
    }

    /** Returns the sessions that have a file of this scenario's folder as an input. */
    private List<JsonNode> ownSessions() throws IOException, InterruptedException {
        List<JsonNode> own = new ArrayList<>();
        for (JsonNode summary : get("/api/v1/sessions?limit=200").path("sessions")) {
            Http.Answer session =
                    gateway.http().get("/api/v1/session/" + summary.path("id").asText());
            // another client may have deleted it meanwhile
            if (session.status() == 200
                    && session.json().at("/input/files/0").asText().startsWith(folder + "/")) {
                own.add(session.json());
            }
        }
        return own;
    }

    private JsonNode decisions(String session) throws IOException, InterruptedException {
        var decisions = Http.JSON.createArrayNode();
        for (JsonNode entry : get("/api/v1/audit?limit=200").path("entries")) {
            if (entry.path("session_id").asText().equals(session)) {
                decisions.add(entry.path("decision"));
            }
        }
        return decisions;
    }

    private void expectEventCount(ObjectNode step) throws IOException, InterruptedException {
        int count = 0;
        for (JsonNode event : log(0, Long.MAX_VALUE, step.path("session").asText())) {
            count += event.path("event").asText().equals(step.path("event").asText()) ? 1 : 0;
        }
        expectation.check(
                step.path("count"), IntNode.valueOf(count), step.path("event").asText());
    }

    /** Compares what the client took from its streams, one after the other, with the gateway's own log. */
    private void expectEvents(ObjectNode step) throws IOException, InterruptedException {
        var taken = Http.JSON.createArrayNode();
        for (JsonNode name : step.path("taken")) {
            captured.get(name.asText())
                    .forEach(event -> taken.add(Http.JSON
                            .createObjectNode()
                            .put("id", event.path("id").asLong())
                            .put("event", event.path("event").asText())
                            .put("session_id", event.path("session_id").asText())));
        }
        long first = taken.path(0).path("id").asLong();
        long last = taken.path(taken.size() - 1).path("id").asLong();
        long after = step.has("after") ? step.path("after").asLong() : first - 1;
        var log = Http.JSON.createArrayNode();
        log(after, last, step.path("session").asText(""))
                .forEach(event -> log.add(Http.JSON
                        .createObjectNode()
                        .put("id", event.path("id").asLong())
                        .put("event", event.path("event").asText())
                        .put("session_id", event.at("/data/session_id").asText())));
        for (int i = 0; i < Math.max(log.size(), taken.size()); i++) {
            if (!log.path(i).equals(taken.path(i))) {
                throw new AssertionError("event " + i + " of " + log.size() + " is " + log.path(i)
                        + " in the gateway's log, but the client took " + taken.path(i) + " as one of " + taken.size());
            }
        }
    }

    /** Reads the gateway's log from after a position up to a position. */
    private List<JsonNode> log(long after, long last, String session) throws IOException, InterruptedException {
        List<JsonNode> events = new ArrayList<>();
        String filter = session.isEmpty() ? "" : "&session=" + session;
        long next = after;
        while (true) {
            JsonNode page = Http.JSON.readTree(gateway.http()
                    .send(gateway.http()
                            .request("/api/v1/events?limit=200&after=" + next + filter)
                            .header("Accept", "application/json")
                            .GET()
                            .build())
                    .body());
            for (JsonNode event : page.path("events")) {
                if (event.path("id").asLong() > last) {
                    return events;
                }
                events.add(event);
            }
            if (page.path("events").isEmpty()) {
                return events;
            }
            next = page.path("next").asLong();
        }
    }

    private List<SeenRequest> matching(ObjectNode step) {
        Pattern target = target(step);
        String method = step.path("method").asText("");
        return proxy.requests().stream()
                .filter(request -> method.isEmpty() || request.method().equals(method))
                .filter(request -> target.matcher(request.target()).find())
                .toList();
    }

    private void expectRequests(ObjectNode step) {
        List<SeenRequest> requests = matching(step);
        expectation.check(
                step.path("count"), IntNode.valueOf(requests.size()), "requests " + step.path("path") + " " + requests);
        step.path("headers").properties().forEach(header -> {
            for (SeenRequest request : requests) {
                String value = request.headers().get(header.getKey());
                expectation.check(
                        header.getValue(),
                        value == null ? MissingNode.getInstance() : TextNode.valueOf(value),
                        request + " " + header.getKey());
            }
        });
        if (step.has("same_header")) {
            String name = step.path("same_header").asText();
            long different = requests.stream()
                    .map(request -> String.valueOf(request.headers().get(name)))
                    .distinct()
                    .count();
            if (different != 1 || !requests.get(0).headers().containsKey(name)) {
                throw new AssertionError(name + " is missing or not the same in " + requests);
            }
        }
    }

    /** Checks the time between the first two requests of a kind. */
    private void expectPause(ObjectNode step) {
        List<SeenRequest> requests = matching(step);
        if (requests.size() < 2) {
            throw new AssertionError("there are no two such requests: " + requests);
        }
        long millis = (requests.get(1).nanos() - requests.get(0).nanos()) / 1_000_000;
        expectation.check(step.path("ms"), LongNode.valueOf(millis), "milliseconds between the requests");
    }

    /** Ends the holds that a failed scenario left. */
    void releaseAll() throws IOException, InterruptedException {
        try {
            for (JsonNode session : ownSessions()) {
                if (session.path("status").asText().equals("running")) {
                    gateway.http().post("/api/v1/session/" + session.path("id").asText() + "/cancel", "");
                }
            }
        } catch (IOException | AssertionError gatewayIsDown) {
            // then nothing runs
        }
    }
}
