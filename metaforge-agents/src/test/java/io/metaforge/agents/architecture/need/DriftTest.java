package io.metaforge.agents.architecture.need;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DriftTest {

    /** Two minutes in a year of 365.25 days are 120 s / 31 557 600 s. */
    @ParameterizedTest
    @CsvSource({
        "2, minutes a year, 3.8026",
        "2, min/year, 3.8026",
        "1, s/day, 11.574",
        "1, second per day, 11.574",
        "10, s/month, 3.8026",
        "20, ppm, 20",
        "280, ppb, 0.28"
    })
    void reads_a_time_in_a_time_and_shares(double value, String unit, double ppm) {
        assertThat(Measure.in("ppm", value, unit).orElseThrow()).isCloseTo(ppm, within(1e-3));
    }

    @Test
    void reads_nothing_into_other_units() {
        assertThat(Measure.in("ppm", 2, "minutes")).isEmpty();
        assertThat(Measure.in("ppm", 2, "V/year")).isEmpty();
        assertThat(Measure.in("ppm", 2, "%")).isEmpty();
    }
}
