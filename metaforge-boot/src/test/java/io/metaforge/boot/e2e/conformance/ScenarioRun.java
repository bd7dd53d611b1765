package io.metaforge.boot.e2e.conformance;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.metaforge.boot.e2e.Http;
import io.metaforge.boot.e2e.conformance.proxy.FaultProxy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** One client's way through one scenario: sends its commands, checks the answers, does the harm in between. */
final class ScenarioRun implements AutoCloseable {

    private static final Pattern PLACEHOLDER = Pattern.compile("\\$\\{([^}]+)}");

    private final Scenario scenario;
    private final RunnerProcess runner;
    private final GatewayUnderTest gateway;
    private final FaultProxy proxy;
    private final Operations operations;
    private final Map<String, JsonNode> captured = new ConcurrentHashMap<>();
    private final Map<String, CompletableFuture<JsonNode>> background = new LinkedHashMap<>();
    private final Expectation expectation = new Expectation(captured::put);
    private final List<String> said = new ArrayList<>();
    private final long deadline;

    ScenarioRun(Scenario scenario, Client client, RunnerProcess runner, GatewayUnderTest gateway, Lockstep lockstep)
            throws Exception {
        this.scenario = scenario;
        this.runner = runner;
        this.gateway = gateway;
        this.deadline = System.nanoTime() + scenario.deadline().toNanos();
        this.proxy = new FaultProxy(gateway::port);
        String folder = client.id() + "/" + scenario.id();
        captured.put("dir", TextNode.valueOf(folder));
        captured.put("client", TextNode.valueOf(client.id()));
        captured.put("url", TextNode.valueOf(proxy.url()));
        for (Map.Entry<String, String> file : scenario.files().entrySet()) {
            Path path = gateway.workspace().resolve(folder).resolve(file.getKey());
            Files.createDirectories(path.getParent());
            Files.writeString(path, file.getValue());
        }
        this.operations = new Operations(gateway, proxy, folder, captured, expectation, lockstep, this::left);
    }

    /** Goes through all steps; throws an assertion error that tells the whole story where one goes wrong. */
    void run() throws Exception {
        int number = 0;
        ObjectNode current = Http.JSON.createObjectNode();
        try {
            if (!scenario.steps().get(0).path("do").asText().equals("connect")) {
                command(Http.JSON.createObjectNode().put("do", "connect"));
            }
            for (ObjectNode step : scenario.steps()) {
                number++;
                current = step;
                step((ObjectNode) filled(step));
            }
            if (!background.isEmpty()) {
                throw new AssertionError("never joined: " + background.keySet());
            }
            if (proxy.unused() > 0) {
                throw new AssertionError(proxy.unused() + " ordered faults were never met");
            }
        } catch (Exception | AssertionError e) {
            AssertionError told = new AssertionError(story(number, current, e));
            told.setStackTrace(new StackTraceElement[0]);
            throw told;
        }
    }

    private void step(ObjectNode step) throws Exception {
        if (step.has("harness")) {
            operations.perform(step);
        } else if (step.has("join")) {
            String name = step.path("join").asText();
            CompletableFuture<JsonNode> answer = background.remove(name);
            if (answer == null) {
                throw new IllegalArgumentException("nothing in the background is called " + name);
            }
            check(step, await(answer));
        } else {
            command(step);
        }
    }

    private void command(ObjectNode step) throws Exception {
        ObjectNode command = step.deepCopy();
        command.remove(List.of("expect", "background", "within_ms", "after_ms"));
        if (step.path("do").asText().equals("connect") && !step.has("url")) {
            command.put("url", proxy.url());
        }
        long start = System.nanoTime();
        said.add("-> " + command);
        CompletableFuture<JsonNode> answer = runner.send(command);
        if (step.has("background")) {
            background.put(step.path("background").asText(), answer);
            return;
        }
        JsonNode came = await(answer);
        long millis = (System.nanoTime() - start) / 1_000_000;
        check(step, came);
        if (step.has("within_ms") && millis > step.path("within_ms").asLong()) {
            throw new AssertionError("took " + millis + " ms");
        }
        if (millis < step.path("after_ms").asLong(0)) {
            throw new AssertionError("took only " + millis + " ms");
        }
    }

    private JsonNode await(CompletableFuture<JsonNode> answer) throws Exception {
        try {
            JsonNode came = answer.get(left().toMillis(), TimeUnit.MILLISECONDS);
            said.add("<- " + shortened(came.toString()));
            return came;
        } catch (TimeoutException e) {
            throw new AssertionError("no answer within the scenario's deadline", e);
        } catch (ExecutionException e) {
            throw new AssertionError(e.getCause().getMessage(), e);
        }
    }

    private void check(ObjectNode step, JsonNode answer) {
        if (step.has("expect")) {
            expectation.check(step.path("expect"), answer, "answer");
        } else if (!answer.has("ok")) {
            throw new AssertionError("expected ok");
        }
    }

    /** Returns how much time the scenario has left, at least a little. */
    private Duration left() {
        return Duration.ofNanos(Math.max(1_000_000, deadline - System.nanoTime()));
    }

    /** Fills in the placeholders of a step; one that is the whole text takes the captured value as it is. */
    private JsonNode filled(JsonNode node) {
        if (node.isTextual()) {
            Matcher whole = PLACEHOLDER.matcher(node.asText());
            if (whole.matches()) {
                return value(whole.group(1));
            }
            return TextNode.valueOf(PLACEHOLDER
                    .matcher(node.asText())
                    .replaceAll(match ->
                            Matcher.quoteReplacement(value(match.group(1)).asText())));
        }
        if (node.isObject()) {
            ObjectNode object = Http.JSON.createObjectNode();
            node.properties().forEach(entry -> object.set(entry.getKey(), filled(entry.getValue())));
            return object;
        }
        if (node.isArray()) {
            var array = Http.JSON.createArrayNode();
            node.forEach(each -> array.add(filled(each)));
            return array;
        }
        return node;
    }

    private JsonNode value(String name) {
        JsonNode value = captured.get(name);
        if (value == null) {
            throw new IllegalArgumentException("nothing was captured as " + name);
        }
        return value;
    }

    private String story(int number, ObjectNode step, Throwable failure) {
        StringBuilder story = new StringBuilder()
                .append("step ")
                .append(number)
                .append(' ')
                .append(shortened(step.toString()))
                .append("\n  ")
                .append(failure.getMessage() == null ? failure : failure.getMessage());
        story.append("\ncommands and answers:");
        said.forEach(line -> story.append("\n  ").append(line));
        story.append("\nrequests that reached the proxy:");
        proxy.requests().forEach(request -> story.append("\n  ").append(request));
        return story.append("\nthe runner's standard error:\n")
                .append(runner.errors())
                .toString();
    }

    private static String shortened(String text) {
        return text.length() > 600 ? text.substring(0, 600) + "…" : text;
    }

    @Override
    public void close() throws Exception {
        proxy.close();
        operations.releaseAll();
    }
}
