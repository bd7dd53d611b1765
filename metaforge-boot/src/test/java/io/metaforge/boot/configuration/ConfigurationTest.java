package io.metaforge.boot.configuration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConfigurationTest {

    @TempDir
    private Path workspace;

    private Configuration resolve(Map<Option, String> flags, Map<String, String> environment) {
        return Configuration.resolve(flags, environment, workspace);
    }

    private void file(String lines) throws IOException {
        Path file = workspace.resolve(Configuration.FILE);
        Files.createDirectories(file.getParent());
        Files.writeString(file, lines);
    }

    @Nested
    class Precedence {

        @Test
        void flag_before_environment_before_file_before_default() throws IOException {
            Map<Option, String> flag = Map.of(Option.PORT, "1001");
            Map<String, String> variable = Map.of("METAFORGE_PORT", "1002");

            assertThat(resolve(Map.of(), Map.of()).port()).isEqualTo(3000);
            file("port = 1003\n");
            assertThat(resolve(Map.of(), Map.of()).port()).isEqualTo(1003);
            assertThat(resolve(Map.of(), variable).port()).isEqualTo(1002);
            assertThat(resolve(flag, variable).port()).isEqualTo(1001);
        }

        @Test
        void the_file_is_that_of_the_workspace_the_flag_names() throws IOException {
            file("port = 1003\n");
            Configuration elsewhere = Configuration.resolve(
                    Map.of(Option.WORKSPACE, workspace.toString()), Map.of(), workspace.resolve("elsewhere"));

            assertThat(elsewhere.port()).isEqualTo(1003);
        }

        @Test
        void an_empty_variable_is_as_good_as_none() {
            assertThat(resolve(Map.of(), Map.of("METAFORGE_PORT", " ")).port()).isEqualTo(3000);
        }
    }

    @Nested
    class Mistakes {

        @Test
        void an_unknown_key_names_the_nearest_known_one() throws IOException {
            file("databse-url=postgres://h/d\n");

            assertThatThrownBy(() -> resolve(Map.of(), Map.of()))
                    .isInstanceOf(ConfigurationException.class)
                    .hasMessageContaining("'databse-url'")
                    .hasMessageContaining(".forge/config.properties")
                    .hasMessageContaining("did you mean 'database-url'?");
        }

        @Test
        void an_unknown_variable_names_the_nearest_known_one() {
            assertThatThrownBy(() -> resolve(Map.of(), Map.of("METAFORGE_PROT", "1")))
                    .isInstanceOf(ConfigurationException.class)
                    .hasMessageContaining("did you mean METAFORGE_PORT?");
        }

        @Test
        void a_wrong_value_says_where_it_was_set_and_what_is_expected() {
            assertThatThrownBy(() -> resolve(Map.of(), Map.of("METAFORGE_PORT", "65536")))
                    .hasMessageContaining("METAFORGE_PORT is '65536'")
                    .hasMessageContaining("0 to 65535");
            assertThatThrownBy(() -> resolve(Map.of(Option.RUN_TIMEOUT, "soon"), Map.of()))
                    .hasMessageContaining("--run-timeout is 'soon'");
            assertThatThrownBy(() -> resolve(Map.of(Option.ALLOWED_ORIGIN, "https://a.example/page"), Map.of()))
                    .hasMessageContaining("--allowed-origin");
        }

        @Test
        void a_wrong_database_address_is_not_repeated_since_it_can_hold_a_password() {
            assertThatThrownBy(() -> resolve(Map.of(Option.DATABASE_URL, "mysql://u:secret@h/d"), Map.of()))
                    .isInstanceOf(ConfigurationException.class)
                    .hasMessageContaining("--database-url")
                    .hasMessageNotContaining("secret");
        }
    }

    @Nested
    class Database {

        private DatabaseAddress of(String url, Map<String, String> environment) {
            return resolve(Map.of(Option.DATABASE_URL, url), environment)
                    .database()
                    .orElseThrow();
        }

        @Test
        void both_forms_mean_the_same() {
            DatabaseAddress plain = of("postgres://me:p%40ss+w@db.example:5433/forge?sslmode=require", Map.of());
            DatabaseAddress jdbc =
                    of("jdbc:postgresql://db.example:5433/forge?user=me&password=p%40ss+w&sslmode=require", Map.of());

            assertThat(plain).isEqualTo(jdbc);
            assertThat(plain.jdbcUrl()).isEqualTo("jdbc:postgresql://db.example:5433/forge?sslmode=require");
            assertThat(plain.user()).isEqualTo("me");
            assertThat(plain.password()).isEqualTo("p@ss+w");
        }

        @Test
        void credentials_beside_the_address_win() {
            DatabaseAddress address = of("postgres://me:one@h/d", Map.of("METAFORGE_DATABASE_PASSWORD", "two"));

            assertThat(address.user()).isEqualTo("me");
            assertThat(address.password()).isEqualTo("two");
        }

        @Test
        void it_never_shows_the_password() {
            assertThat(of("postgres://me:secret@h/d", Map.of())).asString().doesNotContain("secret");
        }
    }
}
