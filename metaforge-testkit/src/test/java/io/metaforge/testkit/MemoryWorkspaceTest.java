package io.metaforge.testkit;

import io.metaforge.application.memory.MemoryWorkspace;
import io.metaforge.application.port.out.Workspace;
import io.metaforge.testkit.contract.WorkspaceContract;
import java.util.Optional;

class MemoryWorkspaceTest extends WorkspaceContract {

    @Override
    protected Workspace newWorkspace() {
        return new MemoryWorkspace();
    }

    @Override
    protected void putFile(Workspace workspace, String path, byte[] content) {
        ((MemoryWorkspace) workspace).put(path, content);
    }

    @Override
    protected Optional<byte[]> readFile(Workspace workspace, String path) {
        return ((MemoryWorkspace) workspace).get(path);
    }
}
