package io.metaforge.adapter.persistence;

import io.metaforge.application.port.out.Stores;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Stores on a database of their own, for one test. */
final class OpenStores {

    private @Nullable TestDatabase database;
    private @Nullable PostgresStores stores;

    Stores fresh() {
        database = TestDatabase.create();
        stores = database.open();
        return stores.stores();
    }

    void close() {
        Objects.requireNonNull(stores).close();
        Objects.requireNonNull(database).close();
    }
}
