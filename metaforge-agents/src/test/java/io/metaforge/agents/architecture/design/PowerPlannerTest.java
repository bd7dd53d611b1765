package io.metaforge.agents.architecture.design;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.metaforge.agents.architecture.catalogue.Catalogue;
import io.metaforge.agents.architecture.catalogue.Part;
import io.metaforge.agents.architecture.catalogue.Range;
import io.metaforge.agents.architecture.catalogue.Regulator;
import io.metaforge.agents.architecture.need.Bound;
import io.metaforge.agents.architecture.need.Demands;
import io.metaforge.agents.architecture.need.RailDemand;
import io.metaforge.agents.architecture.need.SourceDemand;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Rails whose currents and costs were worked out by hand; the sums stand beside each assertion. */
class PowerPlannerTest {

    private static final Part LOGIC = TestParts.load("LOGIC", List.of("mcu"), new Range(3.0, 3.6), 100, "2");
    private static final Part LDO =
            TestParts.regulator("LDO33", "SOT-23-5", TestParts.ldo(3.3, 2, 6, 500, 0.3), "0.20");
    private static final Part BUCK =
            TestParts.regulator("BUCK", "SOIC-8", TestParts.buck(4.5, 12, 5, 36, 3000), "0.60");
    private static final Part HIGH_BUCK =
            TestParts.regulator("BUCK33", "SOIC-8", TestParts.buck(3.2, 3.4, 5, 36, 1000), "1.20");
    private static final SourceDemand PACK = TestParts.source(SourceDemand.Kind.BATTERY, 12, 25.2);
    private static final SourceDemand USB = TestParts.source(SourceDemand.Kind.USB, 4.75, 5.25);

    private static RailDemand output(double volts, double milliamperes) {
        return new RailDemand(
                "REQ-OUT", volts, new Range(volts * 0.95, volts * 1.05), true, false, milliamperes, true, "");
    }

    private static PowerPlan plan(
            List<SourceDemand> sources,
            List<RailDemand> rails,
            List<Bound> sleep,
            Map<Part, Integer> parts,
            Part... regulators) {
        List<Part> all = new ArrayList<>(List.of(regulators));
        all.addAll(parts.keySet());
        Demands demands = TestParts.demands(List.of(), sources, rails, sleep);
        return new PowerPlanner(Catalogue.of(all), new Fitness(demands), demands, false, null).plan(parts, null, false);
    }

    private static Rail rail(PowerPlan plan, String name) {
        return plan.rails().stream()
                .map(PowerPlan.PlannedRail::rail)
                .filter(rail -> rail.name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    private static List<String> made(PowerPlan plan) {
        return plan.added().keySet().stream().map(Part::mpn).toList();
    }

    @Test
    void two_stages_are_taken_where_they_cost_less_than_one() {
        // 5 V step-down 0.60 + 3.3 V linear 0.20 = 0.80 against 1.20 for one step-down from 25.2 V.
        PowerPlan plan = plan(List.of(PACK), List.of(), List.of(), Map.of(LOGIC, 1), LDO, BUCK, HIGH_BUCK);

        assertThat(made(plan)).containsExactlyInAnyOrder("BUCK", "LDO33");
        assertThat(rail(plan, "3V3").from()).isEqualTo("5V");
        // 100 mA + 30 % = 130 mA; the linear regulator passes both on to the 5 V rail.
        assertThat(rail(plan, "3V3").neededMilliamperes()).isEqualTo(130, within(1e-9));
        assertThat(rail(plan, "5V").sumMilliamperes()).isEqualTo(100, within(1e-9));
        assertThat(rail(plan, "5V").neededMilliamperes()).isEqualTo(130, within(1e-9));
        assertThat(plan.trades())
                .anySatisfy(trade -> assertThat(trade).contains("3V3 hangs on rail 5V", "BUCK33", "USD 1.20"));
    }

    @Test
    void one_stage_is_taken_where_the_linear_regulator_would_get_too_hot() {
        // 200 mA + 30 % = 260 mA; (5.15 V − 3.3 V) × 0.26 A = 0.481 W, more than the 0.4 W of a SOT-23-5.
        PowerPlan plan = plan(List.of(PACK), List.of(), List.of(), Map.of(LOGIC, 2), LDO, BUCK, HIGH_BUCK);

        assertThat(made(plan)).containsExactly("BUCK33");
        assertThat(rail(plan, "3V3").from()).isEmpty();
    }

    @Test
    void an_output_delivers_what_is_asked_for_and_what_hangs_on_it() {
        PowerPlan plan =
                plan(List.of(PACK), List.of(output(5, 2000)), List.of(), Map.of(LOGIC, 1), LDO, BUCK, HIGH_BUCK);

        // 2000 mA outside as they stand; 100 mA of the 3.3 V rail, with their margin 130 mA.
        assertThat(rail(plan, "5V").sumMilliamperes()).isEqualTo(2100, within(1e-9));
        assertThat(rail(plan, "5V").neededMilliamperes()).isEqualTo(2130, within(1e-9));
        assertThat(rail(plan, "5V").outsideMilliamperes()).isEqualTo(2000);
        assertThat(made(plan)).containsExactlyInAnyOrder("BUCK", "LDO33");
    }

    @Test
    void an_output_that_is_too_much_for_every_regulator_is_unmet_and_the_others_are_made() {
        PowerPlan plan = plan(
                List.of(PACK),
                List.of(output(5, 3500), output(9, 1000)),
                List.of(),
                Map.of(LOGIC, 1),
                LDO,
                BUCK,
                HIGH_BUCK);

        assertThat(rail(plan, "5V").met()).isFalse();
        assertThat(rail(plan, "9V").met()).isTrue();
        assertThat(rail(plan, "3V3").from()).isNotEqualTo("5V");
        assertThat(rail(plan, "3V3").met()).isTrue();
    }

    @Test
    void usb_beside_a_pack_joins_the_5_v_rail_behind_diodes() {
        PowerPlan plan = plan(List.of(PACK, USB), List.of(), List.of(), Map.of(LOGIC, 1), LDO, BUCK, HIGH_BUCK);

        // The lower of 5 V − 3 % and 4.75 V, less 0.4 V, up to the higher of 5 V + 3 % and 5.25 V.
        assertThat(rail(plan, "VSYS").window()).isEqualTo(new Range(4.35, 5.25));
        assertThat(rail(plan, "VSYS").from()).isEqualTo("5V");
        assertThat(rail(plan, "3V3").from()).isEqualTo("VSYS");
        assertThat(rail(plan, "5V").sumMilliamperes()).isEqualTo(100, within(1e-9));
    }

    @Test
    void a_switching_second_stage_draws_less_from_the_first_than_it_delivers() {
        Part boost = TestParts.load("MOTOR", List.of("driver.motor"), new Range(4.5, 5.5), 500, "1");
        Part step = TestParts.regulator("BUCK18", "SOIC-8", TestParts.buck(1.7, 1.9, 3, 6, 1000), "0.30");
        Part core = TestParts.load("CORE", List.of("mcu"), new Range(1.7, 1.9), 200, "1");
        PowerPlan plan = plan(List.of(PACK), List.of(), List.of(), Map.of(boost, 1, core, 1), BUCK, step);

        // 200 mA at 1.8 V from 4.85 V at 85 %: 200 × 1.8 / (0.85 × 4.85) = 87.326 mA, beside the 500 mA.
        assertThat(rail(plan, "5V").sumMilliamperes()).isEqualTo(587.326, within(0.001));
        assertThat(rail(plan, "5V").neededMilliamperes()).isEqualTo(1.3 * 587.326, within(0.001));
    }

    @Test
    void stepping_up_only_to_step_down_again_is_no_arrangement() {
        Part boost = TestParts.regulator(
                "BOOST",
                "SOT-23-6",
                new Regulator(
                        "boost",
                        new Range(2, 5),
                        List.of(),
                        new Range(4, 12),
                        null,
                        null,
                        0.01,
                        null,
                        4000.0,
                        null,
                        ""),
                "0.10");
        PowerPlan plan = plan(
                List.of(TestParts.source(SourceDemand.Kind.BATTERY, 3.0, 4.2)),
                List.of(),
                List.of(),
                Map.of(LOGIC, 1),
                LDO,
                boost);

        assertThat(plan.rails()).extracting(planned -> planned.rail().name()).containsExactly("UNSUPPLIED");
    }

    @Test
    void a_regulator_has_what_the_other_parts_leave_of_the_current_at_rest() {
        Part sleeper = TestParts.sleeper("SLEEPER", 0.0045);
        Part thirsty = TestParts.regulator(
                "THIRSTY",
                "SOT-23-5",
                new Regulator("ldo", new Range(2, 6), List.of(3.3), null, 500.0, 0.1, 0.001, null, null, null, ""),
                "0.10");
        Part frugal = TestParts.regulator(
                "FRUGAL",
                "SOT-23-5",
                new Regulator("ldo", new Range(2, 6), List.of(3.3), null, 500.0, 0.1, 0.0004, null, null, null, ""),
                "0.90");
        // 5 µA allowed − 4.5 µA of the part = 0.5 µA left: 1 µA is too much, though less than the 5 µA.
        PowerPlan plan = plan(
                List.of(TestParts.source(SourceDemand.Kind.EXTERNAL, 4.75, 5.25)),
                List.of(),
                List.of(new Bound("REQ-SLEEP", "sleep_current", 0.005, "mA")),
                Map.of(sleeper, 1),
                thirsty,
                frugal);

        assertThat(made(plan)).containsExactly("FRUGAL");
    }
}
