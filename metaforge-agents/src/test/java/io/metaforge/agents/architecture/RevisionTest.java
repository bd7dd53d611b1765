package io.metaforge.agents.architecture;

import static io.metaforge.agents.architecture.Document.deviation;
import static io.metaforge.agents.architecture.Document.nominal;
import static io.metaforge.agents.constraints.Category.INTERFACE;
import static io.metaforge.agents.constraints.Category.PERFORMANCE;
import static io.metaforge.agents.constraints.Category.POWER;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.metaforge.domain.session.RunInput;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** A rejected architecture, made again with the reason of the rejection. */
class RevisionTest {

    private static final JsonMapper JSON = JsonMapper.builder().build();

    private static Document sensor() {
        return new Document("Sensor")
                .must(POWER, "Supplied from 12 V.", nominal("supply_voltage", "12", "V")) // 1
                .must(PERFORMANCE, "Temperature accuracy ±0.3 °C.", deviation("temperature_accuracy", "0.3", "°C")) // 2
                .must(PERFORMANCE, "Humidity accuracy ±3 %RH.", deviation("humidity_accuracy", "3", "%")) // 3
                .must(INTERFACE, "Bluetooth for the phone.", "Bluetooth"); // 4
    }

    private record Attempt(JsonNode json, String markdown) {

        List<String> parts() {
            List<String> parts = new ArrayList<>();
            json.path("parts").forEach(part -> parts.add(part.path("mpn").asText()));
            return parts;
        }

        JsonNode coverage(String id) {
            for (JsonNode coverage : json.path("coverage")) {
                if (coverage.path("requirement").asText().equals(id)) {
                    return coverage;
                }
            }
            throw new AssertionError("no coverage of " + id);
        }
    }

    private static Attempt first() {
        return attempt(Runs.of(sensor().json()));
    }

    private static Attempt revised(String reason) {
        return attempt(new Runs(RunInput.EMPTY)
                .with("constraints.json", sensor().json())
                .revising(reason, Runs.of(sensor().json()))
                .run());
    }

    private static Attempt attempt(Map<String, String> files) {
        try {
            return new Attempt(
                    JSON.readTree(files.get("architecture.json")),
                    Objects.requireNonNull(files.get("architecture.md")));
        } catch (com.fasterxml.jackson.core.JacksonException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void takes_the_part_that_is_asked_for_and_says_what_changed() {
        String before = first().parts().stream()
                .filter(mpn -> mpn.startsWith("SHT"))
                .findFirst()
                .orElseThrow();
        String other = before.startsWith("SHT40") ? "SHTC3" : "SHT40";
        Attempt attempt = revised("use " + other + " instead of " + before);

        assertThat(attempt.parts()).anyMatch(mpn -> mpn.startsWith(other)).doesNotContain(before);
        assertThat(attempt.coverage("REV-1").path("status").asText()).isEqualTo("met");
        assertThat(attempt.markdown()).contains("## Revision", "Gone: 1 × " + before, "New: 1 × " + other);
    }

    @Test
    void changes_the_supply_and_tells_the_requirement_that_it_replaces() {
        Attempt attempt = revised("Supply must be 5 V");

        JsonNode source = attempt.json().path("sources").get(0);
        assertThat(source.path("volts").path("min").asDouble()).isEqualTo(4.75);
        assertThat(source.path("requirements").get(0).asText()).isEqualTo("REV-1");
        assertThat(attempt.coverage("REQ-001").path("status").asText()).isEqualTo("unmet");
        assertThat(attempt.coverage("REQ-001").path("why").asText()).contains("REV-1 takes its place");
    }

    @Test
    void leaves_out_what_is_not_wanted() {
        Attempt attempt = revised("no BLE");

        assertThat(attempt.json().path("blocks").findValuesAsText("function")).doesNotContain("radio.ble");
        assertThat(attempt.coverage("REV-1").path("status").asText()).isEqualTo("met");
        assertThat(attempt.coverage("REQ-004").path("why").asText()).contains("REV-1");
    }

    @Test
    void avoids_makers_and_cites_the_rejection_where_it_rules_parts_out() {
        Attempt attempt = revised("avoid Sensirion");

        assertThat(attempt.json().path("parts").findValuesAsText("maker")).doesNotContain("Sensirion");
        assertThat(attempt.markdown()).contains("| REV-1 | is not wanted |");
    }

    @Test
    void adds_what_is_missing() {
        Attempt attempt = revised("needs a second UART");

        assertThat(attempt.coverage("REV-1").path("status").asText()).isEqualTo("partly met");
        assertThat(attempt.json().path("blocks")).anySatisfy(block -> {
            assertThat(block.path("function").asText()).isEqualTo("io.uart");
            assertThat(block.path("count").asInt()).isEqualTo(2);
        });
    }

    @Test
    void checks_the_budget_that_is_set() {
        Attempt attempt = revised("cheaper than 2 USD");

        assertThat(attempt.coverage("REV-1").path("status").asText()).isEqualTo("unmet");
        assertThat(attempt.coverage("REV-1").path("why").asText()).contains("budget is USD 2");
    }

    @Test
    void says_of_an_unknown_part_that_the_catalogue_does_not_have_it() {
        Attempt attempt = revised("use the XYZ4711QFN");

        assertThat(attempt.coverage("REV-1").path("status").asText()).isEqualTo("unmet");
        assertThat(attempt.coverage("REV-1").path("why").asText()).contains("The catalogue has no XYZ4711QFN");
        assertThat(attempt.markdown()).contains("Nothing: the same parts, rails and cost.");
    }

    @Test
    void lists_what_was_not_understood() {
        Attempt attempt = revised("no BLE. The colour is wrong");

        assertThat(attempt.json().path("revision").path("not_understood").get(0).asText())
                .isEqualTo("The colour is wrong");
        assertThat(attempt.markdown()).contains("Not understood of the rejection's reason", "- The colour is wrong");
    }

    @Test
    void an_impossible_wish_shows_what_stands_against_it() {
        // A BME280 measures humidity and temperature, but temperature no better than ±1 °C.
        Attempt attempt = revised("use BME280");

        assertThat(attempt.coverage("REV-1").path("status").asText()).isEqualTo("unmet");
        assertThat(attempt.coverage("REV-1").path("why").asText()).contains("REQ-002 rules out BME280");
    }

    @Test
    void the_same_rejection_gives_the_same_bytes() {
        assertThat(revised("no BLE and use SHT40").markdown())
                .isEqualTo(revised("no BLE and use SHT40").markdown());
    }
}
