package io.metaforge.boot.e2e;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;

/** The API reference that users hold, as data: its code blocks by heading. */
final class Reference {

    private final List<Block> blocks = new ArrayList<>();

    /** A fenced block below a heading, and the bold line before it. */
    private record Block(String heading, String label, String language, String text) {}

    Reference() {
        try {
            parse(Files.readAllLines(PackagedGateway.root().resolve("docs/reference.md")));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void parse(List<String> lines) {
        String heading = "";
        String label = "";
        for (int i = 0; i < lines.size(); i++) {
            String line = lines.get(i);
            if (line.startsWith("#")) {
                heading = line.replaceFirst("^#+ ", "");
                label = "";
            } else if (line.startsWith("**")) {
                label = line.substring(2, line.indexOf("**", 2));
            } else if (line.startsWith("```")) {
                StringBuilder text = new StringBuilder();
                int start = i;
                for (i++; !lines.get(i).equals("```"); i++) {
                    text.append(lines.get(i)).append('\n');
                }
                blocks.add(new Block(heading, label, lines.get(start).substring(3), text.toString()));
            }
        }
    }

    /** Returns the JSON block under {@code heading} that follows the bold word {@code label}. */
    JsonNode json(String heading, String label) {
        try {
            return Http.JSON.readTree(text(heading, label, "json"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Returns a block word for word. */
    String text(String heading, String label, String language) {
        return blocks.stream()
                .filter(block -> block.heading().equals(heading)
                        && block.label().equals(label)
                        && block.language().equals(language))
                .findFirst()
                .orElseThrow(() -> new AssertionError(
                        "the reference has no " + language + " block under '" + heading + "' / '" + label + "'"))
                .text();
    }
}
