package io.metaforge.testkit;

import io.metaforge.application.memory.MemoryStores;
import io.metaforge.application.port.out.Stores;
import io.metaforge.testkit.contract.ApiKeyStoreContract;

class MemoryApiKeyStoreTest extends ApiKeyStoreContract {

    @Override
    protected Stores newStores() {
        return MemoryStores.create();
    }
}
