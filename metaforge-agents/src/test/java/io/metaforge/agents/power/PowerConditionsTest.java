package io.metaforge.agents.power;

import static io.metaforge.agents.constraints.Category.INTERFACE;
import static io.metaforge.agents.constraints.Category.PERFORMANCE;
import static io.metaforge.agents.constraints.Category.POWER;
import static io.metaforge.agents.power.Requirements.max;
import static io.metaforge.agents.power.Requirements.nominal;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** Under which conditions a budget counts what it counts. */
class PowerConditionsTest {

    private static JsonNode part(PowerBudgetText budget, String reference) {
        return PowerBudgetText.first(budget.root().path("parts"), "ref", reference);
    }

    @Nested
    class Listening {

        private final DesignText station = new DesignText("N")
                .source("external supply", 3.2, 3.4, null, "REQ-001")
                .rail("SOURCE", 3.3, null, null, null)
                .part("U1", "controller", "SOURCE", "mcu", "active 10; sleep 0.1")
                .part("U6", "transceiver", "SOURCE", "interface.rs485", "active 2; shutdown 0.001")
                .part("U5", "memory", "SOURCE", "storage.fram", "active 6; standby 0");

        @Test
        void a_device_that_is_asked_over_a_bus_never_sleeps() {
            PowerBudgetText budget = PowerBudgetText.of(
                    station,
                    new Requirements("N")
                            .add(
                                    PERFORMANCE,
                                    "The logger reads the controller over RS-485 every minute.",
                                    nominal("sampling_interval", "1", "minute"))
                            .add(POWER, "Less than 5 mA.", max("current_consumption", "5", "mA")));
            assertThat(budget.current("average")).isCloseTo(12 + 6 * 0.001 / 60, within(1e-9));
            assertThat(part(budget, "U1").path("modes").get(0).path("basis").toString())
                    .contains("REQ-001");
            assertThat(budget.root().path("profile").path("intervals").toString())
                    .contains("exchange on the bus")
                    .doesNotContain("measurement");
            assertThat(budget.word("REQ-002")).isEqualTo("not met");
            assertThat(budget.markdown())
                    .contains("The controller listens all the time, for other devices ask the product")
                    .doesNotContain("time on air");
        }

        @Test
        void a_device_that_asks_others_sleeps_between() {
            PowerBudgetText budget = PowerBudgetText.of(
                    station,
                    new Requirements("N")
                            .add(
                                    INTERFACE,
                                    "It reads the meters over Modbus every minute.",
                                    nominal("sampling_interval", "1", "minute")));
            assertThat(part(budget, "U1").path("modes").toString()).contains("\"sleep\"");
        }

        @Test
        void does_not_take_the_current_of_a_stopped_clock_for_want_of_another() {
            PowerBudgetText budget = PowerBudgetText.of(
                    new DesignText("N")
                            .source("external supply", 3.2, 3.4, null, "REQ-001")
                            .rail("SOURCE", 3.3, null, null, null)
                            .part("U1", "controller", "SOURCE", "mcu", "sleep 0.18 @ dormant"),
                    new Requirements("N")
                            .add(
                                    PERFORMANCE,
                                    "A Modbus slave, read every minute.",
                                    nominal("sampling_interval", "1", "minute"))
                            .add(POWER, "Less than 5 mA.", max("current_consumption", "5", "mA")));
            assertThat(budget.current("average")).isZero();
            assertThat(budget.word("REQ-002")).isEqualTo("open");
        }
    }

    @Nested
    class OwnConverters {

        @Test
        void draw_more_at_a_rail_below_the_voltage_of_the_data_sheet() {
            PowerBudgetText budget = PowerBudgetText.of(
                    new DesignText("N")
                            .source("external supply", 2.4, 2.6, null, "REQ-001")
                            .rail("SOURCE", 2.5, null, null, null)
                            .part(
                                    "U2",
                                    "radio",
                                    "SOURCE",
                                    "radio.lora",
                                    "transmit 25 @ +14 dBm, DC/DC, 3.3 V; receive 5 @ LDO, 3.3 V; sleep 0.001"),
                    new Requirements("N").add(POWER, "At most 30 mA.", max("peak_current", "30", "mA")));
            assertThat(budget.current("peak")).isCloseTo(25 * 3.3 / 2.5, within(1e-9));
            assertThat(budget.word("REQ-001")).isEqualTo("not met");
            assertThat(budget.verdict("REQ-001").path("basis").isEmpty()).isFalse();
        }
    }

    @Nested
    class Limits {

        private final DesignText sensor = new DesignText("N")
                .source("battery", 2, 3.6, "BT1", "REQ-001")
                .cell("BT1", "C", 1, "li-socl2", 1000, 3.6)
                .regulator("U3", "buck", "buck-boost", 0.0, 0.8)
                .rail("2V5", 2.5, null, "U3", 100.0)
                .part("U1", "controller", "2V5", "mcu", "active 4; sleep 0.002")
                .part("U4", "light", "2V5", "sensor.light", "active 1; standby 0.003");

        @Test
        void say_from_which_voltage_on_they_hold_and_what_would_help() {
            PowerBudgetText budget = PowerBudgetText.of(
                    sensor, new Requirements("N").add(POWER, "At most 5 µA.", max("sleep_current", "5", "µA")));
            // 5 µA × 2.5 / (0.8 × V) = 5 µA at 3.125 V; the controller alone takes 3.125 µA at 2 V
            assertThat(budget.word("REQ-001")).isEqualTo("open");
            assertThat(budget.verdict("REQ-001").path("arithmetic").asText())
                    .contains("It holds from 3.13 V up.")
                    .contains("With the supply of U4 light switched off at rest it is 3.125 µA at 2 V, which holds.");
        }

        @Test
        void are_tried_at_the_shortest_interval_that_a_requirement_allows() {
            Requirements ranged = new Requirements("N")
                    .add(
                            PERFORMANCE,
                            "Sampling interval 10 s to 3600 s, usually 60 s.",
                            new io.metaforge.agents.constraints.Quantity(
                                    "sampling_interval",
                                    new java.math.BigDecimal("10"),
                                    new java.math.BigDecimal("3600"),
                                    new java.math.BigDecimal("60"),
                                    null,
                                    "s"))
                    .add(POWER, "At most 40 µA.", max("average_current", "40", "µA"));
            PowerBudgetText budget = PowerBudgetText.of(sensor, ranged);
            assertThat(budget.current("average")).isLessThan(0.04);
            assertThat(budget.word("REQ-002")).isEqualTo("open");
            assertThat(budget.verdict("REQ-002").path("arithmetic").asText())
                    .contains("every 10 s, which REQ-001 allows, it is ");
        }

        @Test
        void are_solved_for_the_one_draw_that_is_not_known() {
            PowerBudgetText budget = PowerBudgetText.of(
                    new DesignText("N")
                            .source("battery", 9, 15, null, "REQ-001")
                            .regulator("U5", "buck", "buck", 0.0, 0.8)
                            .rail("5V", 5, null, "U5", 3000.0)
                            .part("U1", "controller", "5V", "mcu", "")
                            .part("U2", "other", "5V", "sensor.light", "active 10"),
                    new Requirements("N")
                            .add(POWER, "Below 100 mA.", max("current_consumption", "100", "mA"))
                            .add(
                                    POWER,
                                    "Below 100 mA at 5 V.",
                                    max("input_current", "100", "mA"),
                                    nominal("voltage", "5", "V")));
            // 100 mA × 0.8 × 12 / 5 − 10 mA
            assertThat(budget.verdict("REQ-001").path("arithmetic").asText())
                    .contains("It holds as long as U1 controller draws less than 182 mA from 5V");
            assertThat(budget.markdown())
                    .contains("The product draws **at least 5.208 mA** on average")
                    .contains("so that no shares are given")
                    .doesNotContain("## What a change would do");
            assertThat(budget.chart()).contains("at least 5.208 mA on average").doesNotContain("100 %");
            // at the rail itself no converter takes its share
            assertThat(budget.verdict("REQ-002").path("arithmetic").asText())
                    .contains("from rail 5V (5 V): at least 10 mA.")
                    .contains("It holds as long as U1 controller draws less than 90 mA from 5V.");
        }

        @Test
        void of_a_second_source_leave_out_the_converter_before_the_rail_where_it_enters() {
            PowerBudgetText budget = PowerBudgetText.of(
                    new DesignText("N")
                            .source("battery", 9, 15, null, "REQ-001")
                            .source("USB", 4.75, 5.25, null, "REQ-001")
                            .regulator("U5", "buck", "buck", 0.0, 0.8)
                            .regulator("U6", "buck", "buck", 0.0, 0.8)
                            .rail("5V", 5, null, "U5", 3000.0)
                            .rail("VSYS", 5, "5V", null, null)
                            .rail("3V3", 3.3, "VSYS", "U6", 1000.0)
                            .part("U2", "other", "3V3", "sensor.light", "active 10"),
                    new Requirements("N").add(POWER, "x"));
            JsonNode usb = PowerBudgetText.first(budget.root().path("sources"), "name", "USB");
            assertThat(usb.path("at_lowest_voltage")
                            .path("average")
                            .path("value")
                            .doubleValue())
                    .isCloseTo(10 * 3.3 / (0.8 * 4.75), within(1e-3));
        }
    }
}
