package io.metaforge.adapter.persistence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.metaforge.adapter.persistence.embedded.LocalDatabase;
import io.metaforge.application.access.KeyAdministration;
import io.metaforge.application.port.in.ApiKeys;
import io.metaforge.application.port.out.ApiKeyStore.Held;
import io.metaforge.domain.access.ApiKey;
import io.metaforge.domain.access.Scope;
import io.metaforge.domain.failure.MetaForgeException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Handing out keys on a database that gateways use as well, or that nobody uses. */
class KeysBesideTest {

    @Test
    void keysMadeBesideAGatewayAreThereForIt() {
        try (TestDatabase database = TestDatabase.create();
                PostgresStores gateway = database.open();
                PostgresKeys beside = PostgresKeys.open(database.settings(), Clock.systemUTC())) {
            ApiKey key = new KeyAdministration(beside.keys(), Clock.systemUTC())
                    .create(new ApiKeys.Command("ana", Set.of(Scope.READ), null))
                    .key();

            assertThat(gateway.stores().apiKeys().held()).extracting(Held::key).containsExactly(key);
        }
    }

    @Test
    void keysCanBeTheFirstThingInADatabaseButNotInThatOfAnotherWorkspace() {
        try (TestDatabase database = TestDatabase.createBare()) {
            PostgresSettings settings = database.settings();
            PostgresKeys.open(settings, Clock.systemUTC()).close();
            PostgresSettings others =
                    new PostgresSettings(settings.jdbcUrl(), settings.user(), settings.password(), 2, "another");

            database.open().close();
            assertThatThrownBy(() -> PostgresKeys.open(others, Clock.systemUTC()))
                    .isInstanceOf(MetaForgeException.class)
                    .hasMessageContaining("belongs to another workspace");
        }
    }

    @Test
    void anEmbeddedServerIsFoundWhileItRuns(@TempDir Path folder) throws Exception {
        Path forge = Files.createDirectories(folder.resolve(".forge"));
        assertThat(LocalDatabase.running(forge)).isEmpty();
        try (LocalDatabase server = LocalDatabase.start(forge)) {
            assertThat(LocalDatabase.running(forge)).hasValueSatisfying(found -> {
                assertThat(found.jdbcUrl()).isEqualTo(server.jdbcUrl());
                assertThat(found.user()).isEqualTo(server.user());
                assertThat(found.password()).isEqualTo(server.password());
                assertThat(found.toString()).doesNotContain(server.password());
            });
        }
        assertThat(LocalDatabase.running(forge)).isEmpty();
    }
}
