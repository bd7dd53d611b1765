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
}
