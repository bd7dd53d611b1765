package io.metaforge.agents.requirements;

import static org.assertj.core.api.Assertions.assertThat;

import io.metaforge.agents.constraints.Category;
import io.metaforge.agents.constraints.Constraints;
import io.metaforge.agents.constraints.Requirement;
import io.metaforge.agents.quantity.QuantityPrinter;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What a value is of follows from what is done with it: measured, supplied, reached, read by somebody else. */
class MeaningOfValuesTest {

    private static List<String> values(String markdown) {
        return Documents.read(markdown).requirements().stream()
                .map(Requirement::quantities)
                .flatMap(List::stream)
                .map(quantity -> quantity.parameter() + " " + QuantityPrinter.print(quantity))
                .toList();
    }

    @Test
    void whatStandsUnderSensingIsMeasuredAndNotWhatTheProductStands() {
        assertThat(values("""
                # Node

                ## Sensing

                | Parameter | Min | Max | Unit |
                |---|---|---|---|
                | Temperature range | -20 | 60 | °C |
                | Relative humidity | 0 | 100 | %RH |
                | Battery voltage | 0 | 5 | V |
                | Operating temperature | -30 | 70 | °C |
                """))
                .containsExactly(
                        "temperature_range -20 to 60 °C",
                        "humidity_range 0 to 100 %RH",
                        "measured_voltage 0 to 5 V",
                        "operating_temperature -30 to 70 °C");
        assertThat(values("# Node\n\n## Conditions\n\n- Temperature range: -20 to 60 °C\n- Battery: 3 V to 4.2 V\n"))
                .containsExactly("operating_temperature -20 to 60 °C", "battery_voltage 3 to 4.2 V");
    }

    @Test
    void aRangeThatHasToBeReachedIsAMinimum() {
        assertThat(values("- The node should be found by a phone within 10 m.\n- Radio range: at least 2 km\n"))
                .containsExactly("wireless_range at least 10 m", "wireless_range at least 2 km");
        assertThat(values("- Cable to the sensor within 2 m.\n")).containsExactly("cable_length at most 2 m");
    }

    @Test
    void howOftenSomebodyElseReadsTheProductIsNotHowOftenItMeasures() {
        assertThat(values("""
                - The station's logger reads the controller over RS-485 every minute.
                - The unit is polled by a PLC every 2 s.
                - The node measures every 10 minutes.
                """))
                .containsExactly("polling_interval 1 minute", "polling_interval 2 s", "sampling_interval 10 minutes");
    }

    @Test
    void aShortCircuitCurrentOfASourceIsNoLimitOfTheProduct() {
        assertThat(values("- Panel short-circuit current: max. 6.5 A\n- Current limit: 2 A\n"))
                .containsExactly("short_circuit_current at most 6.5 A", "current_limit 2 A");
    }

    @Test
    void trackingOfAPanelIsNotTheEfficiencyOfTheConversion() {
        assertThat(values("- MPPT efficiency ≥ 97 %\n- Conversion efficiency better than 93 %\n"))
                .containsExactly("tracking_efficiency at least 97 %", "efficiency at least 93 %");
    }

    @Test
    void theResolutionOfABarometerIsAHeight() {
        assertThat(values("- Barometer for altitude hold, resolution better than 0.2 m.\n- GNSS accuracy 2 m.\n"))
                .containsExactly("altitude_resolution at most 0.2 m", "position_accuracy 2 m");
    }

    @Test
    void howFarAClockIsOffAfterATimeIsADriftWithThatTime() {
        assertThat(values("""
                - Real-time clock with a drift below 2 minutes a year.
                - RTC drift: at most 1 s/day
                - Time sync accuracy: 5 ms
                """))
                .containsExactly(
                        "clock_drift at most 2 minutes a year", "clock_drift at most 1 s/day", "time_accuracy 5 ms");
    }

    @Test
    void aVoltageBesideTheOnlyRailIsAConflictAlsoWhereItIsOptional() {
        String rail = "- All electronics are supplied from one 2.5 V rail.\n";
        assertThat(Documents.read(rail + "- A spare Grove connector carries I2C at 3.3 V (optional).\n")
                        .conflicts())
                .singleElement()
                .satisfies(conflict -> {
                    assertThat(conflict.requirements()).containsExactly("REQ-001", "REQ-002");
                    assertThat(conflict.reason())
                            .contains("2.5 V")
                            .contains("3.3 V")
                            .contains("optional");
                });
        assertThat(Documents.read(rail + "- I2C at 2.5 V\n- Battery: 3 V\n").conflicts())
                .isEmpty();
        assertThat(Documents.read("- Sensors run from one 2.5 V rail.\n- I2C at 3.3 V\n")
                        .conflicts())
                .isEmpty();
    }

    @Test
    void aTestConditionIsNoValueOfTheProduct() {
        Constraints constraints = Documents.read(
                "- Battery: 10 V to 14.6 V\n- Conversion efficiency at 12.8 V battery and 5 A better than 93 %.\n"
                        + "- Output: 5 V ±2 % at 2 A\n");
        assertThat(constraints.requirements().get(1).quantities()).hasSize(3);
        assertThat(constraints.requirements().get(1).category()).isEqualTo(Category.ELECTRICAL);
        assertThat(constraints.electrical().of("battery_voltage")).hasSize(1);
        assertThat(constraints.electrical().of("output_current"))
                .as("of a rail it is no condition")
                .hasSize(1);
    }

    @Test
    void numbersOfPiecesOfSeveralYearsAreRead() {
        assertThat(values("- 250 units in the first year, 1000 a year after that.\n- 3 units in the box.\n"))
                .containsExactly("production_volume 250", "production_volume 1000");
    }

    @Test
    void theLabelOfAListSaysWhatItIsAndItsItemsWhatItIsFor() {
        assertThat(Documents.read("# X\n\n## Operation\n\n- Four LEDs: charging, battery full, fault.\n")
                        .requirements())
                .singleElement()
                .satisfies(requirement -> assertThat(requirement.category()).isEqualTo(Category.ELECTRICAL));
    }

    @Test
    void layersPinsAndNodesAreCounted() {
        assertThat(values("""
                - Board: 60 mm × 28 mm, 4 layers
                - Connector JST-SH 6-pin
                - RS-485 with up to 32 nodes on a bus
                - Pins of USB 2.0, 3.2 layers, IPC-2 layers
                """))
                .containsExactly(
                        "board_length 60 mm",
                        "board_width 28 mm",
                        "layer_count 4",
                        "pin_count 6",
                        "node_count at most 32");
    }

    @Test
    void whatMayNotHappenMoreOftenHasALeastTimeBetween() {
        assertThat(values("- No visit to a node more often than once every two years.\n"))
                .containsExactly("service_interval at least 2 years");
    }

    @Test
    void theNameOfARailAmongNamesIsNoVoltage() {
        assertThat(values("- Three LEDs (power, 3V3, activity).\n")).isEmpty();
        assertThat(values("- Logic at 3V3.\n")).containsExactly("logic_voltage 3.3 V");
    }

    @Test
    void allFactsOfARowAreReadWhereNoOtherColumnHoldsValues() {
        assertThat(values("""
                | Item | Details |
                |---|---|
                | Battery | Li-ion, 3.7 V, 2600 mAh, charge at 1 A max |
                """))
                .containsExactly("battery_voltage 3.7 V", "battery_capacity 2600 mAh", "charge_current at most 1 A");
        assertThat(values("""
                | Port | Voltage | Remarks |
                |---|---|---|
                | GNSS | 3.3 V | battery 3.7 V in the module |
                """)).hasSize(1);
    }
}
