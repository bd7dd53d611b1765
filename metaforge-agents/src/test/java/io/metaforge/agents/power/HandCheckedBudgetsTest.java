package io.metaforge.agents.power;

import static io.metaforge.agents.constraints.Category.ELECTRICAL;
import static io.metaforge.agents.constraints.Category.PERFORMANCE;
import static io.metaforge.agents.constraints.Category.POWER;
import static io.metaforge.agents.power.Requirements.max;
import static io.metaforge.agents.power.Requirements.min;
import static io.metaforge.agents.power.Requirements.nominal;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Map;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

/**
 * Budgets of whole designs against arithmetic that was done by hand. Currents are mA; they are those of the data sheets
 * named, rounded as the built-in catalogue has them. A year has 8766 h.
 */
class HandCheckedBudgetsTest {

    /** The document holds six significant digits. */
    private static Offset<Double> digits(double value) {
        return within(Math.abs(value) * 5e-6);
    }

    /**
     * CR2032 (Panasonic: 225 mAh, 3 V), nRF52832 (Nordic: 3.7 mA active, 5.3 mA transmitting at 0 dBm, 5.4 mA receiving,
     * 1.9 µA asleep), SHTC3 (Sensirion: 430 µA measuring, 0.3 µA asleep); everything hangs on the cell.
     */
    @Test
    void a_Bluetooth_sensor_on_a_coin_cell() {
        PowerBudgetText budget = PowerBudgetText.of(
                new DesignText("Tag")
                        .source("battery", 2, 3, "BT1", "REQ-001")
                        .cell("BT1", "CR2032", 1, "lithium-coin", 225, 3)
                        .rail("SOURCE", 2, null, null, null)
                        .part(
                                "U1",
                                "nRF52832-QFAA",
                                "SOURCE",
                                "mcu radio.ble",
                                "active 3.7; transmit 5.3; receive 5.4; sleep 0.0019; off 0.0003")
                        .part(
                                "U2",
                                "SHTC3",
                                "SOURCE",
                                "sensor.temperature sensor.humidity",
                                "active 0.43; sleep 0.0003"),
                new Requirements("Tag")
                        .add(POWER, "Runs from a CR2032 coin cell.")
                        .add(PERFORMANCE, "Advertises over Bluetooth every 2 s.", nominal("time", "2", "s"))
                        .add(PERFORMANCE, "Measures every 60 s.", nominal("sampling_interval", "60", "s"))
                        .add(POWER, "Battery life of at least 12 months.", min("battery_life", "12", "months"))
                        .add(POWER, "Sleep current below 3 µA.", max("sleep_current", "3", "µA")));

        // awake 50 ms and 250 ms every 60 s; every 2 s three frames of 47 bytes at 1 Mbit/s (1.128 ms), 0.9 ms
        // listening
        // and 1 ms awake beside that
        double awake = 0.05 / 60 * 3.7 + 0.25 / 60 * 3.7; // 0.0185 mA
        double radio = 0.001128 / 2 * 5.3 + 0.0009 / 2 * 5.4; // 0.0054192 mA
        double beside = 0.001 / 2 * 3.7; // 0.00185 mA
        double asleep = (1 - 0.3 / 60 - 0.003028 / 2) * 0.0019; // 0.00188762 mA
        double sensor = 0.1 / 60 * 0.43 + (1 - 0.1 / 60) * 0.0003; // 0.00101617 mA
        double average = awake + radio + beside + asleep + sensor;
        assertThat(average).isCloseTo(0.0286730, within(1e-7));
        assertThat(budget.current("average")).isCloseTo(average, digits(average));
        // no sum over a voltage: everything hangs on the cell directly
        assertThat(budget.currentAtLowest("average")).isEqualTo(budget.currentAtHighest("average"));
        // 80 % of 225 mAh; 1 % a year of self-discharge is 2.25 mAh in 8766 h
        double life = 225 * 0.8 / (average + 2.25 / 8766);
        assertThat(life).isCloseTo(6222.0, within(1.0));
        assertThat(budget.lifeHours()).isCloseTo(life, digits(life));
        // 12 months are 8766 h
        assertThat(budget.word("REQ-004")).isEqualTo("not met");
        // 1.9 µA and 0.3 µA: an nRF52832 that is off could not wake itself
        assertThat(budget.current("rest")).isCloseTo(0.0022, digits(0.0022));
        assertThat(budget.word("REQ-005")).isEqualTo("met");
    }

    /**
     * Two E91 (Energizer: 2500 mAh, 1.5 V each) in series, buck-boost TPS63900 (Texas Instruments: 75 nA quiescent) at the
     * assumed 85 %, SX1262 (Semtech: 4.6 mA receiving, 0.6 µA asleep; 45 mA is taken for +14 dBm here) and STM32L072
     * (STMicroelectronics: 0.86 µA in Stop with RTC; 7 mA is taken for active).
     */
    @Test
    void a_LoRaWAN_node_on_two_AA_cells() {
        PowerBudgetText budget = PowerBudgetText.of(
                new DesignText("Node")
                        .source("battery", 1.8, 3.2, "BT1", "REQ-001")
                        .cell("BT1", "E91", 2, "alkaline", 2500, 1.5)
                        .regulator("U3", "TPS63900DSKR", "buck-boost", 0.000075, null)
                        .rail("2V5", 2.5, null, "U3", 200.0)
                        .part("U1", "STM32L072CBT6", "2V5", "mcu", "active 7; stop 0.00086")
                        .part(
                                "U2",
                                "SX1262IMLTRT",
                                "2V5",
                                "radio.lora",
                                "transmit 118 @ +22 dBm; transmit 45 @ +14 dBm; receive 4.6; sleep 0.0006",
                                "REQ-003"),
                new Requirements("Node")
                        .add(POWER, "Runs from two AA alkaline cells.")
                        .add(PERFORMANCE, "One report every 30 minutes.", nominal("report_interval", "30", "minutes"))
                        .add(PERFORMANCE, "LoRaWAN at SF7 and 14 dBm.", max("transmit_power", "14", "dBm"))
                        .add(POWER, "Battery life of at least 5 years.", min("battery_life", "5", "years"))
                        .add(POWER, "Average current below 30 µA.", max("average_current", "30", "µA"))
                        .add(POWER, "Peak current at most 100 mA.", max("peak_current", "100", "mA")),
                Map.of("payload_bytes", 12));

        // Semtech AN1200.13: symbol 128/125 kHz = 1.024 ms; 12 + 13 bytes: 8 + ceil((200 - 28 + 28 + 16) / 28) * 5 = 48
        // symbols after 12.25 of preamble
        double onAir = (12.25 + 48) * 0.001024;
        assertThat(onAir).isCloseTo(0.061696, within(1e-9));
        // class A: 8 symbols at SF7 and 8 at SF12 (4096 / 125 kHz = 32.768 ms)
        double listening = 8 * (0.001024 + 0.032768);
        double radio = onAir / 1800 * 45 + listening / 1800 * 4.6 + (1 - (onAir + listening) / 1800) * 0.0006;
        double controller = (0.05 + 0.25) / 1800 * 7 + (1 - 0.3 / 1800) * 0.00086;
        assertThat(radio + controller).isCloseTo(0.00485967, within(1e-7));
        // the data sheet's nominal voltage: 2 × 1.5 V
        double average = (radio + controller) * 2.5 / (0.85 * 3) + 0.000075;
        assertThat(budget.current("average")).isCloseTo(average, digits(average));
        assertThat(budget.currentAtLowest("average"))
                .isCloseTo((radio + controller) * 2.5 / (0.85 * 1.8) + 0.000075, digits(average));
        // 85 % of 2500 mAh, 3 % a year lost: 75 mAh in 8766 h, more than the product draws
        double life = 2500 * 0.85 / (average + 75.0 / 8766);
        assertThat(life).isCloseTo(159_000, within(1_000.0)); // 18 years
        assertThat(budget.lifeHours()).isCloseTo(life, digits(life));
        assertThat(budget.word("REQ-004")).isEqualTo("met");
        assertThat(budget.word("REQ-005")).isEqualTo("met");
        // 7 + 45 mA through the regulator at 1.8 V: 52 × 2.5 / (0.85 × 1.8) = 84.97 mA
        assertThat(budget.currentAtLowest("peak")).isCloseTo(52 * 2.5 / (0.85 * 1.8) + 0.000075, digits(85));
        assertThat(budget.word("REQ-006")).isEqualTo("met");
    }

    /**
     * LiPo pouch of 500 mAh (3.7 V), linear MCP1700 (Microchip: 1.6 µA quiescent), GNSS receiver with 25 mA acquiring and
     * 7 µA in backup, STM32L432 (STMicroelectronics: 1.28 µA in Stop 2 with RTC; 6.72 mA is its core's headline figure).
     */
    @Test
    void a_GNSS_tracker_on_a_LiPo_cell() {
        PowerBudgetText budget = PowerBudgetText.of(
                new DesignText("Tracker")
                        .source("battery", 3, 4.2, "BT1", "REQ-001")
                        .cell("BT1", "1578", 1, "li-ion", 500, 3.7)
                        .regulator("U3", "MCP1700T-2802E/TT", "ldo", 0.0016, null)
                        .charger("U4", "MCP73831T-2ACI/OT", 500)
                        .rail("2V8", 2.8, null, "U3", 250.0)
                        .part("U1", "STM32L432KCU6", "2V8", "mcu", "core 6.72; stop 0.00128")
                        .part("U2", "MAX-M8Q-0", "2V8", "gnss", "active 25; average 20; backup 0.007"),
                new Requirements("Tracker")
                        .add(POWER, "Rechargeable 500 mAh LiPo.", nominal("battery_capacity", "500", "mAh"))
                        .add(PERFORMANCE, "One position every 10 minutes.", nominal("report_interval", "10", "min"))
                        .add(POWER, "Runs for 30 days on one charge.", min("battery_life", "30", "days"))
                        .add(POWER, "Charges with 250 mA.", nominal("charge_current", "250", "mA"))
                        .add(POWER, "Fully charged within 3 h.", max("charge_time", "3", "h"))
                        .add(POWER, "Fully charged within 2.5 h would be nice.", max("charge_time", "2.5", "h")));

        double receiver = 5.0 / 600 * 25 + (1 - 5.0 / 600) * 0.007; // hot start 5 s: 0.215275 mA
        double controller = 0.3 / 600 * 6.72 + (1 - 0.3 / 600) * 0.00128; // 0.00463936 mA
        double average = receiver + controller + 0.0016;
        assertThat(average).isCloseTo(0.2215144, within(1e-6));
        assertThat(budget.current("average")).isCloseTo(average, digits(average));
        // a linear regulator draws what it delivers, whatever the cell's voltage is
        assertThat(budget.currentAtLowest("average")).isEqualTo(budget.currentAtHighest("average"));
        // 90 % of 500 mAh; 3 % a month lost: 180 mAh in 8766 h
        double life = 450 / (average + 180.0 / 8766);
        assertThat(life / 24).isCloseTo(77.5, within(0.1));
        assertThat(budget.lifeHours()).isCloseTo(life, digits(life));
        assertThat(budget.word("REQ-003")).isEqualTo("met");
        // (3.7 V - 2.8 V) on what the rail takes, 3.7 V on the quiescent current
        double loss = 0.9 * (average - 0.0016) + 3.7 * 0.0016;
        assertThat(budget.rail("2V8").path("loss").path("value").doubleValue()).isCloseTo(loss, digits(loss));
        // 1.3 × 500 mAh / 250 mA = 2.6 h
        assertThat(budget.word("REQ-005")).isEqualTo("met");
        assertThat(budget.word("REQ-006")).isEqualTo("not met");
        assertThat(budget.verdict("REQ-005").path("arithmetic").asText())
                .startsWith("1.3 × 500 mAh / 250 mA = 2.6 h; allowed are 3 h.");
    }

    /**
     * USB 5 V ±5 %, linear AMS1117-3.3 (Advanced Monolithic Systems: 5 mA quiescent), a Wi-Fi module that receives with
     * 84 mA and transmits with 335 mA (Espressif, ESP32-C3-MINI-1), CP2102N (Silicon Labs: 9.5 mA).
     */
    @Test
    void a_product_on_USB_with_a_linear_regulator() {
        PowerBudgetText budget = PowerBudgetText.of(
                new DesignText("Bridge")
                        .source("USB", 4.75, 5.25, null, "REQ-001")
                        .regulator("U3", "AMS1117-3.3", "ldo", 5.0, null)
                        .rail("3V3", 3.3, null, "U3", 800.0)
                        .part(
                                "U1",
                                "ESP32-C3-MINI-1-N4",
                                "3V3",
                                "mcu radio.wifi",
                                "transmit 335; receive 84; sleep 0.005")
                        .part("U2", "CP2102N-A02-GQFN28", "3V3", "bridge.usb-uart", "active 9.5"),
                new Requirements("Bridge")
                        .add(POWER, "Powered from USB.")
                        .add(POWER, "Average current below 100 mA.", max("current_consumption", "100", "mA"))
                        .add(POWER, "Consumes at most 0.5 W.", max("power_consumption", "0.5", "W"))
                        .add(POWER, "Takes at most 200 mA from USB.", max("input_current", "200", "mA"))
                        .add(POWER, "Input power at most 2 W.", max("input_power", "2", "W")));

        // nothing asks for sleep: 84 + 9.5 mA all the time, and the regulator's own 5 mA
        assertThat(budget.root().path("profile").path("kind").asText()).isEqualTo("continuous");
        assertThat(budget.current("average")).isCloseTo(98.5, within(1e-9));
        assertThat(budget.word("REQ-002")).isEqualTo("met");
        // 98.5 mA × 5 V = 492.5 mW
        assertThat(budget.word("REQ-003")).isEqualTo("met");
        assertThat(budget.verdict("REQ-003").path("arithmetic").asText()).contains("That is 492.5 mW.");
        // 335 + 9.5 + 5 = 349.5 mA; the module alone exceeds 200 mA
        assertThat(budget.current("peak")).isCloseTo(349.5, within(1e-9));
        assertThat(budget.word("REQ-004")).isEqualTo("not met");
        // 349.5 mA × 5.25 V = 1.835 W
        assertThat(budget.word("REQ-005")).isEqualTo("met");
        // there is no battery to speak of
        assertThat(budget.root().path("battery").isNull()).isTrue();
        // 5 V - 3.3 V at 93.5 mA, and 5 V at 5 mA: 158.95 + 25 mW
        assertThat(budget.rail("3V3").path("loss").path("value").doubleValue()).isCloseTo(183.95, within(1e-3));
    }

    /**
     * 4S LiPo from outside (12 V to 16.8 V), LM2596S-5.0 (Texas Instruments: 80 % at 12 V and 3 A, 5 mA quiescent) for 5 V,
     * from which AP2112K-3.3 (Diodes: 55 µA quiescent) makes 3.3 V for STM32F405 (87 mA) and ICM-42688-P (0.88 mA).
     */
    @Test
    void a_flight_controller_on_4S_with_a_linear_regulator_behind_a_step_down_converter() {
        PowerBudgetText budget = PowerBudgetText.of(
                new DesignText("FC")
                        .source("battery", 12, 16.8, null, "REQ-001")
                        .regulator("U4", "LM2596S-5.0/NOPB", "buck", 5.0, 0.8)
                        .regulator("U5", "AP2112K-3.3TRG1", "ldo", 0.055, null)
                        .rail("5V", 5, null, "U4", 3000.0)
                        .rail("3V3", 3.3, "5V", "U5", 600.0)
                        .part("U1", "STM32F405RGT6", "3V3", "mcu", "active 87")
                        .part("U2", "ICM-42688-P", "3V3", "sensor.imu", "active 0.88; sleep 0.0075")
                        .part("U3", "receiver", "5V", "interface.rc", "active 120"),
                new Requirements("FC")
                        .add(POWER, "Powered by a 4S LiPo pack.")
                        .add(POWER, "Draws at most 120 mA.", max("input_current", "120", "mA"))
                        .add(
                                POWER,
                                "The 3.3 V rail carries at most 80 mA.",
                                max("rail_current", "80", "mA"),
                                nominal("rail_voltage", "3.3", "V"))
                        .add(POWER, "Flies for 8 minutes.", min("battery_life", "8", "min"))
                        .add(
                                ELECTRICAL,
                                "The 5 V rail delivers 2 A.",
                                nominal("rail_current", "2", "A"),
                                nominal("rail_voltage", "5", "V")));

        // 3V3: 87 + 0.88 = 87.88 mA, AP2112 draws 87.935 mA; 5V: 120 + 87.935 = 207.935 mA
        assertThat(budget.rail("3V3").path("load").path("average").path("value").doubleValue())
                .isEqualTo(87.88);
        assertThat(budget.rail("3V3")
                        .path("input")
                        .path("average")
                        .path("value")
                        .doubleValue())
                .isEqualTo(87.935);
        assertThat(budget.rail("5V").path("load").path("average").path("value").doubleValue())
                .isEqualTo(207.935);
        // 207.935 × 5 / (0.8 × V) + 5: 1299.59375 mW / V + 5 mA
        assertThat(budget.currentAtLowest("average")).isCloseTo(1299.59375 / 12 + 5, digits(113)); // 113.3 mA
        assertThat(budget.current("average")).isCloseTo(1299.59375 / 14.4 + 5, digits(95)); // 95.25 mA
        assertThat(budget.currentAtHighest("average")).isCloseTo(1299.59375 / 16.8 + 5, digits(82)); // 82.36 mA
        assertThat(budget.word("REQ-002")).isEqualTo("met");
        assertThat(budget.word("REQ-003")).isEqualTo("not met");
        // the pack is not part of the design: nothing says how long it lasts
        assertThat(budget.root().path("battery").isNull()).isTrue();
        assertThat(budget.word("REQ-004")).isEqualTo("open");
        // 3 A are available for 2 A
        assertThat(budget.word("REQ-005")).isEqualTo("met");
        // (5 V - 3.3 V) × 87.88 mA + 5 V × 55 µA
        assertThat(budget.rail("3V3").path("loss").path("value").doubleValue())
                .isCloseTo(1.7 * 87.88 + 5 * 0.055, digits(150));
        // what U5 and the parts on 3V3 take of the source: × 5 / (0.8 × 14.4)
        double share = 87 * 5 / (0.8 * 14.4);
        assertThat(PowerBudgetText.first(budget.root().path("shares"), "name", "U1 STM32F405RGT6")
                        .path("current")
                        .path("value")
                        .doubleValue())
                .isCloseTo(share, digits(share));
    }

    /** Mean Well IRM-03-5 for 5 V, linear MCP1700-3.3 (1.6 µA); 2 mA at rest behind it. */
    @Test
    void standby_power_from_the_mains() {
        PowerBudgetText budget = PowerBudgetText.of(
                new DesignText("Switch")
                        .source("mains", 4.75, 5.25, "PS1", "REQ-001")
                        .mains("PS1", "IRM-03-5")
                        .regulator("U2", "MCP1700T-3302E/TT", "ldo", 0.0016, null)
                        .rail("3V3", 3.3, null, "U2", 250.0)
                        .part("U1", "controller", "3V3", "mcu", "active 20; sleep 2"),
                new Requirements("Switch")
                        .add(POWER, "Runs from 230 V mains.")
                        .add(POWER, "Standby power at most 10 mW.", max("standby_power", "10", "mW"))
                        .add(POWER, "Standby power at most 0.5 W.", max("standby_power", "0.5", "W")));

        // 2.0016 mA × 5 V = 10.008 mW, / 0.7 = 14.297 mW, and what the module draws without load, which is not known
        assertThat(budget.verdict("REQ-002").path("arithmetic").asText()).contains("14.3 mW");
        assertThat(budget.word("REQ-002")).isEqualTo("not met");
        assertThat(budget.word("REQ-003")).isEqualTo("open");
    }
}
