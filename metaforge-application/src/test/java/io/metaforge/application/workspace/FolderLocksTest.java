package io.metaforge.application.workspace;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.metaforge.application.port.out.Workspace.Lock;
import io.metaforge.domain.artifact.WorkspacePath;
import io.metaforge.domain.failure.FailureKind;
import io.metaforge.domain.failure.MetaForgeException;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Locks against other processes and other workspaces of the same folder. */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class FolderLocksTest {

    private static final List<WorkspacePath> PRD = List.of(new WorkspacePath("PRD.md"));
    private static final List<WorkspacePath> OTHER = List.of(new WorkspacePath("constraints.json"));

    @TempDir
    Path root;

    private final List<Process> processes = new ArrayList<>();

    @AfterEach
    void endProcesses() throws InterruptedException {
        for (Process process : processes) {
            process.destroyForcibly().waitFor();
        }
    }

    @Nested
    class OtherProcesses {

        @Test
        void areKeptOutUntilTheLockIsFreed() throws Exception {
            Lock here = new FolderWorkspace(root).lock(PRD);
            BufferedReader there = output(hold("PRD.md"));
            CompletableFuture<String> held = CompletableFuture.supplyAsync(() -> line(there));

            // The other process locks another path meanwhile, so it is not the start of a process that is waited for.
            assertThat(line(output(hold("constraints.json")))).isEqualTo("held");
            assertThat(held).isNotDone();
            here.close();

            assertThat(held.get(20, TimeUnit.SECONDS)).isEqualTo("held");
        }

        @Test
        void keepThisOneOut() throws Exception {
            FolderWorkspace workspace = new FolderWorkspace(root);
            Process holder = hold("PRD.md");
            assertThat(line(output(holder))).isEqualTo("held");
            CompletableFuture<Lock> here = CompletableFuture.supplyAsync(() -> workspace.lock(PRD));
            CompletableFuture<Lock> all = CompletableFuture.supplyAsync(workspace::lockAll);
            workspace.lock(OTHER).close();
            assertThat(here).isNotDone();
            assertThat(all).isNotDone();

            holder.getOutputStream().close();

            here.thenAccept(Lock::close).get(20, TimeUnit.SECONDS);
            all.thenAccept(Lock::close).get(20, TimeUnit.SECONDS);
        }

        @Test
        void thatDiedHoldNothing() throws Exception {
            Process holder = hold();
            assertThat(line(output(holder))).isEqualTo("held");

            holder.destroyForcibly().waitFor();

            new FolderWorkspace(root).lock(PRD).close();
        }

        @Test
        void stayOutWhenOneOfSeveralHoldersHereFreesItsLock() throws Exception {
            FolderWorkspace workspace = new FolderWorkspace(root);
            Lock prd = workspace.lock(PRD);
            workspace.lock(OTHER).close();
            new FolderWorkspace(root).lock(OTHER).close();

            assertThat(line(output(hold("constraints.json")))).isEqualTo("held");
            CompletableFuture<String> held = CompletableFuture.supplyAsync(() -> line(outputOf("PRD.md")));
            assertThat(line(output(hold("README.md")))).isEqualTo("held");
            assertThat(held).isNotDone();
            prd.close();
            assertThat(held.get(20, TimeUnit.SECONDS)).isEqualTo("held");
        }

        private BufferedReader outputOf(String path) {
            try {
                return output(hold(path));
            } catch (IOException e) {
                throw new IllegalStateException(e);
            }
        }
    }

    @Nested
    class ThisProcess {

        @Test
        void excludesAnotherWorkspaceOfTheSameFolder() throws Exception {
            Path link = Files.createSymbolicLink(root.resolve("self"), root);
            Lock first = new FolderWorkspace(root).lock(PRD);
            CompletableFuture<Lock> second = CompletableFuture.supplyAsync(() -> new FolderWorkspace(link).lock(PRD));
            new FolderWorkspace(link).lock(OTHER).close();

            assertThat(second).isNotDone();
            first.close();
            second.thenAccept(Lock::close).get(20, TimeUnit.SECONDS);
        }

        @Test
        void takesSpellingsThatSomeDisksConfuseForOne() throws Exception {
            FolderWorkspace workspace = new FolderWorkspace(root);
            Lock lower = workspace.lock(List.of(new WorkspacePath("é.md")));
            Thread[] waiting = {null};
            CompletableFuture<Lock> upper = CompletableFuture.supplyAsync(() -> {
                waiting[0] = Thread.currentThread();
                return workspace.lock(List.of(new WorkspacePath("E\u0301.MD")));
            });
            await().until(() -> waiting[0] != null && waiting[0].getState() == Thread.State.WAITING);

            assertThat(upper).isNotDone();
            lower.close();
            upper.thenAccept(Lock::close).get(20, TimeUnit.SECONDS);
        }

        @Test
        void keepsItsLocksWhenAWaitingThreadIsInterrupted() throws Exception {
            FolderWorkspace workspace = new FolderWorkspace(root);
            Lock other = workspace.lock(OTHER);
            Process holder = hold("PRD.md");
            assertThat(line(output(holder))).isEqualTo("held");
            CompletableFuture<Boolean> interrupted = new CompletableFuture<>();
            Thread waiting = new Thread(() -> {
                workspace.lock(PRD).close();
                interrupted.complete(Thread.currentThread().isInterrupted());
            });
            waiting.start();
            await().until(() -> waiting.getState() == Thread.State.TIMED_WAITING);
            waiting.interrupt();
            CompletableFuture<String> intruder =
                    CompletableFuture.supplyAsync(() -> line(outputOf("constraints.json")));
            assertThat(line(output(hold("README.md")))).isEqualTo("held");
            assertThat(intruder).isNotDone();

            holder.getOutputStream().close();
            assertThat(interrupted.get(20, TimeUnit.SECONDS)).isTrue();
            other.close();
            assertThat(intruder.get(20, TimeUnit.SECONDS)).isEqualTo("held");
        }

        private BufferedReader outputOf(String path) {
            try {
                return output(hold(path));
            } catch (IOException e) {
                throw new IllegalStateException(e);
            }
        }
    }

    @Nested
    class ForgeFolder {

        @Test
        void isMadeAndKeptOutOfVersionControl() {
            new FolderWorkspace(root).lock(PRD).close();

            assertThat(root.resolve(".forge/.gitignore")).hasContent("*");
        }

        @Test
        void isMadeAgainAfterSomebodyRemovedIt() throws Exception {
            FolderWorkspace workspace = new FolderWorkspace(root);
            workspace.lock(PRD).close();
            Files.delete(root.resolve(".forge/.gitignore"));
            Files.delete(root.resolve(".forge/apply.lock"));
            Files.delete(root.resolve(".forge"));

            workspace.lock(PRD).close();

            assertThat(root.resolve(".forge/apply.lock")).exists();
        }

        @Test
        void keepsAnIgnoreFileOfItsOwner() throws Exception {
            Files.createDirectory(root.resolve(".forge"));
            Files.writeString(root.resolve(".forge/.gitignore"), "postgres\n");

            new FolderWorkspace(root).lock(PRD).close();

            assertThat(root.resolve(".forge/.gitignore")).hasContent("postgres");
        }

        @Test
        void isNeverFollowedOutOfTheWorkspace(@TempDir Path elsewhere) throws Exception {
            Files.createSymbolicLink(root.resolve(".forge"), elsewhere);
            FolderWorkspace workspace = new FolderWorkspace(root);

            for (int i = 0; i < 2; i++) {
                assertThatThrownBy(() -> workspace.lock(PRD))
                        .isInstanceOfSatisfying(
                                MetaForgeException.class,
                                e -> assertThat(e.failure().kind()).isEqualTo(FailureKind.UNAVAILABLE))
                        .hasMessage("Cannot lock the workspace by .forge/apply.lock: .forge is not a folder");
            }
            assertThat(elsewhere).isEmptyDirectory();
        }
    }

    private Process hold(String... paths) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xshare:auto",
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                LockHolder.class.getName(),
                root.toString()));
        command.addAll(List.of(paths));
        Process process = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        processes.add(process);
        return process;
    }

    private static BufferedReader output(Process process) {
        return new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
    }

    private static String line(BufferedReader output) {
        try {
            return String.valueOf(output.readLine());
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }
}
