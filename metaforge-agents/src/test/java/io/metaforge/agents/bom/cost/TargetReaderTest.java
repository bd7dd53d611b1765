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
import java.util.List;
import org.junit.jupiter.api.Test;

class TargetReaderTest {

    private static Quantity cost(String parameter, String amount) {
        return new Quantity(parameter, null, new BigDecimal(amount), null, null, "EUR");
    }

    private static Quantity pieces(String number) {
        return new Quantity("order_quantity", null, null, new BigDecimal(number), null, "");
    }

    private static List<Target> read(String text, String parameter, String amount) {
        return read(text, cost(parameter, amount));
    }

    private static List<Target> read(String text, Quantity... quantities) {
        Requirement requirement = new Requirement(
                "REQ-001", Category.COST, Priority.MUST, text, new Source("PRD.md", 1), List.of(quantities), List.of());
        Summary none = Summary.EMPTY;
        return TargetReader.read(new Constraints(
                new Project("P", ""), List.of(requirement), none, none, none, none, none, List.of(), List.of()));
    }

    @Test
    void each_cost_holds_for_the_number_of_pieces_that_follows_it() {
        // "BOM cost 6 EUR @ 100, 5 EUR @ 1k, later 4 EUR"
        List<Target> targets = read(
                "BOM cost.",
                cost("bom_cost", "6"),
                pieces("100"),
                cost("bom_cost", "5"),
                pieces("1000"),
                cost("bom_cost", "4"));

        assertThat(targets).extracting(Target::pieces).containsExactly(100, 1000, null);
        assertThat(targets).extracting(target -> target.limit().intValue()).containsExactly(6, 5, 4);
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
        assertThat(read("Runs at 5 V.", pieces("5"))).isEmpty();
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
