package io.metaforge.client.conformance;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** Reads commands from standard input, one JSON object a line, and answers each on standard output when it is done. */
public final class Runner {

    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final Commands commands;
    private final PrintStream out;

    private Runner(String url, PrintStream out) {
        this.commands = new Commands(url);
        this.out = out;
    }

    /** Starts the runner for the gateway whose address is the only argument; ends at the end of input. */
    public static void main(String[] arguments) throws IOException {
        PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
        new Runner(arguments[0], out).serve();
        System.exit(0); // commands that still wait are not waited for
    }

    private void serve() throws IOException {
        // Each command has a thread of its own: a wait can be under way while the next one comes.
        ExecutorService threads = Executors.newCachedThreadPool();
        BufferedReader in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        for (String line = in.readLine(); line != null; line = in.readLine()) {
            if (!line.isBlank()) {
                JsonNode command = JSON.readTree(line);
                threads.execute(() -> answer(command));
            }
        }
    }

    private void answer(JsonNode command) {
        Map<String, Object> answer = new LinkedHashMap<>();
        answer.put("id", command.path("id").asLong());
        try {
            answer.put("ok", commands.execute(command));
        } catch (Exception | AssertionError failure) {
            answer.put("error", Errors.describe(failure));
        }
        try {
            print(JSON.writeValueAsString(answer));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    private synchronized void print(String line) {
        out.println(line);
    }
}
