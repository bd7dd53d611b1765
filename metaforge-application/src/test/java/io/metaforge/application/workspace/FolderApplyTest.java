package io.metaforge.application.workspace;

import static io.metaforge.application.workspace.Changes.create;
import static io.metaforge.application.workspace.Changes.delete;
import static io.metaforge.application.workspace.Changes.modify;
import static io.metaforge.application.workspace.Changes.picture;
import static io.metaforge.application.workspace.Changes.put;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.metaforge.application.port.out.Workspace.ApplyRefused;
import io.metaforge.application.port.out.Workspace.FileChange;
import io.metaforge.domain.artifact.WorkspacePath;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Writes to a folder where something is in the way. */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class FolderApplyTest {

    @TempDir
    Path temp;

    private Path root;
    private FolderWorkspace workspace;

    @BeforeEach
    void openWorkspace() throws IOException {
        root = Files.createDirectory(temp.resolve("workspace"));
        workspace = new FolderWorkspace(root);
        put(root, "a.md", "old a");
    }

    @Nested
    class Obstacles {

        @Test
        void aFolderWhereTheFileGoes() throws Exception {
            Files.createDirectories(root.resolve("bom.csv/inner"));

            assertRefused("'bom.csv' is a folder", "bom.csv", create("bom.csv", "parts"));
        }

        @Test
        void aFileWhereAFolderHasToBe() throws Exception {
            put(root, "doc/bom", "a file");

            assertRefused(
                    "'doc/bom/main/bom.csv' needs a folder where the file 'doc/bom' is",
                    "doc/bom/main/bom.csv",
                    create("doc/bom/main/bom.csv", "parts"));
        }

        @Test
        void aFileThatAnotherChangeMakesWhereAFolderHasToBe() {
            assertThatThrownBy(() -> apply(create("x", "a file"), create("x/y", "below it")))
                    .isInstanceOf(ApplyRefused.class);

            assertThat(picture(root)).isEqualTo(Map.of("a.md", "old a"));
        }

        @Test
        void aFifo() throws Exception {
            FolderReadingTest.mkfifo(root.resolve("fifo"));

            assertRefused("'fifo' is not a regular file", "fifo", create("fifo", "x"));
            assertRefused("'fifo/x' leads through 'fifo', which is not a folder", "fifo/x", create("fifo/x", "x"));
        }

        @Test
        void aReadOnlyFolder() throws Exception {
            assumeTrue(!"root".equals(System.getProperty("user.name")), "root writes everywhere");
            put(root, "locked/b.md", "old b");
            Path locked = root.resolve("locked");
            Files.setPosixFilePermissions(locked, PosixFilePermissions.fromString("r-xr-xr-x"));
            try {
                assertRefused(
                        "'locked/b.md' cannot be written: permission denied",
                        "locked/b.md",
                        modify("locked/b.md", "old b", "new b"));
            } finally {
                Files.setPosixFilePermissions(locked, PosixFilePermissions.fromString("rwxr-xr-x"));
            }
        }

        @Test
        void severalAtOnceAreAllNamed() throws Exception {
            Files.createDirectory(root.resolve("folder"));
            put(root, "edited.md", "by hand");

            ApplyRefused refused = catchThrowableOfType(
                    ApplyRefused.class,
                    () -> apply(
                            create("folder", "x"),
                            modify("edited.md", "old", "new"),
                            modify("gone.md", "old", "new"),
                            modify("a.md", "old a", "new a")));

            assertThat(refused)
                    .hasMessage("'folder' is a folder; 'edited.md' was changed after the proposal was made; "
                            + "'gone.md' was removed after the proposal was made");
            assertThat(refused.paths())
                    .extracting(WorkspacePath::value)
                    .containsExactly("folder", "edited.md", "gone.md");
            assertThat(root.resolve("a.md")).hasContent("old a");
        }
    }

    @Nested
    class SymbolicLinks {

        @Test
        void inPlaceOfTheFileAreRefused() throws Exception {
            Path outside = Files.writeString(temp.resolve("outside.md"), "old");
            Files.createSymbolicLink(root.resolve("link.md"), outside);

            assertRefused(
                    "'link.md' is a symbolic link, which is never written through",
                    "link.md",
                    modify("link.md", "old", "new"));
            assertThat(outside).hasContent("old");
        }

        @Test
        void onTheWayAreRefusedEvenInsideTheWorkspace() throws Exception {
            Path outside = Files.createDirectory(temp.resolve("outside"));
            Files.createDirectory(root.resolve("inside"));
            Files.createSymbolicLink(root.resolve("out"), outside);
            Files.createSymbolicLink(root.resolve("in"), Path.of("inside"));

            assertRefused(
                    "'out/x.md' leads through the symbolic link 'out', and links are never written through",
                    "out/x.md",
                    create("out/x.md", "x"));
            assertRefused(
                    "'in/deep/x.md' leads through the symbolic link 'in', and links are never written through",
                    "in/deep/x.md",
                    create("in/deep/x.md", "x"));
            assertThat(outside).isEmptyDirectory();
        }

        @Test
        void putInPlaceOfAFolderDuringTheApplicationAreRefused() throws Exception {
            for (int at = 0; ; at++) {
                Path here = Files.createDirectory(temp.resolve("swap-" + at));
                Path outside = Files.createDirectory(temp.resolve("outside-" + at));
                put(here, "doc/x.md", "old");
                int swapAt = at;
                int[] count = {0};
                DiskSteps swap = step -> {
                    if (count[0]++ == swapAt) {
                        Files.move(here.resolve("doc"), here.resolve("moved"));
                        Files.createSymbolicLink(here.resolve("doc"), outside);
                    }
                };
                Throwable thrown = org.assertj.core.api.Assertions.catchThrowable(
                        () -> new FolderWorkspace(here, swap).apply(List.of(create("doc/y/z.md", "new"))));
                if (count[0] <= swapAt) {
                    assertThat(thrown).isNull();
                    break;
                }
                // Whatever happens inside, no file of ours is ever outside.
                assertThat(picture(outside).keySet()).noneMatch(name -> name.endsWith("z.md"));
            }
        }
    }

    @Nested
    class Permissions {

        @Test
        void ofAReplacedFileAreKept() throws Exception {
            assumeTrue(Disk.POSIX, "this file system has no permissions");
            put(root, "run.sh", "old");
            put(root, "secret.json", "old");
            Files.setPosixFilePermissions(root.resolve("run.sh"), PosixFilePermissions.fromString("rwxrwxr-x"));
            Files.setPosixFilePermissions(root.resolve("secret.json"), PosixFilePermissions.fromString("rw-------"));

            apply(modify("run.sh", "old", "new"), modify("secret.json", "old", "new"));

            assertPermissions("run.sh", "rwxrwxr-x");
            assertPermissions("secret.json", "rw-------");
        }

        @Test
        void ofADeletedFileAreKeptWhenItIsPutBack() throws Exception {
            assumeTrue(Disk.POSIX, "this file system has no permissions");
            put(root, "run.sh", "old");
            Files.setPosixFilePermissions(root.resolve("run.sh"), PosixFilePermissions.fromString("rwxr-x---"));
            int[] moves = {0};
            FolderWorkspace failing = new FolderWorkspace(root, step -> {
                if (step.equals("move") && moves[0]++ == 0) {
                    throw new IOException("No space left on device");
                }
            });

            assertThatThrownBy(() -> failing.apply(List.of(delete("run.sh", "old"), create("new.md", "x"))))
                    .isInstanceOf(ApplyRefused.class);

            assertThat(root.resolve("run.sh")).hasContent("old");
            assertPermissions("run.sh", "rwxr-x---");
        }

        private void assertPermissions(String path, String expected) throws IOException {
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(root.resolve(path))))
                    .isEqualTo(expected);
        }
    }

    @Test
    void aFolderThatWasThereEmptyStaysWhenTheApplicationIsRefused() throws Exception {
        Files.createDirectory(root.resolve("bom"));
        int[] moves = {0};
        FolderWorkspace failing = new FolderWorkspace(root, step -> {
            if (step.equals("move") && moves[0]++ == 1) {
                throw new IOException("Input/output error at /dev/sda");
            }
        });

        assertThatThrownBy(() -> failing.apply(List.of(create("bom/bom.csv", "1"), create("x/y.md", "2"))))
                .isInstanceOf(ApplyRefused.class)
                .hasMessage("'x/y.md' cannot be written: the disk refused");

        assertThat(picture(root)).isEqualTo(Map.of("a.md", "old a", "bom/", ""));
    }

    @Test
    void aNameOfTheFullLengthCanBeWritten() throws Exception {
        String name = "é".repeat(125) + ".md";

        apply(create(name, "x"));

        assertThat(root.resolve(name)).hasContent("x");
        assertThat(picture(root)).hasSize(2);
    }

    @Test
    void anInterruptedThreadWritesEverythingAndStaysInterrupted() throws Exception {
        Thread.currentThread().interrupt();
        apply(modify("a.md", "old a", "new a"), create("x/b.md", "b"));

        assertThat(Thread.interrupted()).isTrue();
        assertThat(picture(root)).isEqualTo(Map.of("a.md", "new a", "x/", "", "x/b.md", "b"));
    }

    @Test
    void aFileCannotBeChangedTwice() {
        assertThatThrownBy(() -> apply(create("b.md", "1"), create("b.md", "2")))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void manyApplicationsCanMakeTheSameFolderAtOnce() throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(8);
        try {
            for (int round = 0; round < 20; round++) {
                String folder = "round-" + round + "/deep";
                CountDownLatch go = new CountDownLatch(1);
                List<Future<?>> all = new ArrayList<>();
                for (int i = 0; i < 8; i++) {
                    FileChange change = create(folder + "/" + i + ".md", "file " + i);
                    all.add(threads.submit(() -> {
                        go.await();
                        try (FolderWorkspace.Lock lock = workspace.lock(List.of(change.path()))) {
                            assertThat(lock).isNotNull();
                            workspace.apply(List.of(change));
                        }
                        return change;
                    }));
                }
                go.countDown();
                for (Future<?> each : all) {
                    each.get(30, TimeUnit.SECONDS);
                }
                for (int i = 0; i < 8; i++) {
                    assertThat(root.resolve(folder + "/" + i + ".md")).hasContent("file " + i);
                }
            }
        } finally {
            threads.shutdownNow();
        }
        assertThat(picture(root).keySet()).noneMatch(name -> name.contains("metaforge-tmp"));
    }

    private void apply(FileChange... changes) throws ApplyRefused {
        workspace.apply(List.of(changes));
    }

    private void assertRefused(String message, String path, FileChange change) {
        List<FileChange> changes = Arrays.asList(
                modify("a.md", "old a", "new a"), create("first.md", "x"), change, create("made/last.md", "x"));
        Map<String, String> before = picture(root);

        assertThatThrownBy(() -> workspace.apply(changes))
                .isInstanceOfSatisfying(ApplyRefused.class, refused -> assertThat(refused.paths())
                        .containsExactly(new WorkspacePath(path)))
                .hasMessage(message);

        assertThat(picture(root)).isEqualTo(before);
    }
}
