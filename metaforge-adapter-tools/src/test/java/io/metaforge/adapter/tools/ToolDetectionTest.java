package io.metaforge.adapter.tools;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.metaforge.application.port.out.Tools;
import io.metaforge.application.port.out.Tools.Detected;
import io.metaforge.application.port.out.Tools.State;
import io.metaforge.testkit.MutableClock;
import io.metaforge.testkit.contract.ToolsContract;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Timeout(60)
class ToolDetectionTest {

    private static final String KICAD = "echo 8.0.4";
    private static final String NGSPICE = """
            echo '******'
            echo '** ngspice-42 : Circuit level simulation program'
            echo '** Compiled with KLU Direct Linear Solver'
            echo '******'""";

    @TempDir
    private Path folder;

    private final MutableClock clock = new MutableClock();
    private final List<ToolDetection> opened = new ArrayList<>();

    @AfterEach
    void close() {
        opened.forEach(ToolDetection::close);
    }

    private ToolDetection detection(Map<String, Path> configured, Path... folders) {
        return detection(Duration.ofSeconds(10), configured, folders);
    }

    private ToolDetection detection(Duration timeLimit, Map<String, Path> configured, Path... folders) {
        ToolDetection detection = new ToolDetection(
                new ProgramSearch(configured, List.of(folders), false), clock, Duration.ofMinutes(5), timeLimit);
        opened.add(detection);
        return detection;
    }

    /** Writes a shell script that can be executed. */
    private static Path script(Path file, String body) throws IOException {
        Files.createDirectories(file.getParent());
        Files.writeString(file, "#!/bin/sh\n" + body + "\n");
        return Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    private static Detected named(String name, List<Detected> found) {
        return found.stream()
                .filter(tool -> tool.name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    @Nested
    class OnThisMachine extends ToolsContract {

        @Override
        protected Tools newTools() {
            ToolDetection tools =
                    new ToolDetection(Map.of(), System.getenv("PATH"), Clock.systemUTC(), Duration.ofMinutes(5));
            opened.add(tools);
            return tools;
        }

        @ParameterizedTest
        @CsvSource({"kicad, kicad-cli", "ngspice, ngspice"})
        void detectsTheRealProgramWhereItIsInstalled(String name, String program) {
            boolean installed = Stream.of(System.getenv("PATH").split(":"))
                    .anyMatch(path -> Files.isExecutable(Path.of(path, program)));
            assumeTrue(installed, program + " is not installed here");

            Detected tool = named(name, newTools().detect());
            assertThat(tool.state()).as(tool.toString()).isIn(State.DETECTED, State.TOO_OLD);
            assertThat(tool.version()).matches("[0-9].*");
        }
    }

    @Nested
    @DisabledOnOs(OS.WINDOWS)
    class FakePrograms extends ToolsContract {

        @Override
        protected Tools newTools() throws IOException {
            script(folder.resolve("kicad-cli"), KICAD);
            script(folder.resolve("ngspice"), "exec sleep 100");
            return detection(Duration.ofMillis(200), Map.of(), folder);
        }
    }

    @Nested
    @DisabledOnOs(OS.WINDOWS)
    class Finding {

        @Test
        void tellsVersions() throws IOException {
            script(folder.resolve("kicad-cli"), "test \"$*\" = version && " + KICAD);
            script(folder.resolve("ngspice"), "test \"$*\" = --version || exit 1\n" + NGSPICE);

            assertThat(detection(Map.of(), folder).detect())
                    .containsExactly(
                            new Detected("kicad", State.DETECTED, "8.0.4", null),
                            new Detected("ngspice", State.DETECTED, "42", null));
        }

        @ParameterizedTest
        @CsvSource({
            "7.0.11~rc1, 7.0.11~rc1",
            "9.0.2+dfsg-1~bpo12+1, 9.0.2+dfsg-1~bpo12+1",
            "10.0.0, 10.0.0",
            "some warning first\\n9.0.1, 9.0.1",
        })
        void understandsHowKicadTellsItsVersion(String printed, String version) throws IOException {
            script(folder.resolve("kicad-cli"), "printf '" + printed + "\\n'");
            assertThat(named("kicad", detection(Map.of(), folder).detect()))
                    .isEqualTo(new Detected("kicad", State.DETECTED, version, null));
        }

        @ParameterizedTest
        @CsvSource({
            "'** ngspice-39 : Circuit level simulation program', 39",
            "'** ngspice-44.2 : Circuit level simulation program', 44.2",
            "'** ngspice-41plus : Circuit level simulation program', 41plus",
        })
        void understandsHowNgspiceTellsItsVersion(String printed, String version) throws IOException {
            script(folder.resolve("ngspice"), "echo '" + printed + "'");
            assertThat(named("ngspice", detection(Map.of(), folder).detect()).version())
                    .isEqualTo(version);
        }

        @Test
        void tellsWhatToInstallWhereNothingIsThere() {
            List<Detected> found = detection(Map.of(), folder).detect();

            assertThat(found).extracting(Detected::state).containsOnly(State.NOT_FOUND);
            assertThat(named("kicad", found).advice()).contains("KiCad 7 or newer");
            assertThat(named("ngspice", found).advice()).contains("package ngspice");
        }

        @Test
        void tellsWhereTheVersionIsTooOld() throws IOException {
            script(folder.resolve("kicad-cli"), "echo 6.0.11");

            Detected kicad = named("kicad", detection(Map.of(), folder).detect());
            assertThat(kicad.state()).isEqualTo(State.TOO_OLD);
            assertThat(kicad.version()).isEqualTo("6.0.11");
            assertThat(kicad.advice()).contains("6.0.11").contains("KiCad 7 or newer");
        }

        @Test
        void prefersAProgramThatWorksToAnEarlierOneThatDoesNot() throws IOException {
            Path first = folder.resolve("first");
            Path second = folder.resolve("second");
            Path third = folder.resolve("third");
            script(first.resolve("kicad-cli"), "exit 1");
            script(second.resolve("kicad-cli"), "echo 6.0.0");
            assertThat(named("kicad", detection(Map.of(), first, second).detect())
                            .state())
                    .isEqualTo(State.TOO_OLD);

            script(third.resolve("kicad-cli"), KICAD);
            assertThat(named("kicad", detection(Map.of(), first, second, third).detect())
                            .available())
                    .isTrue();
        }

        @Test
        void looksOnlyAtTheConfiguredPathWhereThereIsOne() throws IOException {
            script(folder.resolve("kicad-cli"), KICAD);
            Path own = script(folder.resolve("own/my kicad"), "echo 9.9.9");

            assertThat(named("kicad", detection(Map.of("kicad", own), folder).detect())
                            .version())
                    .isEqualTo("9.9.9");
            Detected missing = named(
                    "kicad",
                    detection(Map.of("kicad", folder.resolve("no")), folder).detect());
            assertThat(missing.state()).isEqualTo(State.NOT_FOUND);
            assertThat(missing.advice()).contains("configured").doesNotContain(folder.toString());
        }

        @Test
        void refusesToBeConfiguredForAToolThatItDoesNotKnow() {
            assertThatThrownBy(() -> detection(Map.of("gerbv", folder)))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("gerbv");
        }

        @Test
        void neverRunsProgramsOfARelativeFolder() {
            assertThat(new ProgramSearch(Map.of(), ProgramSearch.foldersOf(":.:bin:/usr/bin::./x"), false).folders())
                    .containsExactly(Path.of("/usr/bin"));
        }
    }

    @Nested
    @DisabledOnOs(OS.WINDOWS)
    class ProgramsThatDoNotWork {

        private Detected kicad(String body) throws IOException {
            script(folder.resolve("kicad-cli"), body);
            Detected kicad = named(
                    "kicad", detection(Duration.ofSeconds(2), Map.of(), folder).detect());
            assertThat(kicad.state()).as(kicad.toString()).isEqualTo(State.DOES_NOT_START);
            assertThat(kicad.version()).isNull();
            assertThat(kicad.advice()).contains("KiCad 7").doesNotContain(folder.toString());
            return kicad;
        }

        @Test
        void endWithAnError() throws IOException {
            assertThat(kicad("echo 8.0.0; exit 1").advice()).contains("ends with an error");
        }

        @Test
        void tellNoVersion() throws IOException {
            assertThat(kicad("echo hello").advice()).contains("does not tell its version");
        }

        @Test
        void hangAndAreKilledWithTheirChildren() throws IOException {
            Path pids = folder.resolve("pids");
            kicad("echo $$ > " + pids + "\nsleep 1000 &\necho $! >> " + pids + "\nwait");

            List<String> killed = Files.readAllLines(pids);
            assertThat(killed).hasSize(2);
            await().untilAsserted(() -> assertThat(killed).noneMatch(pid -> ProcessHandle.of(Long.parseLong(pid))
                    .map(ProcessHandle::isAlive)
                    .orElse(false)));
        }

        @Test
        void waitForInput() throws IOException {
            // Ends at once, since there is no input: the limit is not reached.
            assertThat(kicad("cat; exit 3").advice()).contains("ends with an error");
        }

        @Test
        void floodTheirOutput() throws IOException {
            assertThat(kicad("while :; do echo xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx; done")
                            .advice())
                    .contains("prints without end");
        }

        @Test
        void areNotExecutable() throws IOException {
            Path file = Files.writeString(folder.resolve("kicad-cli"), "#!/bin/sh\n" + KICAD + "\n");
            Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));

            Detected kicad = named("kicad", detection(Map.of(), folder).detect());
            assertThat(kicad.state()).isEqualTo(State.DOES_NOT_START);
            assertThat(kicad.advice()).contains("not executable");
        }

        @Test
        void needAnInterpreterThatIsMissing() throws IOException {
            Path file = Files.writeString(folder.resolve("kicad-cli"), "#!/no/such/interpreter\n");
            Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));

            assertThat(named("kicad", detection(Map.of(), folder).detect()).advice())
                    .contains("cannot execute");
        }

        @Test
        void leaveAChildBehindThatKeepsTheOutputOpen() throws IOException {
            Path pid = folder.resolve("pid");
            script(folder.resolve("kicad-cli"), "sleep 1000 &\necho $! > " + pid + "\n" + KICAD);
            try {
                assertThat(named("kicad", detection(Map.of(), folder).detect()).version())
                        .isEqualTo("8.0.4");
            } finally {
                ProcessHandle.of(Long.parseLong(Files.readString(pid).strip()))
                        .ifPresent(ProcessHandle::destroyForcibly);
            }
        }
    }

    @Nested
    @DisabledOnOs(OS.WINDOWS)
    class Processes {

        @Test
        void seeNothingOfTheGatewaysEnvironmentAndWorkInAFolderOfTheirOwn() throws IOException {
            Path seen = folder.resolve("seen");
            script(folder.resolve("kicad-cli"), "env > " + seen + "\npwd > " + seen + ".pwd\ntouch left\n" + KICAD);
            detection(Map.of(), folder).detect();

            assertThat(Files.readAllLines(seen))
                    .extracting(line -> line.replaceFirst("=.*", ""))
                    .isSubsetOf("PATH", "HOME", "TMPDIR", "LC_ALL", "LANG", "PWD", "OLDPWD", "SHLVL", "_");
            Path own = Path.of(Files.readString(Path.of(seen + ".pwd")).strip());
            assertThat(own).isNotEqualTo(Path.of("").toAbsolutePath()).doesNotExist();
        }
    }

    @Nested
    @DisabledOnOs(OS.WINDOWS)
    class Caching {

        private final Path count = Path.of("count");

        private ToolDetection counting() throws IOException {
            script(folder.resolve("kicad-cli"), "echo x >> " + folder.resolve(count) + "\n" + KICAD);
            return detection(Map.of(), folder);
        }

        private long runs() throws IOException {
            Path file = folder.resolve(count);
            return Files.exists(file) ? Files.readAllLines(file).size() : 0;
        }

        @Test
        void nothingIsKnownAndNothingRunsBeforeTheStart() throws IOException {
            ToolDetection tools = counting();
            assertThat(tools.detected()).isEmpty();
            assertThat(runs()).isZero();
        }

        @Test
        void theStartLooksInTheBackgroundOnce() throws IOException {
            ToolDetection tools = counting();
            tools.start();
            tools.start();
            await().untilAsserted(() -> assertThat(tools.detected()).hasSize(2));
            tools.start();
            assertThat(tools.detected()).hasSize(2);
            assertThat(runs()).isEqualTo(1);
        }

        @Test
        void whatWasFoundCountsForTheCacheTime() throws IOException {
            ToolDetection tools = counting();
            tools.detect();
            clock.advance(Duration.ofMinutes(4));
            assertThat(named("kicad", tools.detected()).version()).isEqualTo("8.0.4");
            assertThat(runs()).isEqualTo(1);

            script(folder.resolve("kicad-cli"), "echo 9.0.0");
            clock.advance(Duration.ofMinutes(2));
            await().untilAsserted(() ->
                    assertThat(named("kicad", tools.detected()).version()).isEqualTo("9.0.0"));
        }

        @Test
        void lookingAgainSeesWhatWasInstalledMeanwhile() throws IOException {
            ToolDetection tools = detection(Map.of(), folder);
            assertThat(named("ngspice", tools.detect()).state()).isEqualTo(State.NOT_FOUND);
            script(folder.resolve("ngspice"), NGSPICE);
            assertThat(named("ngspice", tools.detect()).available()).isTrue();
            assertThat(named("ngspice", tools.detected()).available()).isTrue();
        }

        @Test
        void closingKillsWhatRuns() throws IOException {
            Path pid = folder.resolve("pid");
            script(folder.resolve("kicad-cli"), "echo $$ > " + pid + "\nexec sleep 1000");
            ToolDetection tools = detection(Map.of(), folder);
            tools.start();
            await().until(() -> Files.exists(pid) && Files.size(pid) > 1);
            long running = Long.parseLong(Files.readString(pid).strip());

            tools.close();

            await().until(() -> ProcessHandle.of(running).isEmpty());
            assertThat(tools.detect()).isEmpty();
        }
    }
}
