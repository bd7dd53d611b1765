package io.metaforge.application.workspace;

import static io.metaforge.application.workspace.Changes.bytes;
import static io.metaforge.application.workspace.Changes.create;
import static io.metaforge.application.workspace.Changes.delete;
import static io.metaforge.application.workspace.Changes.modify;
import static io.metaforge.application.workspace.Changes.picture;
import static io.metaforge.application.workspace.Changes.put;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.metaforge.application.port.out.Workspace.ApplyRefused;
import io.metaforge.application.port.out.Workspace.FileChange;
import io.metaforge.domain.artifact.Digest;
import io.metaforge.domain.artifact.WorkspacePath;
import io.metaforge.domain.failure.FailureKind;
import io.metaforge.domain.failure.MetaForgeException;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Lets every single step of an application fail, or be the last one before a crash. */
class ApplyFaultsTest {

    @TempDir
    Path folder;

    /** Ends an application on the spot, as the death of the process would. */
    private static final class Crash extends Error {
        private static final long serialVersionUID = 1L;
    }

    /** Counts steps, and from a given one on does something about them. */
    private static final class Fault implements DiskSteps {
        private final int first;
        private final int times;
        private final boolean crash;
        private int count;

        Fault(int first, int times, boolean crash) {
            this.first = first;
            this.times = times;
            this.crash = crash;
        }

        @Override
        public void before(String step) throws IOException {
            int now = count++;
            if (now >= first && now < first + times) {
                if (crash) {
                    throw new Crash();
                }
                throw new FileSystemException("/somewhere/secret", null, "No space left on device");
            }
        }

        boolean happened() {
            return count > first;
        }
    }

    record Scenario(String name, Map<String, String> before, List<FileChange> changes, Map<String, String> after) {
        @Override
        public String toString() {
            return name;
        }
    }

    static Stream<Scenario> scenarios() {
        return Stream.of(
                new Scenario(
                        "two new files",
                        Map.of("PRD.md", "prd"),
                        List.of(create("constraints.json", "{}"), create("assumptions.md", "# A")),
                        Map.of("PRD.md", "prd", "constraints.json", "{}", "assumptions.md", "# A")),
                new Scenario(
                        "create, modify and delete in several folders",
                        Map.of("a.md", "old a", "doc/b.md", "old b", "doc/c.md", "old c", "keep.md", "kept"),
                        List.of(
                                modify("a.md", "old a", "new a"),
                                delete("doc/b.md", "old b"),
                                modify("doc/c.md", "old c", "new c"),
                                create("doc/d.md", "new d")),
                        Map.of("a.md", "new a", "doc/c.md", "new c", "doc/d.md", "new d", "keep.md", "kept")),
                new Scenario(
                        "new folders below each other",
                        Map.of("PRD.md", "prd"),
                        List.of(
                                create("eda/main/erc.md", "erc"),
                                create("eda/main/erc.json", "{}"),
                                create("eda/index.md", "index"),
                                create("eda/other/deep/er/x.md", "x")),
                        Map.of(
                                "PRD.md",
                                "prd",
                                "eda/main/erc.md",
                                "erc",
                                "eda/main/erc.json",
                                "{}",
                                "eda/index.md",
                                "index",
                                "eda/other/deep/er/x.md",
                                "x")),
                new Scenario(
                        "a folder in the place of a file",
                        Map.of("bom", "a file", "z.md", "z"),
                        List.of(delete("bom", "a file"), create("bom/bom.csv", "1"), create("bom/alternates.csv", "2")),
                        Map.of("bom/bom.csv", "1", "bom/alternates.csv", "2", "z.md", "z")));
    }

    @ParameterizedTest
    @MethodSource("scenarios")
    void whateverStepTheDiskRefusesEverythingIsAsBefore(Scenario scenario) throws Exception {
        int refused = 0;
        for (int step = 0; ; step++) {
            Path root = fresh(scenario, "refuse-" + step);
            Map<String, String> before = picture(root);
            Fault fault = new Fault(step, 1, false);

            Throwable thrown = catchThrowable(() -> new FolderWorkspace(root, fault).apply(scenario.changes()));

            if (thrown == null) {
                // Only the clean-up after the last file can fail without consequence.
                assertThat(files(root)).isEqualTo(scenario.after());
                if (!fault.happened()) {
                    assertThat(picture(root).keySet()).noneMatch(name -> name.contains("metaforge-tmp"));
                    break;
                }
            } else {
                refused++;
                assertThat(thrown)
                        .as("step %d", step)
                        .isInstanceOf(ApplyRefused.class)
                        .hasMessageContaining("cannot be written: no space left on device")
                        .hasMessageNotContaining("secret");
                assertThat(((ApplyRefused) thrown).paths()).hasSize(1);
                assertThat(picture(root)).as("step %d", step).isEqualTo(before);
            }
        }
        assertThat(refused).isGreaterThan(2 * scenario.changes().size());
    }

    @ParameterizedTest
    @MethodSource("scenarios")
    void afterACrashAtAnyStepTheSecondCallFinishes(Scenario scenario) throws Exception {
        for (int step = 0; ; step++) {
            Path root = fresh(scenario, "forward-" + step);
            if (!crash(root, scenario, step)) {
                break;
            }

            new FolderWorkspace(root).apply(scenario.changes());

            assertThat(files(root)).as("step %d", step).isEqualTo(scenario.after());
            assertThat(picture(root).keySet()).noneMatch(name -> name.contains("metaforge-tmp"));
        }
    }

    @ParameterizedTest
    @MethodSource("scenarios")
    void afterACrashAtAnyStepAnEditedFileMakesTheSecondCallPutEverythingElseBack(Scenario scenario) throws Exception {
        for (int step = 0; ; step++) {
            Path root = fresh(scenario, "back-" + step);
            Map<String, String> before = picture(root);
            if (!crash(root, scenario, step)) {
                break;
            }
            put(root, "edited.md", "edited by hand");
            before.put("edited.md", "edited by hand");
            List<FileChange> changes = new ArrayList<>(scenario.changes());
            changes.add(modify("edited.md", "as it was", "as proposed"));

            assertThatThrownBy(() -> new FolderWorkspace(root).apply(changes))
                    .isInstanceOf(ApplyRefused.class)
                    .hasMessage("'edited.md' was changed after the proposal was made");

            assertThat(picture(root)).as("step %d", step).isEqualTo(before);
        }
    }

    @ParameterizedTest
    @MethodSource("scenarios")
    void aDiskThatKeepsRefusingLeavesEveryFileOldOrNewSoThatALaterCallCanFinish(Scenario scenario) throws Exception {
        int stuck = 0;
        for (int step = 0; ; step++) {
            Path root = fresh(scenario, "stuck-" + step);
            Fault fault = new Fault(step, Integer.MAX_VALUE / 2, false);

            Throwable thrown = catchThrowable(() -> new FolderWorkspace(root, fault).apply(scenario.changes()));

            if (thrown == null) {
                break;
            }
            if (thrown instanceof MetaForgeException failure) {
                stuck++;
                assertThat(failure.failure().kind()).isEqualTo(FailureKind.UNAVAILABLE);
            }
            new FolderWorkspace(root).apply(scenario.changes());
            assertThat(files(root)).as("step %d", step).isEqualTo(scenario.after());
        }
        assertThat(stuck).isPositive();
    }

    @Test
    void aCrashWhilePuttingBackIsPutBackByTheNextCall() throws Exception {
        List<FileChange> changes = List.of(modify("a.md", "old a", "new a"), create("x/b.md", "new b"));
        for (int step = 0; ; step++) {
            Path root = Files.createDirectory(folder.resolve("again-" + step));
            put(root, "a.md", "new a");
            put(root, "x/b.md", "new b");
            put(root, "c.md", "by hand");
            List<FileChange> withConflict = new ArrayList<>(changes);
            withConflict.add(create("c.md", "proposed"));
            Fault fault = new Fault(step, 1, true);
            Throwable thrown = catchThrowable(() -> new FolderWorkspace(root, fault).apply(withConflict));
            if (thrown instanceof ApplyRefused) {
                break;
            }
            assertThat(thrown).isInstanceOf(Crash.class);

            assertThatThrownBy(() -> new FolderWorkspace(root).apply(withConflict))
                    .isInstanceOf(ApplyRefused.class);

            assertThat(files(root)).isEqualTo(Map.of("a.md", "old a", "c.md", "by hand"));
        }
    }

    @Test
    void anEditDuringTheApplicationIsLeftAloneAndTheRestPutBack() throws Exception {
        List<FileChange> changes = List.of(modify("a.md", "old a", "new a"), modify("b.md", "old b", "new b"));
        for (int step = 0; ; step++) {
            Path root = Files.createDirectory(folder.resolve("edit-" + step));
            put(root, "a.md", "old a");
            put(root, "b.md", "old b");
            int editAt = step;
            int[] count = {0};
            int[] moves = {0};
            int[] movesAtEdit = {0};
            DiskSteps editor = name -> {
                moves[0] += name.equals("move") ? 1 : 0;
                if (count[0]++ == editAt) {
                    movesAtEdit[0] = moves[0];
                    Files.writeString(root.resolve("b.md"), "edited by hand");
                }
            };

            Throwable thrown = catchThrowable(() -> new FolderWorkspace(root, editor).apply(changes));

            if (count[0] <= editAt) {
                break;
            }
            if (movesAtEdit[0] < changes.size()) {
                assertThat(thrown).isInstanceOf(ApplyRefused.class).hasMessageContaining("'b.md' was changed");
                assertThat(files(root)).isEqualTo(Map.of("a.md", "old a", "b.md", "edited by hand"));
            } else {
                // Too late: between the last look and the rename that comes right after it, or after everything.
                assertThat(thrown).isNull();
            }
        }
    }

    @Test
    void anInterruptAtAnyStepHarmsNothingAndIsKept() throws Exception {
        List<FileChange> changes = List.of(modify("a.md", "old a", "new a"), create("x/b.md", "new b"));
        for (int step = 0; ; step++) {
            Path root = Files.createDirectory(folder.resolve("interrupt-" + step));
            put(root, "a.md", "old a");
            int interruptAt = step;
            int[] count = {0};
            DiskSteps interrupting = name -> {
                if (count[0]++ == interruptAt) {
                    Thread.currentThread().interrupt();
                }
            };

            new FolderWorkspace(root, interrupting).apply(changes);

            boolean interrupted = Thread.interrupted();
            assertThat(files(root)).isEqualTo(Map.of("a.md", "new a", "x/b.md", "new b"));
            if (count[0] <= interruptAt) {
                break;
            }
            assertThat(interrupted).isTrue();
        }
    }

    private boolean crash(Path root, Scenario scenario, int step) {
        Fault fault = new Fault(step, 1, true);
        Throwable thrown = catchThrowable(() -> new FolderWorkspace(root, fault).apply(scenario.changes()));
        assertThat(thrown == null || thrown instanceof Crash).isTrue();
        return thrown != null;
    }

    private Path fresh(Scenario scenario, String name) throws IOException {
        Path root = Files.createDirectory(folder.resolve(name));
        for (Map.Entry<String, String> file : scenario.before().entrySet()) {
            put(root, file.getKey(), file.getValue());
        }
        return root;
    }

    private static Map<String, String> files(Path root) {
        Map<String, String> files = picture(root);
        files.keySet().removeIf(name -> name.endsWith("/") || name.contains("metaforge-tmp"));
        return files;
    }

    @Test
    void baseBytesThatAreNotTheBaseAreNeverWritten() throws Exception {
        put(folder, "a.md", "new");
        put(folder, "b.md", "by hand");
        FileChange wrong =
                new FileChange(new WorkspacePath("a.md"), bytes("new"), Digest.of("old"), () -> bytes("not old"));

        assertThatThrownBy(() -> new FolderWorkspace(folder).apply(List.of(wrong, create("b.md", "proposed"))))
                .isInstanceOf(IllegalStateException.class);

        assertThat(folder.resolve("a.md")).hasContent("new");
    }
}
