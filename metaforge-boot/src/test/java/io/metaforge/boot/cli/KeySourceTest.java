package io.metaforge.boot.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class KeySourceTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://design.example.org",
                "http://localhost:3000",
                "http://LOCALHOST",
                "http://forge.localhost:3000",
                "http://127.0.0.1:3000",
                "http://127.8.9.10",
                "http://[::1]:3000"
            })
    void a_key_is_safe_on_this_machine_and_over_tls(String gateway) {
        assertThat(KeySource.isSafeTo(URI.create(gateway))).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://design.example.org",
                "HTTP://10.0.0.7:3000",
                "http://127.0.0.1.example.org",
                "http://127.example.org",
                "http://notlocalhost",
                "http://localhost.example.org"
            })
    void a_key_is_not_safe_to_other_machines_in_plain_text(String gateway) {
        assertThat(KeySource.isSafeTo(URI.create(gateway))).isFalse();
    }
}
