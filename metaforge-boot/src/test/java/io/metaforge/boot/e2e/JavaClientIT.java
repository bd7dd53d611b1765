package io.metaforge.boot.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.metaforge.api.Events;
import io.metaforge.api.Statuses;
import io.metaforge.client.MetaForgeClient;
import io.metaforge.client.Session;
import io.metaforge.client.event.Event;
import io.metaforge.client.event.EventWatch;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.io.StringWriter;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import javax.tools.JavaCompiler;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The Java client with the packaged gateway, where the suite of all clients does not look: its guide, and many runs at once. */
@Timeout(120)
class JavaClientIT {

    @TempDir
    static Path temp;

    private static PackagedGateway gateway;

    @BeforeAll
    static void start() throws Exception {
        gateway = PackagedGateway.start(Workspaces.withPrd(temp.resolve("workspace")));
    }

    @AfterAll
    static void stop() throws Exception {
        gateway.close();
    }

    private static String url() {
        return "http://localhost:" + gateway.port();
    }

    @Test
    void every_block_of_its_guide_works_as_written() throws Exception {
        Document document = Document.read("clients/java.md");
        assertThat(document.blocksBeside(List.of("java", "xml")))
                .as("blocks that nobody checks")
                .isEmpty();
        Set<String> imports = new TreeSet<>();
        StringBuilder body = new StringBuilder();
        for (Document.Block block : document.blocks("java")) {
            if (block.text().startsWith("module ")) {
                continue; // metaforge-client's own tests run a program that is a module
            }
            for (String line : block.lines()) {
                if (line.startsWith("import ")) {
                    imports.add(line);
                } else {
                    body.append(line.replace("http://localhost:3000", url())).append('\n');
                }
            }
        }
        String program = String.join("\n", imports)
                + "\nfinal class Guide {\nstatic void main(java.io.PrintStream out) throws Exception {\n"
                + body.toString().replace("System.out.", "out.")
                + "}\n}\n";

        assertThat(run(program))
                .contains("+++ b/constraints.json")
                .contains("written: [assumptions.md, constraints.json]")
                .contains("verdict=approved")
                .contains("session.complete")
                .contains("not what is pending")
                .containsPattern("(?m)^true$")
                .contains("healthy");
    }

    private static String run(String program) throws Exception {
        Path source = Files.writeString(temp.resolve("Guide.java"), program);
        Path classes = Files.createDirectories(temp.resolve("classes"));
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        StringWriter messages = new StringWriter();
        boolean compiled;
        try (var files = compiler.getStandardFileManager(null, null, StandardCharsets.UTF_8)) {
            List<String> options = List.of(
                    "--release",
                    "17",
                    "-proc:none",
                    "-d",
                    classes.toString(),
                    "-cp",
                    System.getProperty("java.class.path"));
            compiled = compiler.getTask(messages, files, null, options, null, files.getJavaFileObjects(source))
                    .call();
        }
        assertThat(compiled).as("%s\n%s", messages, program).isTrue();
        ByteArrayOutputStream printed = new ByteArrayOutputStream();
        try (var loader =
                new URLClassLoader(new URL[] {classes.toUri().toURL()}, JavaClientIT.class.getClassLoader())) {
            var main = loader.loadClass("Guide").getDeclaredMethod("main", PrintStream.class);
            main.setAccessible(true);
            main.invoke(null, new PrintStream(printed, true, StandardCharsets.UTF_8));
        }
        return printed.toString(StandardCharsets.UTF_8);
    }

    @Test
    void many_waits_and_a_watch_see_every_run_to_its_end() throws Exception {
        ConcurrentLinkedQueue<Event> seen = new ConcurrentLinkedQueue<>();
        CompletableFuture<Void> allSeen = new CompletableFuture<>();
        int runs = 16;
        try (MetaForgeClient client = MetaForgeClient.connect(url());
                EventWatch watch = client.onEvent(event -> {
                    seen.add(event);
                    if (seen.stream()
                                    .filter(one -> one.name().equals(Events.SESSION_COMPLETE))
                                    .count()
                            == runs) {
                        allSeen.complete(null);
                    }
                })) {
            List<CompletableFuture<Session>> waits = IntStream.range(0, runs)
                    .mapToObj(i -> client.runSkillAsync("spec", "PRD.md")
                            .thenCompose(run -> run.waitForCompletionAsync(Duration.ofMinutes(1), report -> {})))
                    .toList();
            List<Session> ended = new ArrayList<>();
            for (CompletableFuture<Session> wait : waits) {
                ended.add(wait.get(60, TimeUnit.SECONDS));
            }
            allSeen.get(30, TimeUnit.SECONDS);

            assertThat(ended).extracting(Session::status).isSubsetOf(Statuses.PENDING_APPROVAL, Statuses.COMPLETED);
            List<Long> ids = seen.stream().map(Event::id).toList();
            assertThat(ids).isSorted().doesNotHaveDuplicates();
            assertThat(seen.stream()
                            .filter(event -> event.name().equals(Events.SESSION_COMPLETE))
                            .map(Event::sessionId)
                            .collect(Collectors.toSet()))
                    .isEqualTo(ended.stream().map(Session::id).collect(Collectors.toSet()));
        }
    }
}
