package io.metaforge.testkit;

import io.metaforge.application.memory.MemoryStores;
import io.metaforge.application.port.out.Stores;
import io.metaforge.testkit.contract.ModelLedgerContract;

class MemoryModelLedgerTest extends ModelLedgerContract {

    @Override
    protected Stores newStores() {
        return MemoryStores.create();
    }
}
