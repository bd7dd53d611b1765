package io.metaforge.boot.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import io.metaforge.boot.configuration.Option;
import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.io.StringWriter;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;
import org.junit.platform.launcher.listeners.SummaryGeneratingListener;

/** Does what the documentation says, word for word: types its commands, compiles and runs its programs. */
class DocumentationIT {

    @TempDir
    Path temp;

    @Test
    void the_guide_works_as_written() throws Exception {
        check(Document.read("guide.md"), Files.createDirectories(temp.resolve("home")));
    }

    @Test
    void the_page_on_rest_and_events_works_as_written() throws Exception {
        check(Document.read("rest-and-events.md"), Workspaces.withPrd(temp.resolve("workspace")));
    }

    @Test
    void the_page_on_operating_works_as_written() throws Exception {
        check(Document.read("operating.md"), Workspaces.withPrd(temp.resolve("workspace")));
    }

    @Test
    void the_page_on_skills_in_folders_works_as_written() throws Exception {
        assumeTrue(runs("python3", "--version"), "skipped: python3 is not installed");
        check(Document.read("skills/folders.md"), Files.createDirectories(temp.resolve("home")));
    }

    private static void check(Document document, Path folder) throws Exception {
        assumeTrue(runs("bash", "--version") && runs("curl", "--version"), "skipped: bash or curl is not installed");
        assertThat(document.blocksBeside(List.of("sh", "console", "mermaid", "caddy", "properties")))
                .as("%s has no block that nobody executes", document.name())
                .isEmpty();
        settingsAreKnown(document);
        // Port 3000 is that of SnippetsIT, which may run beside this.
        new Transcript(document, folder, PackagedGateway.freePort()).check();
    }

    private static void settingsAreKnown(Document document) {
        for (Document.Block block : document.blocks("properties")) {
            assertThat(block.text().lines().filter(line -> !line.startsWith("#")))
                    .as("settings at %s:%d", document.name(), block.line())
                    .isNotEmpty()
                    .allSatisfy(line -> assertThat(Stream.of(Option.values()).map(Option::key))
                            .contains(line.substring(0, line.indexOf('='))));
        }
    }

    @Test
    void programs_of_the_page_on_extending_compile_and_run() throws Exception {
        Document document = Document.read("extending.md");
        assertThat(document.blocksBeside(List.of("java", "xml", "mermaid", "sh")))
                .as("%s has no block that nobody checks", document.name())
                .isEmpty();
        Path classes = compile(document);
        Path jar = jar(classes, "com.example.LineCounter");
        Path workspace = Workspaces.withPrd(temp.resolve("workspace"));

        assertThat(run(workspace, jar, "com.example.Embedding"))
                .contains("+++ b/line-count.txt")
                .contains("approved");
        assertThat(workspace.resolve("line-count.txt")).isRegularFile();
        runTests(classes, "com.example.LineCounterTest");
        runTests(classes, "com.example.LineCounterOverHttpTest");
        assertThat(classes.resolve("com/example/OwnSessionStoreTest.class")).isRegularFile();
    }

    @Test
    void a_server_offers_the_agent_and_serves_the_client_of_the_page_on_extending() throws Exception {
        assumeTrue(runs("bash", "--version"), "skipped: bash is not installed");
        Document document = Document.read("extending.md");
        Path jar = jar(compile(document), "com.example.LineCounter");
        Path project = Files.createDirectories(temp.resolve("project"));
        Workspaces.withPrd(temp.resolve("pump"));
        String command = document.blocks("sh").get(0).text();
        assertThat(command).contains("line-counter.jar").contains("metaforge-boot/target/metaforge/metaforge.jar");
        int port = PackagedGateway.freePort();
        ProcessBuilder bash = new ProcessBuilder(
                        "bash",
                        "-ec",
                        "exec "
                                + command.replace("line-counter.jar", jar.toString())
                                        .replace(
                                                "metaforge-boot/target/metaforge",
                                                PackagedGateway.application().toString()))
                .directory(project.toFile())
                .redirectErrorStream(true)
                .redirectOutput(temp.resolve("server.log").toFile());
        bash.environment().keySet().removeIf(name -> name.startsWith("METAFORGE_"));
        bash.environment().put("METAFORGE_PORT", Integer.toString(port));
        Process server = bash.start();
        try {
            Http http = new Http(port);
            awaitHealthy(http, server);
            assertThat(http.get("/api/v1/skills").text()).contains("\"count\"", "line-counter-agent");
            assertThat(http.post("/api/v1/agent/run?wait=30", "{\"skill\":\"count\"}")
                            .json()
                            .path("status")
                            .asText())
                    .isEqualTo("pending_approval");
            assertThat(run(project, jar, "com.example.Client", "http://localhost:" + port))
                    .contains("+++ b/constraints.json");
            assertThat(temp.resolve("pump/constraints.json")).isRegularFile();
        } finally {
            server.destroy();
            server.waitFor(30, TimeUnit.SECONDS);
        }
    }

    private void awaitHealthy(Http http, Process server) throws Exception {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
        while (true) {
            assertThat(server.isAlive() && System.nanoTime() < deadline)
                    .as("the server starts: %s", Files.readString(temp.resolve("server.log")))
                    .isTrue();
            try {
                if (http.get("/api/v1/health").status() == 200) {
                    return;
                }
            } catch (IOException notYet) {
                Thread.sleep(20);
            }
        }
    }

    /** Compiles every Java block of the document, each a file, into a folder. */
    private Path compile(Document document) throws IOException {
        Path sources = Files.createDirectories(temp.resolve("sources"));
        List<File> files = new ArrayList<>();
        for (Document.Block block : document.blocks("java")) {
            Matcher name = Pattern.compile("(?:class|record|interface) (\\w+)").matcher(block.text());
            assertThat(name.find())
                    .as("extending.md:%d declares a class", block.line())
                    .isTrue();
            files.add(Files.writeString(sources.resolve(name.group(1) + ".java"), block.text())
                    .toFile());
        }
        Path classes = Files.createDirectories(temp.resolve("classes"));
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        StringWriter messages = new StringWriter();
        try (StandardJavaFileManager manager = compiler.getStandardFileManager(null, null, StandardCharsets.UTF_8)) {
            boolean compiled = compiler.getTask(
                            messages,
                            manager,
                            null,
                            List.of(
                                    "-d",
                                    classes.toString(),
                                    "--release",
                                    "17",
                                    "-proc:none",
                                    "-cp",
                                    System.getProperty("java.class.path")),
                            null,
                            manager.getJavaFileObjectsFromFiles(files))
                    .call();
            assertThat(compiled).as("%s", messages).isTrue();
        }
        return classes;
    }

    /** Packs the classes, with an agent registered. */
    private Path jar(Path classes, String agent) throws IOException {
        Path jar = temp.resolve("line-counter.jar");
        try (OutputStream out = Files.newOutputStream(jar);
                JarOutputStream entries = new JarOutputStream(out);
                Stream<Path> files = Files.walk(classes)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                entries.putNextEntry(
                        new JarEntry(classes.relativize(file).toString().replace('\\', '/')));
                Files.copy(file, entries);
            }
            entries.putNextEntry(new JarEntry("META-INF/services/io.metaforge.application.agent.Agent"));
            entries.write(agent.getBytes(StandardCharsets.UTF_8));
        }
        return jar;
    }

    private static String run(Path folder, Path jar, String mainClass, String... arguments) throws Exception {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                jar + File.pathSeparator + PackagedGateway.application().resolve("lib") + File.separator + "*",
                mainClass));
        command.addAll(List.of(arguments));
        Process process = new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .start();
        process.getOutputStream().close();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor(60, TimeUnit.SECONDS) && process.exitValue() == 0)
                .as("%s", output)
                .isTrue();
        return output;
    }

    private static void runTests(Path classes, String testClass) throws Exception {
        try (URLClassLoader loader = new URLClassLoader(
                new URL[] {classes.toUri().toURL()}, Thread.currentThread().getContextClassLoader())) {
            SummaryGeneratingListener listener = new SummaryGeneratingListener();
            LauncherFactory.create()
                    .execute(
                            LauncherDiscoveryRequestBuilder.request()
                                    .selectors(selectClass(loader.loadClass(testClass)))
                                    .build(),
                            listener);
            assertThat(listener.getSummary().getFailures())
                    .extracting(failure -> failure.getException().toString())
                    .isEmpty();
            assertThat(listener.getSummary().getTestsSucceededCount())
                    .as("tests in %s", testClass)
                    .isPositive();
        }
    }

    private static boolean runs(String... command) {
        try {
            Process process = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
            return process.waitFor() == 0;
        } catch (IOException missing) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
