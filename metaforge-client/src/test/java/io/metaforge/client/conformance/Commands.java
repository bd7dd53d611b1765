package io.metaforge.client.conformance;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.metaforge.api.ApproveResponse;
import io.metaforge.api.Artifact;
import io.metaforge.api.Failure;
import io.metaforge.api.PendingApproval;
import io.metaforge.api.SessionList;
import io.metaforge.api.SessionResponse;
import io.metaforge.api.SessionSummary;
import io.metaforge.api.Skill;
import io.metaforge.api.Warning;
import io.metaforge.client.Approval;
import io.metaforge.client.MetaForgeClient;
import io.metaforge.client.MetaForgeClientBuilder;
import io.metaforge.client.RunRequest;
import io.metaforge.client.Session;
import io.metaforge.client.event.Event;
import io.metaforge.client.event.EventStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.StreamSupport;

/** Does what the suite asks for with the client. Thread-safe. */
final class Commands {

    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final String url;
    private final Map<String, Session> sessions = new ConcurrentHashMap<>();
    private final Map<String, EventReader> streams = new ConcurrentHashMap<>();
    private volatile MetaForgeClient client;

    Commands(String url) {
        this.url = url;
        this.client = MetaForgeClient.connect(url);
    }

    Map<String, ?> execute(JsonNode command) throws Exception {
        return switch (command.path("do").asText()) {
            case "connect" -> connect(command);
            case "health" -> Map.of("status", client.health().status());
            case "skills" ->
                Map.of("names", client.skills().stream().map(Skill::name).toList());
            case "status" -> Map.of("version", client.status().version());
            case "run_skill" -> known(command, client.runSkill(request(command)));
            case "revise" -> known(command, session(command).revise());
            case "create" -> known(command, client.createSession(request(command)));
            case "attach" ->
                known(command, client.session(command.path("session_id").asText()));
            case "run" -> Map.of("status", session(command).run().status());
            case "wait" -> await(command);
            case "refresh" -> refresh(session(command));
            case "approve" -> approve(command);
            case "reject" -> reject(command);
            case "cancel" -> Map.of("status", session(command).cancel().status());
            case "delete" -> Map.of("deleted", session(command).delete().deleted());
            case "artifacts" ->
                Map.of(
                        "paths",
                        session(command).artifacts().stream()
                                .map(Artifact::path)
                                .sorted()
                                .toList());
            case "artifact" ->
                Map.of(
                        "text",
                        new String(
                                session(command).artifact(command.path("path").asText()), StandardCharsets.UTF_8));
            case "diff" ->
                Map.of(
                        "text",
                        command.path("against").asText().equals("previous")
                                ? session(command).diffToPrevious()
                                : session(command).diff());
            case "pending" ->
                Map.of(
                        "sessions",
                        client.pending().pending().stream()
                                .map(PendingApproval::sessionId)
                                .toList());
            case "sessions" -> sessions(command);
            case "events_open" -> open(command);
            case "events_take" -> take(command);
            case "events_close" -> close(command);
            default -> throw new AssertionError("no such command: " + command);
        };
    }

    private Map<String, ?> connect(JsonNode command) {
        MetaForgeClientBuilder builder =
                MetaForgeClient.builder(command.path("url").asText(url));
        if (command.hasNonNull("api_key")) {
            builder.apiKey(command.path("api_key").asText());
        }
        if (command.hasNonNull("timeout_s")) {
            builder.requestTimeout(seconds(command, 0));
        }
        if (command.hasNonNull("retries")) {
            builder.retries(command.path("retries").asInt());
        }
        client = builder.build();
        return Map.of();
    }

    private static RunRequest request(JsonNode command) {
        RunRequest request = RunRequest.of(
                command.path("skill").asText(), texts(command, "files").toArray(String[]::new));
        if (command.hasNonNull("args")) {
            Map<String, Object> args = new LinkedHashMap<>();
            command.path("args")
                    .properties()
                    .forEach(arg -> args.put(arg.getKey(), JSON.convertValue(arg.getValue(), Object.class)));
            request = request.withArgs(args);
        }
        return command.hasNonNull("revises")
                ? request.revising(command.path("revises").asText())
                : request;
    }

    private Map<String, ?> known(JsonNode command, Session session) {
        sessions.put(command.path("as").asText(), session);
        return Map.of("id", session.id(), "status", session.status());
    }

    private Map<String, ?> await(JsonNode command) {
        AtomicInteger reports = new AtomicInteger();
        Session ended = session(command)
                .waitForCompletion(
                        seconds(command, Session.DEFAULT_WAIT.toSeconds()), progress -> reports.incrementAndGet());
        return Map.of("status", ended.status(), "progress", reports.get());
    }

    private static Map<String, ?> refresh(Session session) {
        SessionResponse known = session.refresh();
        Failure error = session.error();
        Map<String, Object> answer = new LinkedHashMap<>();
        answer.put("status", session.status());
        answer.put("error_code", error == null ? null : error.code());
        answer.put("revises", known.revises());
        answer.put("revised_by", known.revisedBy());
        answer.put(
                "warnings",
                known.warnings() == null
                        ? List.of()
                        : known.warnings().stream().map(Warning::code).toList());
        return answer;
    }

    private Map<String, ?> approve(JsonNode command) {
        Approval approval = command.hasNonNull("only")
                ? Approval.only(texts(command, "only").toArray(String[]::new))
                : Approval.all();
        if (command.hasNonNull("comment")) {
            approval = approval.withComment(command.path("comment").asText());
        }
        if (command.hasNonNull("digest")) {
            approval = approval.withDigest(command.path("digest").asText());
        }
        ApproveResponse approved = session(command).approve(approval);
        return Map.of("status", approved.status(), "applied", approved.applied(), "artifacts", approved.artifacts());
    }

    private Map<String, ?> reject(JsonNode command) {
        var rejected = session(command).reject(command.path("reason").asText());
        return Map.of("status", rejected.status(), "reason", rejected.reason());
    }

    private Map<String, ?> sessions(JsonNode command) {
        SessionList page = client.sessions(
                command.hasNonNull("status") ? command.path("status").asText() : null,
                command.path("limit").asInt(50),
                command.path("offset").asLong(0));
        return Map.of("ids", page.sessions().stream().map(SessionSummary::id).toList(), "total", page.total());
    }

    private Map<String, ?> open(JsonNode command) throws InterruptedException {
        EventStream events = client.events();
        if (command.hasNonNull("session")) {
            events = events.ofSession(session(command).id());
        }
        if (command.hasNonNull("after")) {
            events = events.after(command.path("after").asLong());
        }
        EventReader reader = new EventReader();
        events.subscribe(reader);
        streams.put(command.path("as").asText(), reader.opened());
        return Map.of();
    }

    private Map<String, ?> take(JsonNode command) throws InterruptedException {
        List<Map<String, ?>> taken = new ArrayList<>();
        for (Event event : stream(command)
                .take(
                        command.path("count").asInt(1),
                        seconds(command, 30).toMillis(),
                        command.path("delay_ms").asLong(0))) {
            Map<String, Object> shown = new LinkedHashMap<>();
            shown.put("id", event.id());
            shown.put("event", event.name());
            shown.put("session_id", event.sessionId());
            taken.add(shown);
        }
        return Map.of("events", taken);
    }

    private Map<String, ?> close(JsonNode command) {
        stream(command).close();
        return Map.of();
    }

    private EventReader stream(JsonNode command) {
        EventReader stream = streams.get(command.path("stream").asText());
        if (stream == null) {
            throw new AssertionError("no such stream: " + command);
        }
        return stream;
    }

    private Session session(JsonNode command) {
        Session session = sessions.get(command.path("session").asText());
        if (session == null) {
            throw new AssertionError("no such session: " + command);
        }
        return session;
    }

    private static Duration seconds(JsonNode command, double otherwise) {
        return Duration.ofMillis(Math.round(command.path("timeout_s").asDouble(otherwise) * 1000));
    }

    private static List<String> texts(JsonNode command, String member) {
        return StreamSupport.stream(command.path(member).spliterator(), false)
                .map(JsonNode::asText)
                .toList();
    }
}
