package io.metaforge.agents.bom.cost;

import static org.assertj.core.api.Assertions.assertThat;

import io.metaforge.agents.constraints.Category;
import io.metaforge.agents.constraints.Constraints;
import io.metaforge.agents.constraints.Priority;
import io.metaforge.agents.constraints.Project;
import io.metaforge.agents.constraints.Quantity;
import io.metaforge.agents.constraints.Requirement;
import io.metaforge.agents.constraints.Source;
import io.metaforge.agents.constraints.Summary;
import java.math.BigDecimal;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TargetReaderTest {

    private static List<Target> read(String text, String parameter, String... amounts) {
        Requirement requirement = new Requirement(
                "REQ-001",
                Category.COST,
                Priority.MUST,
                text,
                new Source("PRD.md", 1),
                Stream.of(amounts)
                        .map(amount -> new Quantity(parameter, null, new BigDecimal(amount), null, null, "EUR"))
                        .toList(),
                List.of());
        Summary none = Summary.EMPTY;
        return TargetReader.read(new Constraints(
                new Project("P", ""), List.of(requirement), none, none, none, none, none, List.of(), List.of()));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "BOM cost: < €14 @ 1,000 units, enclosure included.; 1000",
                "Target BOM cost: <£15 @ 100 units; 100",
                "BOM $4.50 @ 1k; 1000",
                "BOM at 10k pieces below 3 USD; 10000",
                "Unit cost: below €85 at 500 pcs/yr; 500",
                "Stückkosten unter 12,50 € bei 1.000 Stück; 1000",
                "less than 20 EUR in quantities of 250; 250",
                "BOM under $5.00 for 5 000 boards; 5000",
                "@100 $6, @1k $5; 100 1000",
                "BOM cost must stay below 14 EUR; ''",
                "costs no more than €4.50 per unit; ''",
                "operates at 3.3 V and costs 4 EUR; ''",
                "operates at 5 V and 100 kHz, costs 4 EUR at 2000; 2000",
            })
    void the_quantity_a_cost_holds_for_is_found(String text, String pieces) {
        List<Integer> expected = pieces.isEmpty()
                ? List.of()
                : Arrays.stream(pieces.split(" ")).map(Integer::valueOf).toList();
        assertThat(TargetReader.pieces(text.toLowerCase(Locale.ROOT))).isEqualTo(expected);
    }

    @Test
    void each_price_break_has_its_own_quantity() {
        assertThat(read("BOM cost €6 @ 100, €5 @ 1k.", "bom_cost", "6", "5"))
                .extracting(Target::pieces)
                .containsExactly(100, 1000);
    }

    @Test
    void a_cost_of_parts_a_cost_of_the_product_and_another_cost_are_told_apart() {
        assertThat(read("BOM below 14 EUR.", "bom_cost", "14").get(0).scope()).isEqualTo(Target.Scope.PARTS);
        assertThat(read("Unit cost below 85 EUR.", "unit_cost", "85").get(0).scope())
                .isEqualTo(Target.Scope.WHOLE);
        assertThat(read("Manufacturing cost of the packaging: 5 EUR.", "manufacturing_cost", "5")
                        .get(0)
                        .scope())
                .isEqualTo(Target.Scope.OTHER);
        assertThat(read("Manufacturing cost of the assembled board: 60 EUR.", "manufacturing_cost", "60")
                        .get(0)
                        .scope())
                .isEqualTo(Target.Scope.WHOLE);
        assertThat(read("The cost, excluding shipping, is 75 EUR.", "cost", "75")
                        .get(0)
                        .scope())
                .isEqualTo(Target.Scope.WHOLE);
        assertThat(read("Assembly at most 4.50 EUR.", "assembly_cost", "4.50")
                        .get(0)
                        .scope())
                .isEqualTo(Target.Scope.OTHER);
        assertThat(read("The fuse blows at 5 A.", "fuse_rating", "5")).isEmpty();
    }

    @Test
    void what_a_limit_covers_beside_parts_is_noted() {
        assertThat(read("BOM cost below 14 EUR, enclosure included.", "bom_cost", "14")
                        .get(0)
                        .otherThings())
                .isEqualTo("enclosure");
        assertThat(read("BOM cost below 14 EUR excluding enclosure.", "bom_cost", "14")
                        .get(0)
                        .otherThings())
                .isEmpty();
    }
}
