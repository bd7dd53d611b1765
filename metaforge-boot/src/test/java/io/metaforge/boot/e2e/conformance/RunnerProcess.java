package io.metaforge.boot.e2e.conformance;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.metaforge.boot.e2e.PackagedGateway;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** A client's runner: takes commands as lines of JSON, answers in any order. Thread-safe. */
final class RunnerProcess implements AutoCloseable {

    private static final int SHOWN = 4_000;
    // what a client's standard input is decoded as must not matter
    private static final JsonMapper ASCII =
            JsonMapper.builder().enable(JsonWriteFeature.ESCAPE_NON_ASCII).build();

    private final Process process;
    private final OutputStream commands;
    private final Path errors;
    private final Map<Long, CompletableFuture<JsonNode>> waiting = new ConcurrentHashMap<>();
    private long last;
    private volatile @Nullable String end;

    private RunnerProcess(Process process, Path errors) {
        this.process = process;
        this.commands = process.getOutputStream();
        this.errors = errors;
        Thread reader = new Thread(this::read, "runner-answers");
        reader.setDaemon(true);
        reader.start();
    }

    /** Starts the runner of a client; what it writes to its standard error goes to a file. */
    static RunnerProcess start(Client client, String url, Path errors) throws IOException {
        List<String> command = new ArrayList<>(client.command());
        command.add(url);
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(errors.getParent().toFile())
                .redirectError(ProcessBuilder.Redirect.appendTo(errors.toFile()));
        Map<String, String> environment = builder.environment();
        environment
                .keySet()
                .removeIf(name ->
                        name.startsWith("METAFORGE_") || name.toLowerCase().endsWith("_proxy"));
        environment.put(
                "PYTHONPATH",
                PackagedGateway.root().resolve("clients/python/src").toString());
        environment.put("PYTHONDONTWRITEBYTECODE", "1");
        return new RunnerProcess(builder.start(), errors);
    }

    private void read() {
        try (BufferedReader answers =
                new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
            for (String line = answers.readLine(); line != null; line = answers.readLine()) {
                JsonNode answer = ASCII.readTree(line);
                CompletableFuture<JsonNode> future =
                        waiting.remove(answer.path("id").asLong(-1));
                if (future == null) {
                    throw new IOException("an answer to no command: " + line);
                }
                future.complete(answer);
            }
            end = "the runner ended";
        } catch (IOException e) {
            end = "the runner's answers cannot be read: " + e.getMessage();
        }
        waiting.values().forEach(this::abandon);
    }

    private void abandon(CompletableFuture<JsonNode> future) {
        future.completeExceptionally(new IOException(end));
    }

    /** Sends a command; its answer comes with {@code ok} or {@code error}. */
    CompletableFuture<JsonNode> send(ObjectNode command) {
        CompletableFuture<JsonNode> answer = new CompletableFuture<>();
        synchronized (commands) {
            long id = ++last;
            waiting.put(id, answer);
            try {
                commands.write((line(command.deepCopy().put("id", id)) + "\n").getBytes(StandardCharsets.US_ASCII));
                commands.flush();
            } catch (IOException e) {
                answer.completeExceptionally(new IOException("the runner takes no commands", e));
            }
        }
        if (end != null) {
            abandon(answer);
        }
        return answer;
    }

    private static String line(ObjectNode command) {
        try {
            return ASCII.writeValueAsString(command);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(e);
        }
    }

    /** Returns the end of what it wrote to its standard error. */
    String errors() {
        try {
            String text = new String(Files.readAllBytes(errors), StandardCharsets.UTF_8);
            return text.length() > SHOWN ? "…" + text.substring(text.length() - SHOWN) : text;
        } catch (IOException e) {
            return "(nothing)";
        }
    }

    /** Closes its input, on which it has to end. Returns whether it did so within five seconds. */
    boolean stop() {
        try {
            commands.close();
            if (process.waitFor(5, TimeUnit.SECONDS)) {
                return true;
            }
        } catch (IOException alreadyGone) {
            return true;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        close();
        return false;
    }

    @Override
    public void close() {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly();
    }
}
