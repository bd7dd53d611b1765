package io.metaforge.testkit;

import io.metaforge.application.port.out.Workspace;
import io.metaforge.application.workspace.FolderWorkspace;
import io.metaforge.testkit.contract.WorkspaceContract;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.io.TempDir;

class FolderWorkspaceTest extends WorkspaceContract {

    @TempDir
    Path folder;

    @Override
    protected Workspace newWorkspace() {
        return new FolderWorkspace(folder);
    }

    @Override
    protected void putFile(Workspace workspace, String path, byte[] content) throws IOException {
        Path file = folder.resolve(path);
        Files.createDirectories(file.getParent());
        Files.write(file, content);
    }

    @Override
    protected Optional<byte[]> readFile(Workspace workspace, String path) throws IOException {
        Path file = folder.resolve(path);
        return Files.exists(file) ? Optional.of(Files.readAllBytes(file)) : Optional.empty();
    }
}
