package io.metaforge.testkit;

import io.metaforge.application.memory.MemoryStores;
import io.metaforge.application.port.out.Stores;
import io.metaforge.testkit.contract.ApprovedArtifactsContract;

class MemoryApprovedArtifactsTest extends ApprovedArtifactsContract {

    @Override
    protected Stores newStores() {
        return MemoryStores.create();
    }
}
