package io.metaforge.boot.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import io.metaforge.api.RunInput;
import io.metaforge.client.RunRequest;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** What a run is given beside files. */
final class RunInputs {

    @Option(
            names = {"--args", "--arg"},
            paramLabel = "KEY=VALUE",
            description =
                    "An argument of the skill. VALUE is read as JSON if it is some (3, true, [1,2]), else as text."
                            + " Can be given several times.")
    private @Nullable List<String> args;

    @Option(
            names = "--args-file",
            paramLabel = "FILE",
            description = "Arguments as a JSON object; - reads it from standard input. --args wins over it.")
    private @Nullable String argsFile;

    @Option(
            names = "--temperature",
            paramLabel = "0..2",
            description = "Of the language model, where the skill uses one.")
    private @Nullable Double temperature;

    @Option(names = "--verbose", description = "Have more said on how far the run is.")
    private boolean verbose;

    /** Returns the request of these. */
    RunRequest request(String skill, List<String> files) throws IOException {
        return request(skill, new RunInput(files, Map.of()));
    }

    /** Returns the request of these, added to an input. */
    RunRequest request(String skill, RunInput input) throws IOException {
        RunRequest request = RunRequest.of(skill, input.files().toArray(new String[0]));
        Map<String, @Nullable Object> all = new LinkedHashMap<>(input.args());
        all.putAll(arguments());
        if (!all.isEmpty()) {
            request = request.withArgs(all);
        }
        if (temperature != null) {
            request = request.withTemperature(temperature);
        }
        return verbose ? request.withVerboseProgress() : request;
    }

    private Map<String, @Nullable Object> arguments() throws IOException {
        Map<String, @Nullable Object> all = new LinkedHashMap<>();
        if (argsFile != null) {
            all.putAll(object(argsFile));
        }
        for (String arg : args == null ? List.<String>of() : args) {
            int equals = arg.indexOf('=');
            if (equals < 1) {
                throw new CommandFailure(ExitCodes.USAGE, "--args is '" + arg + "'; expected KEY=VALUE");
            }
            all.put(arg.substring(0, equals), value(arg.substring(equals + 1)));
        }
        return all;
    }

    private static Map<String, @Nullable Object> object(String file) throws IOException {
        String text;
        try {
            text = file.equals("-")
                    ? new String(System.in.readAllBytes(), StandardCharsets.UTF_8)
                    : Files.readString(Path.of(file), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new CommandFailure(ExitCodes.USAGE, "--args-file: " + file + " cannot be read");
        }
        try {
            return Json.mapper().readValue(text, new TypeReference<LinkedHashMap<String, @Nullable Object>>() {});
        } catch (JsonProcessingException e) {
            throw new CommandFailure(ExitCodes.USAGE, "--args-file: " + file + " does not hold a JSON object");
        }
    }

    private static @Nullable Object value(String text) {
        try {
            return Json.mapper().readValue(text, Object.class);
        } catch (JsonProcessingException plainText) {
            return text;
        }
    }
}
