package io.metaforge.application.workspace;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.metaforge.domain.artifact.Digest;
import io.metaforge.domain.artifact.WorkspacePath;
import io.metaforge.domain.failure.FailureKind;
import io.metaforge.domain.failure.MetaForgeException;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Reads from a folder that means harm. */
@Timeout(value = 20, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class FolderReadingTest {

    @TempDir
    Path temp;

    private Path root;
    private FolderWorkspace workspace;

    @BeforeEach
    void openWorkspace() throws IOException {
        root = Files.createDirectory(temp.resolve("workspace"));
        workspace = new FolderWorkspace(root);
        Files.writeString(temp.resolve("secret"), "outside");
    }

    @Nested
    class SymbolicLinks {

        @Test
        void insideTheWorkspaceAreFollowed() throws IOException {
            Files.createDirectories(root.resolve("hardware/rev-a"));
            Files.writeString(root.resolve("hardware/rev-a/PRD.md"), "prd");
            Files.createSymbolicLink(root.resolve("current"), Path.of("hardware/rev-a"));
            Files.createSymbolicLink(root.resolve("PRD.md"), root.resolve("current/PRD.md"));

            assertThat(read("current/PRD.md")).isEqualTo("prd");
            assertThat(read("PRD.md")).isEqualTo("prd");
            assertThat(workspace.read(new WorkspacePath("current/missing.md"), 100))
                    .isEmpty();
            assertThat(workspace.digest(new WorkspacePath("PRD.md"))).contains(Digest.of("prd"));
        }

        @Test
        void toAFileOutsideAreRefused() throws IOException {
            Files.createSymbolicLink(root.resolve("absolute"), temp.resolve("secret"));
            Files.createSymbolicLink(root.resolve("relative"), Path.of("../secret"));
            Files.createSymbolicLink(root.resolve("chain"), Path.of("relative"));

            assertRefused("absolute", "leads outside the workspace");
            assertRefused("relative", "leads outside the workspace");
            assertRefused("chain", "leads outside the workspace");
        }

        @Test
        void toAFolderOutsideAreRefusedOnTheWay() throws IOException {
            Path outside = Files.createDirectories(temp.resolve("elsewhere/deep"));
            Files.writeString(outside.resolve("file"), "outside");
            Files.createSymbolicLink(root.resolve("out"), temp.resolve("elsewhere"));

            assertRefused("out/deep/file", "leads outside the workspace");
            assertRefused("out/no/such/file", "leads outside the workspace");
        }

        @Test
        void toAFolderWhoseNameBeginsLikeTheWorkspaceAreRefused() throws IOException {
            Path sibling = Files.createDirectory(temp.resolve("workspace-2"));
            Files.writeString(sibling.resolve("file"), "outside");
            Files.createSymbolicLink(root.resolve("out"), sibling);

            assertRefused("out/file", "leads outside the workspace");
        }

        @Test
        void intoVersionControlOrTheGatewaysOwnFolderAreRefused() throws IOException {
            for (String folder : new String[] {".git", ".forge", "sub/.git"}) {
                Files.createDirectories(root.resolve(folder));
                Files.writeString(root.resolve(folder).resolve("config"), "password");
            }
            Files.createSymbolicLink(root.resolve("a"), Path.of(".git/config"));
            Files.createSymbolicLink(root.resolve("b"), Path.of(".forge"));
            Files.createSymbolicLink(root.resolve("c"), Path.of("sub/.git"));

            assertRefused("a", "not part of the design");
            assertRefused("b/config", "not part of the design");
            assertRefused("c/config", "not part of the design");
        }

        @Test
        void inLoopsOrToNowhereAreRefused() throws IOException {
            Files.createSymbolicLink(root.resolve("loop"), Path.of("loop"));
            Files.createSymbolicLink(root.resolve("ping"), Path.of("pong"));
            Files.createSymbolicLink(root.resolve("pong"), Path.of("ping"));
            Files.createSymbolicLink(root.resolve("dangling"), Path.of("nothing-here"));
            Files.createSymbolicLink(root.resolve("dangling-outside"), Path.of("/nothing/here"));

            assertRefused("loop", "leads nowhere");
            assertRefused("ping/file", "leads nowhere");
            assertRefused("dangling", "leads nowhere");
            assertRefused("dangling-outside", "leads nowhere");
        }

        @Test
        void ofTheWorkspaceItselfAreTheEngineersChoice() throws IOException {
            Path link = Files.createSymbolicLink(temp.resolve("link"), root);
            Files.writeString(root.resolve("PRD.md"), "prd");

            FolderWorkspace linked = new FolderWorkspace(link);

            assertThat(linked.read(new WorkspacePath("PRD.md"), 100)).isPresent();
            assertThat(linked.location()).isEqualTo(link.toString());
        }
    }

    @Nested
    class SpecialFiles {

        @Test
        void aFifoIsRefusedWithoutWaitingForAWriter() throws Exception {
            mkfifo(root.resolve("fifo"));

            assertRefused("fifo", "is not a regular file");
            assertRefused("fifo/below", "is not a regular file");
        }

        @Test
        void aLinkToADeviceIsRefused() throws IOException {
            assumeTrue(Files.exists(Path.of("/dev/zero")), "there is no /dev/zero here");
            Files.createSymbolicLink(root.resolve("zero"), Path.of("/dev/zero"));

            assertRefused("zero", "leads outside the workspace");
        }

        @Test
        void aSocketIsRefused() throws IOException {
            try (ServerSocketChannel socket = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
                socket.bind(UnixDomainSocketAddress.of(root.resolve("socket")));

                assertRefused("socket", "is not a regular file");
            }
        }

        @Test
        void aFolderIsRefused() throws IOException {
            Files.createDirectory(root.resolve("folder"));

            assertRefused("folder", "is a folder");
        }
    }

    @Nested
    class Sizes {

        @Test
        void aSparseGiantIsRefusedUnread() throws IOException {
            try (java.io.RandomAccessFile giant =
                    new java.io.RandomAccessFile(root.resolve("giant").toFile(), "rw")) {
                giant.setLength(1L << 40);
            }

            assertThatThrownBy(() -> workspace.read(new WorkspacePath("giant"), 1000))
                    .isInstanceOfSatisfying(MetaForgeException.class, e -> {
                        assertThat(e.failure().kind()).isEqualTo(FailureKind.TOO_LARGE);
                        assertThat(e.failure().details())
                                .containsEntry("size", 1L << 40)
                                .containsEntry("limit", 1000L);
                    });
            assertThatThrownBy(() -> workspace.read(new WorkspacePath("giant"), Long.MAX_VALUE))
                    .isInstanceOfSatisfying(
                            MetaForgeException.class,
                            e -> assertThat(e.failure().kind()).isEqualTo(FailureKind.TOO_LARGE));
        }

        @Test
        void aFileOfExactlyTheLimitIsRead() throws IOException {
            Files.writeString(root.resolve("f"), "x".repeat(100_000));

            assertThat(workspace.read(new WorkspacePath("f"), 100_000))
                    .hasValueSatisfying(bytes -> assertThat(bytes).hasSize(100_000));
        }
    }

    @Test
    void anInterruptedThreadReadsAndStaysInterrupted() throws IOException {
        Files.writeString(root.resolve("PRD.md"), "prd");

        Thread.currentThread().interrupt();
        String read = read("PRD.md");

        assertThat(Thread.interrupted()).isTrue();
        assertThat(read).isEqualTo("prd");
    }

    @Test
    void anUnreadableFileIsSaidToBe() throws IOException {
        assumeTrue(!"root".equals(System.getProperty("user.name")), "root reads everything");
        Path file = Files.writeString(root.resolve("private.md"), "x");
        assumeTrue(file.toFile().setReadable(false), "this file system has no permissions");

        assertThatThrownBy(() -> read("private.md"))
                .isInstanceOfSatisfying(
                        MetaForgeException.class,
                        e -> assertThat(e.failure().kind()).isEqualTo(FailureKind.VALIDATION))
                .hasMessage("Cannot read 'private.md': permission denied");
    }

    @Test
    void onlyAFolderCanBeAWorkspace() {
        assertThatThrownBy(() -> new FolderWorkspace(temp.resolve("missing")))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new FolderWorkspace(temp.resolve("secret")))
                .isInstanceOf(IllegalArgumentException.class);
    }

    private String read(String path) {
        return new String(workspace.read(new WorkspacePath(path), 1 << 20).orElseThrow());
    }

    /** Also sees that neither message nor details tell where anything outside is. */
    private void assertRefused(String path, String problem) {
        for (ReadOperation operation : ReadOperation.values()) {
            assertThatThrownBy(() -> operation.on(workspace, new WorkspacePath(path)))
                    .isInstanceOfSatisfying(MetaForgeException.class, e -> {
                        assertThat(e.failure().kind()).isEqualTo(FailureKind.VALIDATION);
                        assertThat(e.failure().message())
                                .startsWith("Invalid path '" + path + "': it ")
                                .contains(problem)
                                .doesNotContain(temp.toString())
                                .doesNotContain("secret");
                        assertThat(e.failure().details().toString()).doesNotContain(temp.toString());
                    });
        }
    }

    private enum ReadOperation {
        READ,
        DIGEST;

        void on(FolderWorkspace workspace, WorkspacePath path) {
            if (this == READ) {
                workspace.read(path, 1 << 20);
            } else {
                workspace.digest(path);
            }
        }
    }

    static void mkfifo(Path fifo) throws IOException, InterruptedException {
        Process mkfifo;
        try {
            mkfifo = new ProcessBuilder("mkfifo", fifo.toString()).start();
        } catch (IOException e) {
            assumeTrue(false, "there is no mkfifo here");
            throw e;
        }
        assumeTrue(mkfifo.waitFor(10, TimeUnit.SECONDS) && mkfifo.exitValue() == 0, "mkfifo does not work here");
    }
}
