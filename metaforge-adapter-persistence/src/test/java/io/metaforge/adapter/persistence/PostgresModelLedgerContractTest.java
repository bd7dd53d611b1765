package io.metaforge.adapter.persistence;

import io.metaforge.application.port.out.Stores;
import io.metaforge.testkit.contract.ModelLedgerContract;

/** Holds the PostgreSQL stores to the contract that every adapter keeps. */
class PostgresModelLedgerContractTest extends ModelLedgerContract {

    private final OpenStores open = new OpenStores();

    @Override
    protected Stores newStores() {
        return open.fresh();
    }

    @Override
    protected void close(Stores used) {
        open.close();
    }
}
