package io.metaforge.agents.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

/** The tables and lists of {@code architecture.md}, as a reader needs them. */
class TablesOfTheDocumentTest {

    static final List<String> NAMES = Examples.NAMES;

    @Test
    void the_figures_tell_what_regulators_chargers_and_cells_are_chosen_by() {
        assertThat(Examples.architecture("sensor-node").get("architecture.md"))
                .contains("3000 mAh; 0.9 V to 1.8 V each")
                .contains(
                        "buck-boost, output 1.8 V to 5 V adjustable; up to 400 mA from an input of 2 V; quiescent 75 nA");
        assertThat(Examples.architecture("mppt-charger").get("architecture.md"))
                .contains("| 5 V to 28 V | – | switching, charges with up to 10 A; li-ion or lifepo4 or lead-acid;");
    }

    @ParameterizedTest
    @FieldSource("NAMES")
    void no_row_of_the_figures_is_empty(String example) {
        String markdown = Objects.requireNonNull(Examples.architecture(example).get("architecture.md"));
        String table = markdown.substring(markdown.indexOf("## Figures"), markdown.indexOf("## Ruled out"));

        assertThat(table.lines().filter(line -> line.startsWith("| ")).skip(2))
                .isNotEmpty()
                .allSatisfy(row -> assertThat(row.split(" \\| ")[3]).isNotEqualTo("–"));
    }

    private static String markdown(String example) {
        return Objects.requireNonNull(Examples.architecture(example).get("architecture.md"));
    }

    @Test
    void parts_ruled_out_for_one_cause_share_a_row_with_the_figure_of_each() {
        String markdown = markdown("mppt-charger");

        assertThat(markdown)
                .contains("| BQ21040DBVR (800 mA), BQ24074RGTR (1.5 A), ")
                .contains(" others | REQ-011 | misses the charge current asked for: at least 6 A |");
        assertThat(markdown.lines().filter(line -> line.contains("does not work from all that the source gives")))
                .hasSize(1);
    }

    @ParameterizedTest
    @FieldSource("NAMES")
    void assumptions_and_questions_have_ids_of_their_own(String example) {
        assertThat(markdown(example))
                .containsPattern("\\*\\*AA\\d+\\*\\* 50 % of each side of the board")
                .containsPattern("\\*\\*AQ1\\*\\* ")
                .doesNotContainPattern("\\*\\*[AQ]\\d");
    }

    @Test
    void an_efficiency_that_the_catalogue_does_not_hold_is_an_assumption() {
        assertThat(markdown("mppt-charger"))
                .containsPattern("\\*\\*AA\\d+\\*\\* Switching regulators are counted with 85 % efficiency where");
    }

    @Test
    void what_others_decide_about_the_product_says_who() throws Exception {
        String json = Examples.architecture("sensor-node").get("architecture.json");
        for (JsonNode coverage : JsonMapper.builder().build().readTree(json).path("coverage")) {
            if (coverage.path("status").asText().equals("decided elsewhere")) {
                assertThat(coverage.path("left_to")).as(coverage.toString()).isNotEmpty();
            }
        }
        assertThat(markdown("sensor-node"))
                .contains("IP65. | decided elsewhere | enclosure |") // the PRD asks for an enclosure of IP65
                .contains("RoHS. | decided elsewhere | purchasing |")
                .contains("52 mm apart. | decided elsewhere | layout |");
        assertThat(markdown("mppt-charger"))
                .contains("Altitude up to 2500 m. | decided elsewhere | test |")
                .contains("1000 a year after that. | not applicable to hardware | project |");
    }

    @Test
    void only_the_rules_of_thumb_that_a_design_uses_are_told() {
        assertThat(markdown("sensor-node"))
                .contains("50 % of that current is counted on")
                .doesNotContain("1.15 times the output");
        assertThat(markdown("mppt-charger"))
                .contains("1.15 times the output")
                .doesNotContain("% of that current is counted on");
    }
}
