package io.metaforge.agents.bom.circuit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Each number here was worked out by hand from the formula beside it. */
class CircuitTest {

    @Test
    void a_feedback_divider_that_can_be_exact_is_exact() {
        // MT3608: 0.6 V * (1 + 110 k / 15 k) = 0.6 V * 8.3333 = 5.000 V; both are E96 values
        Divider divider = Divider.nearest(0.6, 5, 10_000, 22_000);

        assertThat(divider.bottomOhms()).isEqualTo(15_000);
        assertThat(divider.topOhms()).isEqualTo(110_000);
        assertThat(divider.volts()).isCloseTo(5.0, within(1e-9));
        assertThat(divider.errorPercent()).isCloseTo(0.0, within(1e-9));
    }

    @Test
    void a_feedback_divider_states_how_far_it_is_off() {
        // TPS54302, 0.596 V, one bottom resistor only, 13.3 k: 3.3 V needs 13.3 k * (3.3 / 0.596 - 1) = 60.342 k;
        // E96 has 60.4 k: 0.596 V * (1 + 60.4 / 13.3) = 3.30265 V, 0.0802 % too high
        Divider divider = Divider.nearest(0.596, 3.3, 13_300, 13_300);

        assertThat(divider.topOhms()).isEqualTo(60_400);
        assertThat(divider.volts()).isCloseTo(3.30265, within(1e-5));
        assertThat(divider.errorPercent()).isCloseTo(0.0802, within(1e-4));
    }

    @ParameterizedTest
    @CsvSource({"0.596, 3.3", "0.8, 3.3", "1.0, 5", "0.6, 12", "1.2, 1.8"})
    void no_other_pair_of_the_series_is_nearer(double reference, double volts) {
        Divider chosen = Divider.nearest(reference, volts, 10_000, 22_000);

        for (double bottom : ESeries.E96.between(10_000, 22_000)) {
            for (double top : ESeries.E96.between(1_000, 1_000_000)) {
                assertThat(Math.abs(reference * (1 + top / bottom) / volts - 1))
                        .isGreaterThanOrEqualTo(Math.abs(chosen.errorPercent()) / 100 - 1e-9);
            }
        }
    }

    @Test
    void pull_ups_lie_between_what_a_device_can_sink_and_what_is_fast_enough() {
        // UM10204, 7.1: (3.3 V - 0.4 V) / 3 mA = 966.7 ohms; 300 ns / (0.8473 * 100 pF) = 3540.7 ohms
        PullUp fast = PullUp.of(3.3, 100e-12, 400_000);
        assertThat(fast.minOhms()).isCloseTo(966.67, within(0.01));
        assertThat(fast.maxOhms()).isCloseTo(3540.66, within(0.01));

        // 1000 ns / (0.8473 * 200 pF) = 5901.1 ohms in standard mode
        assertThat(PullUp.of(5, 200e-12, 100_000).maxOhms()).isCloseTo(5901.10, within(0.01));
    }

    @Test
    void an_LED_takes_what_is_left_of_the_supply_divided_by_its_current() {
        // (3.3 V - 2.0 V) / 2 mA = 650 ohms; the next E24 value that does not give more current is 680 ohms
        double ohms = Formulas.ledResistor(3.3, 2.0, 0.002);
        assertThat(ohms).isCloseTo(650, within(1e-9));
        assertThat(ESeries.E24.atLeast(ohms)).isEqualTo(680);
    }

    @Test
    void a_crystal_gets_twice_its_load_less_the_stray_capacitance() {
        // 2 * (18 pF - 3 pF) = 30 pF; RP2040, ABM8-272-T3: 2 * (10 pF - 3 pF) = 14 pF, of which the guide makes 15 pF
        assertThat(Formulas.crystalCapacitor(18e-12, 3e-12)).isCloseTo(30e-12, within(1e-18));
        assertThat(Formulas.crystalCapacitor(10e-12, 3e-12)).isCloseTo(14e-12, within(1e-18));
    }

    @Test
    void a_step_down_converter_gets_the_inductor_of_its_ripple() {
        // 24 V to 5 V, 400 kHz, 40 % of 3 A: 5 * 19 / (24 * 1.2 * 400000) = 95 / 11520000 = 8.247 uH
        assertThat(Formulas.buckInductor(24, 5, 1.2, 400_000)).isCloseTo(8.2465e-6, within(1e-10));
    }

    @Test
    void the_series_are_those_of_IEC_60063() {
        assertThat(ESeries.E24.between(1, 9.9)).hasSize(24).contains(1.0, 4.7, 9.1);
        assertThat(ESeries.E96.between(100, 999)).hasSize(96).contains(100.0, 499.0, 976.0);
        assertThat(ESeries.E96.nearest(4_700)).isEqualTo(4_750);
        assertThat(ESeries.E24.nearest(4_700)).isEqualTo(4_700);
        assertThat(ESeries.E24.atLeast(9_200)).isEqualTo(10_000);
        assertThat(ESeries.E24.holds(4_750)).isFalse();
        assertThat(ESeries.E96.holds(4_750)).isTrue();
    }

    @ParameterizedTest
    @CsvSource({"4700, 4.7k", "120, 120R", "49.9, 49.9R", "1000000, 1M", "0, 0R", "12400, 12.4k"})
    void resistances_are_written_as_parts_lists_do(double ohms, String text) {
        assertThat(Values.ohms(ohms)).isEqualTo(text);
    }

    @ParameterizedTest
    @CsvSource({"100n, 100nF", "4.7u, 4.7uF", "12p, 12pF", "0.1u, 100nF", "2200p, 2.2nF"})
    void capacitances_are_read_and_written(String text, String written) {
        assertThat(Values.farads(Values.parse(text))).isEqualTo(written);
    }

    @Test
    void what_is_no_value_is_refused() {
        assertThatThrownBy(() -> Values.parse("100x")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Values.parse("")).isInstanceOf(IllegalArgumentException.class);
    }
}
