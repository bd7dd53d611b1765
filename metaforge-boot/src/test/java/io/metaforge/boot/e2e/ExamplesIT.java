package io.metaforge.boot.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Builds and runs the examples, and a program with the Java client, as the projects of somebody else: with Maven, against the
 * artifacts of this build.
 *
 * <p>Artifacts go into a repository of files, and Maven gets a local repository of its own, which is filled from the
 * existing one: nothing is downloaded, and nothing is left behind.
 */
class ExamplesIT {

    private static final Pattern MODULE = Pattern.compile("<module>([^<]+)</module>");
    private static final Pattern VERSION =
            Pattern.compile("<artifactId>metaforge</artifactId>\\s*<version>([^<]+)</version>");

    @TempDir
    private static Path temp;

    private static Path settings;

    @BeforeAll
    static void stageArtifacts() throws IOException {
        assumeTrue(mavenThere(), "skipped: mvn is not installed");
        Path staged = Files.createDirectories(temp.resolve("staged"));
        Path root = PackagedGateway.root();
        String parent = Files.readString(root.resolve("pom.xml"));
        Matcher version = VERSION.matcher(parent);
        assertThat(version.find()).as("the parent has a version").isTrue();
        stage(staged, "metaforge", version.group(1), root.resolve("pom.xml"), null);
        Matcher modules = MODULE.matcher(parent.substring(0, parent.indexOf("</modules>")));
        while (modules.find()) {
            String module = modules.group(1);
            Path target = root.resolve(module).resolve("target");
            Path jar = module.equals("metaforge-boot")
                    ? target.resolve("metaforge/metaforge.jar")
                    : target.resolve(module + "-" + version.group(1) + ".jar");
            stage(staged, module, version.group(1), root.resolve(module).resolve("pom.xml"), jar);
        }
        settings = Files.writeString(temp.resolve("settings.xml"), """
                <settings>
                  <localRepository>%s</localRepository>
                  <mirrors>
                    <mirror>
                      <id>existing</id>
                      <mirrorOf>*,!staged</mirrorOf>
                      <url>%s</url>
                    </mirror>
                  </mirrors>
                  <profiles>
                    <profile>
                      <id>staged</id>
                      <repositories>
                        <repository>
                          <id>staged</id>
                          <url>%s</url>
                        </repository>
                      </repositories>
                    </profile>
                  </profiles>
                  <activeProfiles>
                    <activeProfile>staged</activeProfile>
                  </activeProfiles>
                </settings>
                """.formatted(
                        temp.resolve("local"), existingRepository().toUri(), staged.toUri()));
    }

    private static void stage(Path repository, String artifact, String version, Path pom, @Nullable Path jar)
            throws IOException {
        Path folder = Files.createDirectories(
                repository.resolve("io/metaforge").resolve(artifact).resolve(version));
        Files.copy(pom, folder.resolve(artifact + "-" + version + ".pom"));
        if (jar != null) {
            Files.copy(jar, folder.resolve(artifact + "-" + version + ".jar"));
        }
    }

    /** The build tells where it is; elsewhere it is where Maven has it unless told otherwise. */
    private static Path existingRepository() {
        String told = System.getProperty("metaforge.localRepository");
        return told != null ? Path.of(told) : Path.of(System.getProperty("user.home"), ".m2", "repository");
    }

    @Test
    void a_program_with_a_gateway_inside_builds_and_runs() throws Exception {
        Path project = copy("embedding");

        assertThat(asTheReadmeSays(project))
                .contains("The run ended: pending_approval")
                .contains("+++ b/checklist.md")
                .contains("+- [ ] The supply voltage must be 9 V to 16 V. (PRD.md:3)")
                .contains("The decision: approved")
                .contains("approval.approved");
        assertThat(inAnEmptyFolder(project.resolve("target/embedding.jar")))
                .isEqualToIgnoringNewLines("Invalid input: there is no file 'PRD.md' in the workspace");
    }

    @Test
    void an_agent_with_a_tool_and_a_policy_builds_passes_its_tests_and_runs() throws Exception {
        Path project = copy("embedding-tool-and-policy");

        assertThat(asTheReadmeSays(project))
                .contains("+| 1V8 | 20000 | 10000 | 1.8000 | 0.00 |")
                .contains("APPROVED by policy:small-documents: at most 20 changed lines, all below docs/")
                .doesNotContain("DEBUG", "INFO");
        try (Stream<Path> reports = Files.list(project.resolve("target/surefire-reports"))) {
            assertThat(reports.filter(report -> report.toString().endsWith(".txt")))
                    .as("reports of tests")
                    .hasSize(3);
        }
        assertThat(inAnEmptyFolder(project.resolve("target/dividers.jar")))
                .isEqualToIgnoringNewLines("Invalid input: there is no file 'rails.csv' in the workspace");
        aServerOffersThem(project.resolve("target/dividers.jar"));
    }

    /** Returns what a program says that finds nothing to work on, after it has failed. */
    private static String inAnEmptyFolder(Path jar) throws Exception {
        Path folder = Files.createTempDirectory(temp, "empty");
        Path log = Files.createTempFile(temp, "command", ".log");
        Process process = new ProcessBuilder(java(), "-jar", jar.toString(), folder.toString())
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        boolean ended = process.waitFor(1, TimeUnit.MINUTES);
        process.destroyForcibly();
        assertThat(ended).isTrue();
        assertThat(process.exitValue()).isEqualTo(1);
        return Files.readString(log, StandardCharsets.UTF_8);
    }

    /** The packaged server with the example's jar on its class path, as the page on extending says. */
    private static void aServerOffersThem(Path jar) throws Exception {
        Path workspace = Files.createDirectories(temp.resolve("rails"));
        Files.writeString(workspace.resolve("rails.csv"), "name,output_v,reference_v,series\n5V,5,1.25,E24\n");
        try (PackagedGateway gateway =
                PackagedGateway.startWith(jar, List.of(), PackagedGateway.freePort(), workspace)) {
            Http http = gateway.http();
            assertThat(http.get("/api/v1/status?refresh=true").text()).contains("divider-finder");
            String session = http.post("/api/v1/agent/run?wait=30", "{\"skill\":\"dividers\"}")
                    .json()
                    .path("session_id")
                    .asText();
            await().untilAsserted(() ->
                    assertThat(http.get("/api/v1/session/" + session).text()).contains("\"approved\""));
            assertThat(http.get("/api/v1/audit").text()).contains("policy:small-documents", session);
            assertThat(http.get("/api/v1/session/" + session + "/events").text())
                    .contains("approval.approved", "policy:small-documents");
            assertThat(workspace.resolve("docs/dividers.md")).content().contains("| 5V | 30000 | 10000 |");

            Files.writeString(workspace.resolve("rails.csv"), "name,output_v,reference_v,series\n1V8,1.8,0.6,E24\n");
            String program =
                    PackagedGateway.application().resolve("metaforge.jar").toString();
            assertThat(run(
                            workspace,
                            List.of(
                                    java(),
                                    "-jar",
                                    program,
                                    "run",
                                    "dividers",
                                    "--gateway",
                                    "http://localhost:" + gateway.port())))
                    .contains("Done: approved by policy:small-documents: at most 20 changed lines, all below docs/");
        }
    }

    @Test
    void a_skill_that_is_a_program_goes_into_a_workspace() throws Exception {
        assumeTrue(new ProcessBuilder("which", "python3").start().waitFor() == 0, "skipped: python3 is not installed");
        Path workspace = Workspaces.withPrd(temp.resolve("checked"));
        Path skill = copy("skill-program").resolve("review-checklist");
        Path skills = Files.createDirectories(workspace.resolve(".forge/skills"));
        Files.move(skill, skills.resolve("review-checklist"));
        assertThat(skills.resolve("review-checklist/checklist.py").toFile().setExecutable(true))
                .isTrue();
        try (PackagedGateway gateway = PackagedGateway.start(workspace)) {
            Http http = gateway.http();
            JsonNode spec = http.post("/api/v1/agent/run?wait=30", "{\"skill\":\"spec\"}")
                    .json();
            http.post("/api/v1/approve/" + spec.path("session_id").asText(), "{}");
            String requirement = http.get(
                            "/api/v1/session/" + spec.path("session_id").asText() + "/artifacts/constraints.json")
                    .json()
                    .at("/requirements/0/id")
                    .asText();

            JsonNode run = http.post("/api/v1/agent/run?wait=30", "{\"skill\":\"review-checklist\"}")
                    .json();

            assertThat(run.path("status").asText()).as("%s", run).isEqualTo("pending_approval");
            assertThat(http.get("/api/v1/session/" + run.path("session_id").asText() + "/diff")
                            .text())
                    .contains("+++ b/review-checklist.md", "+- [ ] **" + requirement + "** ");
            JsonNode refused = http.post(
                            "/api/v1/agent/run?wait=30",
                            "{\"skill\":\"review-checklist\",\"input\":{\"args\":{\"priorities\":[\"none\"]}}}")
                    .json();
            assertThat(refused.at("/error/message").asText()).contains("args.priorities knows must, should and may");
        }
    }

    @Test
    void the_java_client_goes_into_an_empty_project() throws Exception {
        Path project = Files.createDirectories(temp.resolve("consumer"));
        Path pom = PackagedGateway.root().resolve("examples/embedding/pom.xml");
        Files.writeString(
                project.resolve("pom.xml"),
                Files.readString(pom)
                        .replace("metaforge-application", "metaforge-client")
                        .replace("com.example.checklist.Embedding", "com.example.Consumer"));
        Path sources = Files.createDirectories(project.resolve("src/main/java/com/example"));
        Files.writeString(sources.resolve("Consumer.java"), """
                package com.example;

                import io.metaforge.client.MetaForgeClient;

                public final class Consumer {

                    public static void main(String[] arguments) {
                        try (MetaForgeClient client = MetaForgeClient.connect(arguments[0])) {
                            client.skills().forEach(skill -> System.out.println(skill.name()));
                        }
                    }
                }
                """);
        run(project, List.of(maven(), "-B", "-q", "-s", settings.toString(), "package"));

        try (PackagedGateway gateway = PackagedGateway.start(Files.createDirectories(temp.resolve("served")))) {
            assertThat(run(
                            project,
                            List.of(java(), "-jar", "target/embedding.jar", "http://localhost:" + gateway.port())))
                    .contains("spec", "architecture");
        }
        try (Stream<Path> needed = Files.list(project.resolve("target/lib"))) {
            assertThat(needed.map(jar -> jar.getFileName().toString().replaceFirst("-[0-9.]+\\.jar$", "")))
                    .containsExactlyInAnyOrder(
                            "metaforge-client",
                            "metaforge-api",
                            "jackson-annotations",
                            "jackson-core",
                            "jackson-databind",
                            "jspecify");
        }
    }

    private static Path copy(String example) throws IOException {
        Path source = PackagedGateway.root().resolve("examples").resolve(example);
        Path copy = temp.resolve(example);
        try (Stream<Path> files = Files.walk(source)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                Path relative = source.relativize(file);
                if (!relative.startsWith("target")) {
                    Path to = copy.resolve(relative.toString());
                    Files.createDirectories(to.getParent());
                    Files.copy(file, to);
                }
            }
        }
        return copy;
    }

    /** Types the commands of the first block of the project's README, and returns what they print. */
    private static String asTheReadmeSays(Path project) throws Exception {
        String readme = Files.readString(project.resolve("README.md"));
        int start = readme.indexOf("```sh\n");
        assertThat(start).as("the README has a block of commands").isNotNegative();
        StringBuilder output = new StringBuilder();
        for (String line :
                readme.substring(start + 6, readme.indexOf("```", start + 6)).split("\n")) {
            List<String> command = new ArrayList<>(List.of(line.split(" ")));
            if (command.get(0).equals("mvn")) {
                command.set(0, maven());
                command.addAll(1, List.of("-B", "-s", settings.toString()));
            } else {
                assertThat(command.get(0)).isEqualTo("java");
                command.set(0, java());
            }
            output.append(run(project, command));
        }
        return output.toString();
    }

    private static String run(Path folder, List<String> command) throws Exception {
        Path log = Files.createTempFile(temp, "command", ".log");
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(log.toFile());
        builder.environment().keySet().removeIf(name -> name.startsWith("MAVEN_") || name.startsWith("METAFORGE_"));
        builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
        Process process = builder.start();
        process.getOutputStream().close();
        boolean ended = process.waitFor(3, TimeUnit.MINUTES);
        if (!ended) {
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly();
        }
        String output = Files.readString(log, StandardCharsets.UTF_8);
        assertThat(ended && process.exitValue() == 0)
                .as("%s\n%s", command, output)
                .isTrue();
        return output;
    }

    private static String java() {
        return Path.of(System.getProperty("java.home"), "bin", "java").toString();
    }

    private static String maven() {
        return File.separatorChar == '\\' ? "mvn.cmd" : "mvn";
    }

    private static boolean mavenThere() {
        try {
            Process process = new ProcessBuilder(maven(), "--version")
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
            return process.waitFor(1, TimeUnit.MINUTES) && process.exitValue() == 0;
        } catch (IOException missing) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
