package io.metaforge.agents.architecture.catalogue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** What the catalogue says for power budgets. */
class PowerDataTest {

    private final Catalogue catalogue = Catalogue.builtIn();

    @Test
    void an_efficiency_and_a_self_discharge_stand_with_their_condition_or_not_at_all() {
        for (Part part : catalogue.parts()) {
            Regulator regulator = part.regulator();
            if (regulator != null) {
                assertThat(regulator.efficiencyAt().isEmpty()).as(part.mpn()).isEqualTo(regulator.efficiency() == null);
                assertThat(regulator.efficiency() == null || !regulator.kind().equals("ldo"))
                        .as(part.mpn())
                        .isTrue();
            }
            Cell cell = part.cell();
            if (cell != null) {
                assertThat(cell.selfDischargeAt().isEmpty()).as(part.mpn()).isEqualTo(cell.selfDischarge() == null);
                double nominal = Objects.requireNonNull(cell.nominalVolts(), part.mpn());
                assertThat(nominal)
                        .as(part.mpn())
                        .isBetween(cell.volts().min(), cell.volts().max());
            }
        }
    }

    /** Texas Instruments, LM2596 data sheet SNVS124E, 7.6: typically 80 % at 12 V in and 3 A out. */
    @Test
    void the_LM2596_has_the_efficiency_of_its_data_sheet() {
        Regulator regulator = Objects.requireNonNull(
                catalogue.find("LM2596S-5.0/NOPB").orElseThrow().regulator());
        assertThat(regulator.efficiency()).isEqualTo(0.8);
        assertThat(regulator.efficiencyAt()).isEqualTo("12 V in, 3 A");
    }

    @Test
    void an_efficiency_above_one_is_refused() {
        assertThatThrownBy(() -> new Regulator(
                        "buck", new Range(4, 12), List.of(3.3), null, 500.0, null, null, null, null, 1.2, "dream"))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
