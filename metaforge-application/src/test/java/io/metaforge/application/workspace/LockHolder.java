package io.metaforge.application.workspace;

import io.metaforge.application.port.out.Workspace;
import io.metaforge.domain.artifact.WorkspacePath;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

/**
 * A process of its own that takes the lock of the paths it is given, says {@code held}, and keeps it until its standard
 * input ends.
 */
final class LockHolder {

    private LockHolder() {}

    public static void main(String[] args) throws IOException {
        FolderWorkspace workspace = new FolderWorkspace(Path.of(args[0]));
        List<WorkspacePath> paths =
                Arrays.stream(args).skip(1).map(WorkspacePath::new).toList();
        PrintStream out = System.out;
        try (Workspace.Lock lock = paths.isEmpty() ? workspace.lockAll() : workspace.lock(paths)) {
            out.println(lock == null ? "nothing" : "held");
            while (System.in.read() >= 0) {
                // waits for the end of the input
            }
        }
        out.println("free");
    }
}
