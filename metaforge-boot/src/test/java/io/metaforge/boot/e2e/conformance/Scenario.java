package io.metaforge.boot.e2e.conformance;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.metaforge.boot.e2e.Http;
import io.metaforge.boot.e2e.PackagedGateway;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/**
 * A scenario of {@code clients/conformance/scenarios}, whose README describes the format.
 *
 * @param id the file's name without its ending
 * @param title one line for a person; a row of the table of results
 * @param files what lies in the scenario's folder of the workspace at the start, by path
 */
record Scenario(
        String id,
        String title,
        GatewayKind gateway,
        Duration deadline,
        Map<String, String> files,
        List<ObjectNode> steps) {

    private static final int DEADLINE_SECONDS = 90;
    private static final Set<String> MEMBERS = Set.of("title", "why", "gateway", "deadline_s", "files", "steps");

    /** Reads all scenarios, in the order of their names. */
    static List<Scenario> all() throws IOException {
        Path folder = PackagedGateway.root().resolve("clients/conformance/scenarios");
        List<Scenario> scenarios = new ArrayList<>();
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.filter(path -> path.toString().endsWith(".json"))
                    .sorted()
                    .toList()) {
                scenarios.add(read(file));
            }
        }
        return scenarios;
    }

    private static Scenario read(Path file) throws IOException {
        JsonNode json = Http.JSON.readTree(file.toFile());
        json.fieldNames().forEachRemaining(name -> {
            if (!MEMBERS.contains(name)) {
                throw new IllegalArgumentException(file + " has an unknown member " + name);
            }
        });
        Map<String, String> files = new LinkedHashMap<>();
        json.path("files")
                .properties()
                .forEach(entry -> files.put(
                        entry.getKey(),
                        entry.getValue().isTextual()
                                ? entry.getValue().asText()
                                : entry.getValue().toString()));
        List<ObjectNode> steps = new ArrayList<>();
        json.withArray("steps").forEach(step -> steps.add((ObjectNode) step));
        return new Scenario(
                file.getFileName().toString().replaceFirst("\\.json$", ""),
                json.required("title").asText(),
                GatewayKind.valueOf(json.path("gateway").asText("shared").toUpperCase(Locale.ROOT)),
                Duration.ofSeconds(json.path("deadline_s").asLong(DEADLINE_SECONDS)),
                files,
                steps);
    }
}
