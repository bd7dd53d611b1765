package io.metaforge.testkit;

import io.metaforge.application.memory.MemoryStores;
import io.metaforge.application.port.out.Stores;
import io.metaforge.testkit.contract.DecisionLogContract;

class MemoryDecisionLogTest extends DecisionLogContract {

    @Override
    protected Stores newStores() {
        return MemoryStores.create();
    }
}
