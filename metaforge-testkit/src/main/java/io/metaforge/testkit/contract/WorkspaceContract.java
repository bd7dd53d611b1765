package io.metaforge.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.metaforge.application.port.out.Workspace;
import io.metaforge.application.port.out.Workspace.ApplyRefused;
import io.metaforge.application.port.out.Workspace.FileChange;
import io.metaforge.application.port.out.Workspace.Lock;
import io.metaforge.domain.artifact.Digest;
import io.metaforge.domain.artifact.WorkspacePath;
import io.metaforge.domain.failure.FailureKind;
import io.metaforge.domain.failure.MetaForgeException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * What every {@link Workspace} must do. What only folders have, such as symbolic links, permissions and the death of a
 * process, is for the tests of those adapters.
 */
@SuppressWarnings("try") // locks are resources that nobody refers to
@Timeout(value = 60, unit = TimeUnit.SECONDS, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
public abstract class WorkspaceContract {

    private static final long MANY = 1L << 20;

    @SuppressWarnings("NullAway.Init")
    private Workspace workspace;

    /** Returns an empty workspace that nobody else uses. Called before each test. */
    protected abstract Workspace newWorkspace() throws Exception;

    /** Writes a file, and the folders it is in, as an editor would: without asking the workspace. */
    protected abstract void putFile(Workspace workspace, String path, byte[] content) throws Exception;

    /** Reads a file as an editor would; empty where there is none. */
    protected abstract Optional<byte[]> readFile(Workspace workspace, String path) throws Exception;

    /** Gives up what {@link #newWorkspace} made. Called after each test; does nothing unless overridden. */
    protected void close(Workspace used) throws Exception {}

    @BeforeEach
    final void openWorkspace() throws Exception {
        workspace = newWorkspace();
    }

    @AfterEach
    final void closeWorkspace() throws Exception {
        close(workspace);
    }

    @Nested
    class Reading {

        @Test
        void returnsTheBytesOfAFile() throws Exception {
            byte[] bytes = new byte[70_000];
            for (int i = 0; i < bytes.length; i++) {
                bytes[i] = (byte) i;
            }
            putFile(workspace, "data.bin", bytes);
            put("empty.txt", "");
            put("docs/Größe µA 🔌.md", "5 µA");

            assertThat(workspace.read(path("data.bin"), MANY)).hasValue(bytes);
            assertThat(workspace.read(path("empty.txt"), MANY)).hasValue(new byte[0]);
            assertThat(workspace.read(path("docs/Größe µA 🔌.md"), MANY)).hasValue(bytes("5 µA"));
        }

        @Test
        void findsNothingWhereNothingIs() throws Exception {
            put("a.txt", "file");

            assertThat(workspace.read(path("missing.txt"), MANY)).isEmpty();
            assertThat(workspace.read(path("no/such/folder.txt"), MANY)).isEmpty();
            assertThat(workspace.read(path("a.txt/below.txt"), MANY)).isEmpty();
            assertThat(workspace.digest(path("missing.txt"))).isEmpty();
        }

        @Test
        void knowsTheDigestOfWhatIsThereNowHoweverQuicklyItChanges() throws Exception {
            assertThat(workspace.knownDigest(path("a.txt"))).isEmpty();
            for (String text : List.of("one", "two", "six", "two")) {
                put("a.txt", text);
                assertThat(workspace.knownDigest(path("a.txt"))).hasValue(Digest.of(text));
                assertThat(workspace.knownDigest(path("a.txt"))).hasValue(Digest.of(text));
            }
        }

        @Test
        void refusesWhatIsLargerThanAllowed() throws Exception {
            put("ten.txt", "0123456789");

            assertThat(workspace.read(path("ten.txt"), 10)).hasValue(bytes("0123456789"));
            assertFailure(FailureKind.TOO_LARGE, () -> workspace.read(path("ten.txt"), 9));
        }

        @Test
        void refusesFolders() throws Exception {
            put("folder/file.txt", "x");

            assertFailure(FailureKind.VALIDATION, () -> workspace.read(path("folder"), MANY));
            assertFailure(FailureKind.VALIDATION, () -> workspace.digest(path("folder")));
        }

        @Test
        void computesDigests() throws Exception {
            put("a.txt", "content");

            assertThat(workspace.digest(path("a.txt"))).contains(Digest.of("content"));
        }

        @Test
        void seesWhatAnEditorChanges() throws Exception {
            put("a.txt", "old");
            workspace.read(path("a.txt"), MANY);
            put("a.txt", "new");

            assertThat(workspace.read(path("a.txt"), MANY)).hasValue(bytes("new"));
            assertThat(workspace.digest(path("a.txt"))).contains(Digest.of("new"));
        }

        @Test
        void handsOutBytesThatAreTheCallersOwn() throws Exception {
            put("a.txt", "content");
            Arrays.fill(workspace.read(path("a.txt"), MANY).orElseThrow(), (byte) 0);

            assertThat(workspace.read(path("a.txt"), MANY)).hasValue(bytes("content"));
        }

        @Test
        void saysWhereItIs() {
            assertThat(workspace.location()).isNotBlank();
        }
    }

    @Nested
    class Applying {

        @Test
        void createsChangesAndDeletesFiles() throws Exception {
            put("docs/changed.md", "old");
            put("deleted.txt", "gone soon");
            put("docs/untouched.md", "as it was");

            apply(
                    change("new/folder/Ω.json", "{}", null),
                    change("docs/changed.md", "new", "old"),
                    change("deleted.txt", null, "gone soon"));

            assertHolds("new/folder/Ω.json", "{}");
            assertHolds("docs/changed.md", "new");
            assertHolds("deleted.txt", null);
            assertHolds("docs/untouched.md", "as it was");
        }

        @Test
        void writesEmptyAndLargeFiles() throws Exception {
            byte[] large = new byte[3_000_000];
            Arrays.fill(large, (byte) 0xC3);
            apply(
                    new FileChange(path("empty.txt"), new byte[0], null, null),
                    new FileChange(path("large.bin"), large, null, null));

            assertThat(readFile(workspace, "empty.txt")).hasValue(new byte[0]);
            assertThat(readFile(workspace, "large.bin")).hasValue(large);
        }

        @Test
        void acceptsNoChangesAtAll() {
            assertThatCode(() -> apply()).doesNotThrowAnyException();
        }

        @Test
        void canBeCalledAgainAfterItIsDone() throws Exception {
            put("changed.md", "old");
            put("deleted.txt", "gone soon");
            FileChange[] changes = {
                change("created.md", "created", null),
                change("changed.md", "new", "old"),
                change("deleted.txt", null, "gone soon")
            };

            apply(changes);
            apply(changes);

            assertHolds("created.md", "created");
            assertHolds("changed.md", "new");
            assertHolds("deleted.txt", null);
        }

        @Test
        void finishesWhatAnInterruptedCallBegan() throws Exception {
            put("created.md", "created");
            put("changed.md", "new");
            put("later.md", "old later");

            apply(
                    change("created.md", "created", null),
                    change("changed.md", "new", "old"),
                    change("deleted.txt", null, "gone already"),
                    change("later.md", "new later", "old later"));

            assertHolds("created.md", "created");
            assertHolds("changed.md", "new");
            assertHolds("deleted.txt", null);
            assertHolds("later.md", "new later");
        }

        @Test
        void doesNotAskForTheBaseUnlessItHasToPutItBack() throws Exception {
            put("a.md", "old");

            apply(new FileChange(path("a.md"), bytes("new"), Digest.of("old"), () -> {
                throw new AssertionError("asked for the base");
            }));

            assertHolds("a.md", "new");
        }

        @Test
        void makesAFolderInThePlaceOfAFileThatIsDeletedWithIt() throws Exception {
            put("bom", "a file so far");
            FileChange[] changes = {change("bom/bom.csv", "parts", null), change("bom", null, "a file so far")};

            apply(changes);
            apply(changes);

            assertHolds("bom/bom.csv", "parts");
        }

        @Test
        void showsReadersTheOldBytesOrTheNew() throws Exception {
            String one = "1".repeat(200_000);
            String two = "2".repeat(150_000);
            put("a.txt", one);
            CompletableFuture<Boolean> done = new CompletableFuture<>();
            CompletableFuture<Boolean> whole = Threads.start(() -> {
                boolean always = true;
                while (!done.isDone()) {
                    String read = text(workspace.read(path("a.txt"), MANY).orElseThrow());
                    always &= read.equals(one) || read.equals(two);
                }
                return always;
            });

            for (int i = 0; i < 25; i++) {
                apply(change("a.txt", two, one));
                apply(change("a.txt", one, two));
            }
            done.complete(true);

            assertThat(Threads.result(whole)).isTrue();
        }
    }

    @Nested
    class Refusing {

        @Test
        void refusesToOverwriteWhatChangedSinceTheProposal() throws Exception {
            put("a.md", "edited by hand");
            put("b.md", "old b");

            assertRefused(
                    List.of("a.md"),
                    change("b.md", "new b", "old b"),
                    change("a.md", "new a", "old a"),
                    change("c.md", "new c", null));

            assertHolds("a.md", "edited by hand");
            assertHolds("b.md", "old b");
            assertHolds("c.md", null);
        }

        @Test
        void refusesToCreateWhatIsThereAlready() throws Exception {
            put("a.md", "made by hand");

            assertRefused(List.of("a.md"), change("a.md", "new", null));
            assertHolds("a.md", "made by hand");
        }

        @Test
        void refusesToChangeWhatIsGone() throws Exception {
            assertRefused(List.of("a.md"), change("a.md", "new", "old"));
            assertHolds("a.md", null);
        }

        @Test
        void refusesToDeleteWhatChanged() throws Exception {
            put("a.md", "edited by hand");

            assertRefused(List.of("a.md"), change("a.md", null, "old"));
            assertHolds("a.md", "edited by hand");
        }

        @Test
        void namesEveryFileThatChanged() throws Exception {
            put("a.md", "edited");
            put("b.md", "old");
            put("c.md", "edited too");

            assertRefused(
                    List.of("a.md", "c.md"),
                    change("a.md", "new", "old"),
                    change("b.md", "new", "old"),
                    change("c.md", "new", null));
            assertHolds("b.md", "old");
        }

        @Test
        void putsBackWhatAnInterruptedCallHadWritten() throws Exception {
            put("created.md", "created");
            put("changed.md", "new");
            put("edited.md", "edited by hand");

            assertRefused(
                    List.of("edited.md"),
                    change("changed.md", "new", "old"),
                    change("created.md", "created", null),
                    change("deleted.txt", null, "content of the deleted"),
                    change("edited.md", "new", "old"));

            assertHolds("created.md", null);
            assertHolds("changed.md", "old");
            assertHolds("deleted.txt", "content of the deleted");
            assertHolds("edited.md", "edited by hand");
        }

        @Test
        void refusesToReplaceAFolder() throws Exception {
            put("target/inside.txt", "x");
            put("other.md", "old");

            assertRefused(List.of("target"), change("other.md", "new", "old"), change("target", "a file now", null));
            assertHolds("target/inside.txt", "x");
            assertHolds("other.md", "old");
        }

        @Test
        void refusesToMakeAFolderOfAFile() throws Exception {
            put("file", "x");
            put("other.md", "old");

            assertRefused(
                    List.of("file/inside.txt"),
                    change("other.md", "new", "old"),
                    change("first.md", "new", null),
                    change("file/inside.txt", "y", null));
            assertHolds("file", "x");
            assertHolds("other.md", "old");
            assertHolds("first.md", null);
        }

        @Test
        void putsAFileBackFromUnderAFolderThatTookItsPlace() throws Exception {
            put("bom/bom.csv", "parts");
            put("edited.md", "edited by hand");

            assertRefused(
                    List.of("edited.md"),
                    change("bom", null, "a file so far"),
                    change("bom/bom.csv", "parts", null),
                    change("edited.md", "new", "old"));

            assertHolds("bom", "a file so far");
            assertHolds("edited.md", "edited by hand");
        }

        @Test
        void tellsWhyWithoutPathsOfTheMachine() throws Exception {
            put("a.md", "edited by hand");

            ApplyRefused refused = catchThrowableOfType(ApplyRefused.class, () -> apply(change("a.md", "new", "old")));
            assertThat(refused.getMessage()).isNotBlank().doesNotContain(workspace.location() + "/");
        }
    }

    @Nested
    class Locking {

        @Test
        void keepsASecondHolderWaiting() throws Exception {
            Lock first = workspace.lock(paths("a.md", "b.md"));
            CompletableFuture<Boolean> second = takeAndFree(() -> workspace.lock(paths("b.md", "c.md")));

            assertThat(Threads.endsWithinAMoment(second)).isFalse();
            first.close();
            assertThat(Threads.result(second)).isTrue();
        }

        @Test
        void ofEverythingWaitsForEverybodyAndKeepsEverybodyWaiting() throws Exception {
            Lock some = workspace.lock(paths("a.md"));
            CompletableFuture<Lock> all = Threads.start(() -> workspace.lockAll());
            assertThat(Threads.endsWithinAMoment(all)).isFalse();
            some.close();

            Lock everything = Threads.result(all);
            CompletableFuture<Boolean> another = takeAndFree(() -> workspace.lock(paths("z.md")));
            CompletableFuture<Boolean> anotherAll = takeAndFree(() -> workspace.lockAll());
            assertThat(Threads.endsWithinAMoment(another)).isFalse();
            assertThat(Threads.endsWithinAMoment(anotherAll)).isFalse();
            everything.close();
            assertThat(Threads.result(another)).isTrue();
            assertThat(Threads.result(anotherAll)).isTrue();
        }

        @Test
        void canBeFreedFromAnyThread() throws Exception {
            Lock taken = Threads.result(Threads.start(() -> workspace.lock(paths("a.md"))));
            taken.close();

            assertThat(Threads.result(takeAndFree(() -> workspace.lock(paths("a.md")))))
                    .isTrue();
        }

        @Test
        void canBeFreedTwiceWithoutFreeingTheNextHolder() throws Exception {
            Lock first = workspace.lock(paths("a.md"));
            first.close();
            try (Lock second = workspace.lock(paths("a.md"))) {
                first.close();
                CompletableFuture<Boolean> third = takeAndFree(() -> workspace.lock(paths("a.md")));
                assertThat(Threads.endsWithinAMoment(third)).isFalse();
                second.close();
                assertThat(Threads.result(third)).isTrue();
            }
        }

        @Test
        void excludesAndDoesNotDeadlockWhateverTheOrderOfPaths() throws Exception {
            AtomicInteger inside = new AtomicInteger();
            AtomicInteger overlaps = new AtomicInteger();

            Threads.together(8, number -> {
                for (int i = 0; i < 20; i++) {
                    List<WorkspacePath> wanted =
                            number % 2 == 0 ? paths("a.md", "common.md", "b.md") : paths("b.md", "common.md", "a.md");
                    try (Lock lock = number == 7 ? workspace.lockAll() : workspace.lock(wanted)) {
                        if (inside.incrementAndGet() > 1) {
                            overlaps.incrementAndGet();
                        }
                        Thread.yield();
                        inside.decrementAndGet();
                    }
                }
                return true;
            });

            assertThat(overlaps).hasValue(0);
        }

        @Test
        void isFreeAgainAfterARefusedChange() throws Exception {
            put("a.md", "edited");
            try (Lock lock = workspace.lock(paths("a.md"))) {
                assertThatThrownBy(() -> workspace.apply(List.of(change("a.md", "new", "old"))))
                        .isInstanceOf(ApplyRefused.class);
            }

            assertThat(Threads.result(takeAndFree(() -> workspace.lock(paths("a.md")))))
                    .isTrue();
        }

        private CompletableFuture<Boolean> takeAndFree(Supplier<Lock> taking) {
            return Threads.start(() -> {
                taking.get().close();
                return true;
            });
        }
    }

    private void apply(FileChange... changes) throws ApplyRefused {
        try (Lock lock =
                workspace.lock(Arrays.stream(changes).map(FileChange::path).toList())) {
            workspace.apply(List.of(changes));
        }
    }

    private void assertRefused(List<String> atFault, FileChange... changes) {
        assertThatThrownBy(() -> apply(changes)).isInstanceOfSatisfying(ApplyRefused.class, e -> assertThat(e.paths())
                .extracting(WorkspacePath::value)
                .containsExactlyInAnyOrderElementsOf(atFault));
    }

    private void assertHolds(String path, @Nullable String content) throws Exception {
        assertThat(readFile(workspace, path).map(WorkspaceContract::text))
                .as(path)
                .isEqualTo(Optional.ofNullable(content));
    }

    private static void assertFailure(FailureKind kind, ThrowingCallable call) {
        assertThatThrownBy(call).isInstanceOfSatisfying(MetaForgeException.class, e -> assertThat(
                        e.failure().kind())
                .isEqualTo(kind));
    }

    private void put(String path, String content) throws Exception {
        putFile(workspace, path, bytes(content));
    }

    private static FileChange change(String path, @Nullable String content, @Nullable String base) {
        return new FileChange(
                path(path),
                content == null ? null : bytes(content),
                base == null ? null : Digest.of(base),
                base == null ? null : () -> bytes(base));
    }

    private static WorkspacePath path(String path) {
        return new WorkspacePath(path);
    }

    private static List<WorkspacePath> paths(String... paths) {
        return Arrays.stream(paths).map(WorkspacePath::new).toList();
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static String text(byte[] bytes) {
        return new String(bytes, StandardCharsets.UTF_8);
    }
}
