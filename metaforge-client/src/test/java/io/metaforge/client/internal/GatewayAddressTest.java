package io.metaforge.client.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class GatewayAddressTest {

    @ParameterizedTest
    @CsvSource({
        "http://localhost:3000, http://localhost:3000",
        "http://localhost:3000/, http://localhost:3000",
        "http://localhost:3000//, http://localhost:3000",
        "http://localhost:3000/api/v1, http://localhost:3000",
        "http://localhost:3000/api/v1/, http://localhost:3000",
        "HTTPS://forge.example.org, https://forge.example.org",
        "https://example.org/forge/, https://example.org/forge",
        "https://example.org/forge/api/v1, https://example.org/forge",
        "http://[::1]:3000, http://[::1]:3000",
        "' http://localhost:3000 ', http://localhost:3000"
    })
    void reads_addresses_as_people_type_them(String typed, String meant) {
        assertThat(GatewayAddress.parse(typed)).hasToString(meant);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "localhost:3000",
                "localhost",
                "ftp://localhost:3000",
                "http://",
                "http://:3000",
                "http://localhost:99999",
                "http://local host",
                "http://localhost:3000?x=1",
                "http://localhost:3000/#x",
                "http://me:secret@localhost:3000"
            })
    void refuses_anything_else_and_says_what_a_good_one_looks_like(String typed) {
        assertThatThrownBy(() -> GatewayAddress.parse(typed))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("http://localhost:3000")
                .hasMessageNotContaining("secret");
    }

    @Test
    void finds_the_api_below_it() {
        GatewayAddress address = GatewayAddress.parse("https://example.org/forge");

        assertThat(address.rest("/health")).hasToString("https://example.org/forge/api/v1/health");
    }

    @Test
    void encodes_what_stands_in_paths_and_queries() {
        assertThat(GatewayAddress.path("eda/Größe 1/a+b?.md")).isEqualTo("eda/Gr%C3%B6%C3%9Fe%201/a%2Bb%3F.md");
        assertThat(GatewayAddress.encoded("a&b=c")).isEqualTo("a%26b%3Dc");
    }
}
