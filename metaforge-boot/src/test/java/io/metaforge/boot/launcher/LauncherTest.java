package io.metaforge.boot.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The launcher, in a copy of the repository's outline whose path has spaces. */
class LauncherTest {

    /** What the script may use beside a shell, a JDK and Maven. */
    private static final List<String> TOOLS =
            List.of("cat", "dirname", "find", "head", "ls", "mkdir", "mv", "readlink", "rm", "sed", "sleep", "tr");

    @TempDir
    private Path temporary;

    private Path home;
    private Path app;
    private Path tools;
    private final Map<String, String> environment = new TreeMap<>();

    @BeforeEach
    void outlineOfARepository() throws IOException {
        home = Files.createDirectories(temporary.toRealPath().resolve("my designs/meta forge"));
        Files.copy(Path.of("..", "metaforge"), home.resolve("metaforge"));
        app = Files.createDirectories(home.resolve("metaforge-boot/target/metaforge"));
        Files.createFile(app.resolve("metaforge.jar"));
        Files.createFile(app.resolve("built"));
        tools = Files.createDirectory(temporary.resolve("tools"));
        for (String tool : TOOLS) {
            for (String folder : List.of("/usr/bin", "/bin")) {
                Path program = Path.of(folder, tool);
                if (Files.exists(program) && !Files.exists(tools.resolve(tool))) {
                    program(tools.resolve(tool), "exec " + program + " \"$@\"");
                }
            }
        }
        environment.put("PATH", tools.toString());
        environment.put("METAFORGE_JVM_FOLDERS", "");
        environment.put("METAFORGE_NO_ARCHIVE", "1");
    }

    @Nested
    class Place {

        @Test
        void it_works_from_another_folder_and_keeps_arguments_as_they_are() throws Exception {
            environment.put("JAVA_HOME", jdk("17.0.1").toString());

            Result result = run(home.resolve("metaforge"), "reject", "a b", "--reason", "too $HOT* \"now\"");

            assertThat(result.exit).as(result.err).isZero();
            assertThat(result.out)
                    .containsSubsequence(
                            "-jar",
                            app.resolve("metaforge.jar").toString(),
                            "reject",
                            "a b",
                            "--reason",
                            "too $HOT* \"now\"");
        }

        @Test
        void it_works_through_a_chain_of_relative_and_absolute_links() throws Exception {
            environment.put("JAVA_HOME", jdk("17.0.1").toString());
            Path bin = Files.createDirectories(temporary.resolve("my bin"));
            Path absolute = Files.createSymbolicLink(bin.resolve("second"), home.resolve("metaforge"));
            Path relative = Files.createSymbolicLink(
                    temporary.resolve("first"), Path.of("my bin").resolve(absolute.getFileName()));

            Result result = run(relative, "status");

            assertThat(result.exit).as(result.err).isZero();
            assertThat(result.out).contains(app.resolve("metaforge.jar").toString());
        }
    }

    @Nested
    class JavaOptions {

        @Test
        void win_over_the_launchers_own() throws Exception {
            environment.put("JAVA_HOME", jdk("17.0.1").toString());
            environment.put("METAFORGE_JAVA_OPTIONS", "-Xmx2g -XX:+UseG1GC");

            Result result = run(home.resolve("metaforge"), "serve");

            assertThat(result.out)
                    .containsSubsequence("-Xmx512m", "-Xmx2g", "-XX:+UseG1GC", "-jar")
                    .doesNotContain("-XX:+UseSerialGC");
        }

        @Test
        void without_any_a_small_collector_is_chosen() throws Exception {
            environment.put("JAVA_HOME", jdk("17.0.1").toString());

            assertThat(run(home.resolve("metaforge"), "serve").out).contains("-XX:+UseSerialGC");
        }
    }

    @Nested
    class FindingJava {

        @Test
        void without_JAVA_HOME_the_one_on_the_path_is_taken() throws Exception {
            environment.put("PATH", jdk("21.0.2").resolve("bin") + ":" + tools);

            assertThat(run(home.resolve("metaforge"), "status").out).contains("java 21.0.2");
        }

        @Test
        void one_that_is_too_old_is_passed_over() throws Exception {
            environment.put("JAVA_HOME", jdk("11.0.9").toString());
            environment.put("PATH", jdk("17.0.1").resolve("bin") + ":" + tools);

            assertThat(run(home.resolve("metaforge"), "status").out).contains("java 17.0.1");
        }

        @Test
        void the_usual_folders_are_searched() throws Exception {
            environment.put("METAFORGE_JVM_FOLDERS", jdk("25").getParent().toString());

            assertThat(run(home.resolve("metaforge"), "status").out).contains("java 25");
        }

        @Test
        void where_there_is_none_it_says_so_and_how_to_get_one() throws Exception {
            environment.put("JAVA_HOME", jdk("1.8.0_392").toString());

            Result result = run(home.resolve("metaforge"), "status");

            assertThat(result.exit).isEqualTo(1);
            assertThat(result.out).isEmpty();
            assertThat(result.err)
                    .contains("no JDK 17 or newer was found", "is version 1.8.0_392", "JAVA_HOME", "openjdk-17-jdk");
        }

        @Test
        void a_wrong_METAFORGE_JAVA_is_not_replaced_by_another_one() throws Exception {
            environment.put("METAFORGE_JAVA", temporary.resolve("nothing").toString());
            environment.put("JAVA_HOME", jdk("17.0.1").toString());

            Result result = run(home.resolve("metaforge"), "status");

            assertThat(result.exit).isEqualTo(1);
            assertThat(result.err).contains("METAFORGE_JAVA is");
        }
    }

    @Nested
    class Building {

        private Path source;

        @BeforeEach
        void sources() throws IOException {
            source = home.resolve("metaforge-boot/src/main/Source.java");
            Files.createDirectories(source.getParent());
            Files.createFile(source);
            Files.createFile(home.resolve("pom.xml"));
            environment.put("JAVA_HOME", jdk("17.0.1").toString());
        }

        @Test
        void a_first_use_without_Maven_names_it() throws Exception {
            Files.delete(app.resolve("built"));

            Result result = run(home.resolve("metaforge"), "status");

            assertThat(result.exit).isEqualTo(1);
            assertThat(result.err).contains("Maven (mvn) is needed");
        }

        @Test
        void it_builds_once_and_again_when_a_source_changed() throws Exception {
            Path built = temporary.resolve("builds");
            program(tools.resolve("mvn"), "echo build >> '" + built + "'");
            Files.delete(app.resolve("built"));

            Result first = run(home.resolve("metaforge"), "status");
            assertThat(first.exit).as(first.err).isZero();
            assertThat(first.err).contains("Building MetaForge");
            assertThat(run(home.resolve("metaforge"), "status").err).isEmpty();
            assertThat(Files.readAllLines(built)).hasSize(1);

            FileTime later = FileTime.fromMillis(
                    Files.getLastModifiedTime(app.resolve("built")).toMillis()
                            + Duration.ofMinutes(1).toMillis());
            Files.setLastModifiedTime(source, later);
            assertThat(run(home.resolve("metaforge"), "status").err).contains("its sources changed");
            assertThat(Files.readAllLines(built)).hasSize(2);
        }

        @Test
        void a_build_that_fails_fails_the_command() throws Exception {
            program(tools.resolve("mvn"), "echo 'cannot compile' >&2; exit 1");
            Files.delete(app.resolve("built"));

            Result result = run(home.resolve("metaforge"), "status");

            assertThat(result.exit).isEqualTo(1);
            assertThat(result.out).isEmpty();
            assertThat(result.err).contains("cannot compile", "the build failed");
            assertThat(app.resolve("building")).doesNotExist();
        }
    }

    @Nested
    class ClassArchives {

        private Path archive;

        @BeforeEach
        void jdk() throws IOException {
            environment.put("JAVA_HOME", LauncherTest.this.jdk("17.0.1").toString());
            archive = app.resolve("client-17.0.1.jsa");
        }

        @Test
        void a_client_command_starts_from_the_one_of_its_jdk() throws Exception {
            Files.createFile(archive);

            assertThat(run(home.resolve("metaforge"), "pending").out).contains("-XX:SharedArchiveFile=" + archive);
            assertThat(run(home.resolve("metaforge"), "--color", "always", "serve").out)
                    .doesNotContain("-XX:SharedArchiveFile=" + archive)
                    .contains("-Xmx512m");
        }

        @Test
        void one_of_an_earlier_build_is_left_alone() throws Exception {
            Files.createFile(archive);
            Files.setLastModifiedTime(archive, FileTime.fromMillis(0));

            assertThat(run(home.resolve("metaforge"), "pending").out)
                    .doesNotContain("-XX:SharedArchiveFile=" + archive);
        }

        @Test
        void the_first_client_command_of_a_jdk_makes_one_and_does_not_wait_for_it() throws Exception {
            environment.remove("METAFORGE_NO_ARCHIVE");
            // A java that archives, in its own time.
            program(
                    temporary.toRealPath().resolve("jdks/jdk-17.0.1/bin/java"),
                    "for argument in \"$@\"; do case $argument in -XX:ArchiveClassesAtExit=*)"
                            + " until [ -e '" + temporary.resolve("go") + "' ]; do sleep 0.05; done;"
                            + " echo archive >\"${argument#*=}\"; esac; done; printf '%s\\n' \"$@\"");

            Result first = run(home.resolve("metaforge"), "pending");
            assertThat(first.exit).as(first.err).isZero();
            assertThat(first.out).doesNotContain("-XX:SharedArchiveFile=" + archive);
            assertThat(archive).doesNotExist();

            Files.createFile(temporary.resolve("go"));
            long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
            while (!Files.exists(archive)) {
                assertThat(System.nanoTime()).as("the archive is made").isLessThan(deadline);
                Thread.sleep(20);
            }
            assertThat(run(home.resolve("metaforge"), "pending").out).contains("-XX:SharedArchiveFile=" + archive);
        }
    }

    private record Result(int exit, List<String> out, String err) {}

    private Result run(Path script, String... arguments) throws IOException, InterruptedException {
        Path elsewhere = Files.createDirectories(temporary.resolve("elsewhere"));
        Path out = Files.createTempFile(temporary, "out", "");
        Path err = Files.createTempFile(temporary, "err", "");
        ProcessBuilder builder = new ProcessBuilder(script.toString());
        builder.command().addAll(List.of(arguments));
        builder.environment().clear();
        builder.environment().putAll(environment);
        Process process = builder.directory(elsewhere.toFile())
                .redirectOutput(out.toFile())
                .redirectError(err.toFile())
                .start();
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        return new Result(process.exitValue(), Files.readAllLines(out), Files.readString(err, StandardCharsets.UTF_8));
    }

    /** Makes a JDK whose java prints its version and arguments. */
    private Path jdk(String version) throws IOException {
        Path jdk = Files.createDirectories(temporary.toRealPath().resolve("jdks/jdk-" + version));
        Files.createDirectories(jdk.resolve("bin"));
        Files.writeString(jdk.resolve("release"), "IMPLEMENTOR=\"Test\"\nJAVA_VERSION=\"" + version + "\"\n");
        program(jdk.resolve("bin/java"), "printf '%s\\n' 'java " + version + "' \"$@\"");
        program(jdk.resolve("bin/javac"), "exit 0");
        return jdk;
    }

    private static void program(Path path, String script) throws IOException {
        Files.writeString(path, "#!/bin/sh\n" + script + "\n");
        Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("rwxr-xr-x"));
    }
}
