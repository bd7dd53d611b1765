package io.metaforge.boot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.metaforge.application.access.KeyAdministration;
import io.metaforge.application.memory.MemoryStores;
import io.metaforge.application.port.in.ApiKeys;
import io.metaforge.application.port.out.ApiKeyStore;
import io.metaforge.application.settings.AccessSettings;
import io.metaforge.boot.configuration.Configuration;
import io.metaforge.boot.configuration.ConfigurationException;
import io.metaforge.boot.configuration.Option;
import io.metaforge.domain.access.Scope;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.EnumMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AdmissionTest {

    private static final Clock CLOCK = Clock.fixed(Instant.parse("2024-02-03T10:30:00Z"), ZoneOffset.UTC);

    @TempDir
    private Path workspace;

    private final ApiKeyStore keys = MemoryStores.create().apiKeys();

    private Admission admission(String host, @Nullable String requireKeys, boolean insecure) {
        Map<Option, String> flags = new EnumMap<>(Option.class);
        flags.put(Option.HOST, host);
        flags.put(Option.INSECURE, Boolean.toString(insecure));
        if (requireKeys != null) {
            flags.put(Option.REQUIRE_KEYS, requireKeys);
        }
        return Admission.of(Configuration.resolve(flags, Map.of(), workspace));
    }

    @ParameterizedTest
    @CsvSource({
        "127.0.0.1, , false, false",
        "::1, , false, false",
        "localhost, , true, false",
        "127.0.0.1, true, false, true",
        "127.0.0.1, false, true, false",
        "0.0.0.0, , false, true",
        "::, , false, true",
        "192.0.2.1, true, false, true",
        "0.0.0.0, , true, false",
        "0.0.0.0, false, true, false"
    })
    void keys_are_required_where_others_reach_the_address_or_where_that_is_wanted(
            String host, String requireKeys, boolean insecure, boolean required) {
        AccessSettings settings = admission(host, requireKeys, insecure).settings();

        assertThat(settings).isEqualTo(new AccessSettings(required, 100, 10));
    }

    @ParameterizedTest
    @CsvSource({"127.0.0.1, true, true", "0.0.0.0, true, true", "0.0.0.0, false, false"})
    void what_contradicts_itself_is_refused(String host, String requireKeys, boolean insecure) {
        assertThatThrownBy(() -> admission(host, requireKeys, insecure))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("--insecure");
    }

    @Test
    void others_are_let_in_only_when_somebody_has_a_key_that_can_be_used() {
        Admission admission = admission("0.0.0.0", null, false);
        KeyAdministration administration = new KeyAdministration(keys, CLOCK);
        administration.create(new ApiKeys.Command("gone", Set.of(Scope.ADMIN), null));
        administration.revoke("gone");
        administration.create(new ApiKeys.Command("old", Set.of(Scope.ADMIN), Duration.ofDays(1)));

        assertThatThrownBy(() -> admission.requireSomebody(keys, Clock.offset(CLOCK, Duration.ofDays(1))))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("metaforge keys create NAME --scopes")
                .hasMessageContaining(workspace.toString());
        assertThatCode(() -> admission.requireSomebody(keys, CLOCK)).doesNotThrowAnyException();
    }

    @Test
    void on_this_machine_the_first_key_can_come_later() {
        assertThatCode(() -> admission("127.0.0.1", "true", false).requireSomebody(keys, CLOCK))
                .doesNotThrowAnyException();
    }
}
