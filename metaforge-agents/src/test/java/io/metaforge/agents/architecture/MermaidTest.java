package io.metaforge.agents.architecture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** The diagrams, parsed by mermaid itself under Node; skipped where Node, npm or the package cannot be had. */
class MermaidTest {

    private static final String CHECK = """
            import { JSDOM } from 'jsdom';
            import { readFileSync } from 'node:fs';
            const dom = new JSDOM('');
            globalThis.window = dom.window;
            globalThis.document = dom.window.document;
            const mermaid = (await import('mermaid')).default;
            mermaid.initialize({ startOnLoad: false });
            let count = 0;
            for (const file of process.argv.slice(2)) {
              for (const match of readFileSync(file, 'utf8').matchAll(/```mermaid\\n([\\s\\S]*?)```/g)) {
                try {
                  await mermaid.parse(match[1]);
                  count++;
                } catch (e) {
                  console.log(file + ': ' + e.message);
                  process.exit(1);
                }
              }
            }
            console.log(count + ' diagrams');
            """;

    @Test
    void every_diagram_parses() throws Exception {
        Path folder = Files.createDirectories(Path.of("target", "mermaid")).toAbsolutePath();
        if (!Files.isDirectory(folder.resolve("node_modules/mermaid"))) {
            Files.writeString(folder.resolve("package.json"), "{\"private\": true}\n");
            String installed = run(
                    folder,
                    120,
                    List.of("npm", "install", "--no-audit", "--no-fund", "--ignore-scripts", "mermaid@11", "jsdom@26"));
            if (System.getenv("CI") != null) {
                assertThat(installed).as("the pipeline has npm").startsWith("0:");
            }
            assumeTrue(installed.startsWith("0:"), "skipped: npm cannot install mermaid here");
        }
        Files.writeString(folder.resolve("check.mjs"), CHECK);
        List<String> command = new ArrayList<>(List.of("node", "check.mjs"));
        Document hostile = new Document("\"]; end %%{init}%% <b>#quot; `x`")
                .must(io.metaforge.agents.constraints.Category.POWER, "Runs from a 3S LiPo \"]--> x.")
                .must(io.metaforge.agents.constraints.Category.INTERFACE, "Bluetooth; end \"]", "Bluetooth")
                .must(io.metaforge.agents.constraints.Category.FUNCTIONAL, "Display, camera, two DC motors.");
        int number = 0;
        for (Document document :
                List.of(Documents.logger(), Documents.flightController(), Documents.solarCharger(), hostile)) {
            String name = "design" + ++number + ".md";
            Files.writeString(
                    folder.resolve(name),
                    Objects.requireNonNull(Runs.of(document.json()).get("architecture.md")));
            command.add(name);
        }
        for (String example : Examples.NAMES) {
            Files.writeString(
                    folder.resolve(example + ".md"),
                    Objects.requireNonNull(Examples.architecture(example).get("architecture.md")));
            command.add(example + ".md");
        }
        assertThat(run(folder, 60, command)).isEqualTo("0:14 diagrams");
    }

    /** Returns the exit code, a colon and the output. */
    private static String run(Path folder, int seconds, List<String> command) throws InterruptedException {
        try {
            Path output = folder.resolve("output.txt");
            Process process = new ProcessBuilder(command)
                    .directory(folder.toFile())
                    .redirectErrorStream(true)
                    .redirectOutput(output.toFile())
                    .start();
            if (!process.waitFor(seconds, TimeUnit.SECONDS)) {
                process.destroyForcibly().waitFor();
                return "timeout:";
            }
            return process.exitValue() + ":"
                    + Files.readString(output, StandardCharsets.UTF_8).strip();
        } catch (IOException e) {
            return "missing:" + e.getMessage();
        }
    }
}
