package io.metaforge.agents.power;

import static org.assertj.core.api.Assertions.assertThat;

import io.metaforge.agents.power.amount.Amounts;
import java.math.BigDecimal;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AmountsTest {

    @ParameterizedTest
    @CsvSource({"0, 0 mA", "0.000075, 75 nA", "0.0019, 1.9 µA", "0.999949, 999.9 µA", "118, 118 mA", "123456, 123.5 A"})
    void print_currents_with_a_prefix_and_four_digits(double milliamperes, String text) {
        assertThat(Amounts.current(milliamperes)).isEqualTo(text);
    }

    @ParameterizedTest
    @CsvSource({"0.5, 0.5 h", "47.9, 47.9 h", "48, 2 days", "8765, 365.2 days", "8766, 1 year", "36730, 4.19 years"})
    void print_durations_in_hours_days_or_years(double hours, String text) {
        assertThat(Amounts.duration(hours)).isEqualTo(text);
    }

    @ParameterizedTest
    @CsvSource({"0.000376, 376 µs", "0.4526, 452.6 ms", "5, 5 s", "900, 15 min", "7200, 2 h"})
    void print_times(double seconds, String text) {
        assertThat(Amounts.seconds(seconds)).isEqualTo(text);
    }

    @ParameterizedTest
    @CsvSource({"0, 0 %", "0.00049, < 0.1 %", "0.0809, 8.1 %", "0.83, 83 %", "1, 100 %"})
    void print_shares_with_one_decimal(double share, String text) {
        assertThat(Amounts.roughPercent(share)).isEqualTo(text);
    }

    @Test
    void read_units_of_requirements() {
        assertThat(Amounts.in("current", new BigDecimal("5"), "µA").orElseThrow())
                .isEqualTo(5e-6);
        assertThat(Amounts.in("charge", new BigDecimal("500"), "mAh").orElseThrow())
                .isEqualTo(1800);
        assertThat(Amounts.in("time", new BigDecimal("24"), "months").orElseThrow())
                .isEqualTo(24 * 2629800.0);
        assertThat(Amounts.in("current", new BigDecimal("1"), "V")).isEmpty();
        assertThat(Amounts.in("current", new BigDecimal("1"), "mA/pixel")).isEmpty();
    }
}
