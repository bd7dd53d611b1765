package io.metaforge.adapter.tools;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.metaforge.application.port.out.Tool;
import io.metaforge.application.port.out.ToolRequest;
import io.metaforge.application.port.out.ToolResult;
import io.metaforge.application.port.out.Tools.Detected;
import io.metaforge.application.port.out.Tools.State;
import io.metaforge.domain.failure.Failure;
import io.metaforge.domain.failure.FailureKind;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * One program of the machine as a tool. Its arguments are those of the request; the request's parameters, if any, are its
 * standard input, as one JSON object in UTF-8.
 *
 * <p>It works in a temporary folder with the request's files, which is its home too and is deleted afterwards. It has an
 * environment of its own: neither the gateway's variables nor its secrets. It is not kept from the network or from other files
 * of the user. Thread-safe.
 */
public final class ProgramTool implements Tool {

    private final String name;
    private final String version;
    private final Path program;
    private final Map<String, String> environment;
    private final JsonMapper json = JsonMapper.builder().build();

    /**
     * @param name what agents ask for
     * @param version to show, as nobody asks the program for it
     * @param program absolute path of an executable file
     * @param environment variables it gets beside {@code PATH}, {@code HOME}, {@code TMPDIR}, {@code LC_ALL} and {@code LANG}
     */
    public ProgramTool(String name, String version, Path program, Map<String, String> environment) {
        if (!program.isAbsolute()) {
            throw new IllegalArgumentException("not an absolute path: " + program);
        }
        this.name = name;
        this.version = version;
        this.program = program;
        this.environment = Map.copyOf(environment);
    }

    @Override
    public String name() {
        return name;
    }

    /** Looks for the file only: a program that is not known cannot be asked for its version. */
    @Override
    public Detected detect() {
        return Files.isExecutable(program)
                ? Detected.available(name, version)
                : new Detected(
                        name,
                        State.NOT_FOUND,
                        null,
                        "the program " + program.getFileName() + " of " + name + " is missing or not executable");
    }

    @Override
    public ToolResult execute(ToolRequest request) throws InterruptedException {
        long deadline = System.nanoTime() + request.limits().time().toNanos();
        byte[] input = input(request);
        try (WorkFolder folder = WorkFolder.create()) {
            folder.put(request.inputs());
            return in(folder, request, input, deadline);
        } catch (IOException e) {
            throw failure(FailureKind.TOOL, name + " has no folder to work in: the temporary folder cannot be used");
        } catch (WorkFolder.TooMuchException e) {
            throw tooMuch(request);
        }
    }

    private ToolResult in(WorkFolder folder, ToolRequest request, byte[] input, long deadline)
            throws IOException, WorkFolder.TooMuchException, InterruptedException {
        List<String> command = new ArrayList<>();
        command.add(program.toString());
        command.addAll(request.arguments());
        long most = request.limits().outputBytes();
        ByteArrayOutputStream output = new ByteArrayOutputStream();
        ByteArrayOutputStream errors = new ByteArrayOutputStream();
        int exitCode;
        try (ChildProcess child = started(command, folder)) {
            child.feed(input);
            switch (child.await(output, errors, deadline, most)) {
                case TIMED_OUT -> throw tooLate(request.limits().time());
                case PRINTED_TOO_MUCH -> throw tooMuch(request);
                case EXITED -> exitCode = child.exitCode();
                default -> throw new AssertionError("an end that is not known");
            }
        }
        return new ToolResult(
                name,
                exitCode,
                output.toString(StandardCharsets.UTF_8),
                errors.toString(StandardCharsets.UTF_8),
                folder.changed(request.inputs(), most - output.size() - errors.size()));
    }

    private ChildProcess started(List<String> command, WorkFolder folder) {
        try {
            return ChildProcess.start(command, folder.path(), environment, false);
        } catch (IOException e) {
            throw failure(
                    FailureKind.TOOL,
                    name + " does not start: " + program.getFileName()
                            + " must be executable, and what its first line names must be installed");
        }
    }

    private byte[] input(ToolRequest request) {
        if (request.parameters().isEmpty()) {
            return new byte[0];
        }
        try {
            return json.writeValueAsBytes(request.parameters());
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("parameters are of JSON types", e);
        }
    }

    private RuntimeException tooLate(Duration limit) {
        Map<String, Object> details = new LinkedHashMap<>();
        details.put("tool", name);
        details.put("seconds", limit.toMillis() / 1000.0);
        return new Failure(
                        FailureKind.TIMEOUT,
                        name + " did not end within " + limit.toMillis() / 1000.0 + " seconds",
                        details)
                .asException();
    }

    private RuntimeException tooMuch(ToolRequest request) {
        return failure(
                FailureKind.TOOL,
                name + " printed and wrote more than the limit of "
                        + request.limits().outputBytes() + " bytes");
    }

    private RuntimeException failure(FailureKind kind, String message) {
        return new Failure(kind, message, Map.of("tool", name)).asException();
    }
}
