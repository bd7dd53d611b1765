package io.metaforge.agents.architecture;

import static io.metaforge.agents.architecture.Document.deviation;
import static io.metaforge.agents.architecture.Document.max;
import static io.metaforge.agents.architecture.Document.min;
import static io.metaforge.agents.architecture.Document.nominal;
import static io.metaforge.agents.architecture.Document.percent;
import static io.metaforge.agents.architecture.Document.range;
import static io.metaforge.agents.constraints.Category.COMPLIANCE;
import static io.metaforge.agents.constraints.Category.COST;
import static io.metaforge.agents.constraints.Category.ELECTRICAL;
import static io.metaforge.agents.constraints.Category.ENVIRONMENTAL;
import static io.metaforge.agents.constraints.Category.FUNCTIONAL;
import static io.metaforge.agents.constraints.Category.INTERFACE;
import static io.metaforge.agents.constraints.Category.MECHANICAL;
import static io.metaforge.agents.constraints.Category.PERFORMANCE;
import static io.metaforge.agents.constraints.Category.POWER;
import static io.metaforge.agents.constraints.Category.SCHEDULE;

/** Constraints as real products have them. */
final class Documents {

    private Documents() {}

    /** A cold-chain logger on two lithium AA cells that reports over LoRaWAN. */
    static Document logger() {
        return new Document("Cold chain logger")
                .must(POWER, "Runs from two AA lithium cells in series.") // 1
                .must(
                        POWER,
                        "Everything is supplied from a single 2.5 V ±3 % rail.",
                        percent("rail_voltage", "2.5", "V", "3")) // 2
                .must(POWER, "Sleep current shall not exceed 8 µA.", max("sleep_current", "8", "µA")) // 3
                .must(POWER, "Battery life of at least 36 months.", min("battery_life", "36", "months")) // 4
                .must(POWER, "Average current below 80 µA.", max("average_current", "80", "µA")) // 5
                .must(PERFORMANCE, "Temperature accuracy ±0.3 °C.", deviation("temperature_accuracy", "0.3", "°C")) // 6
                .must(PERFORMANCE, "Humidity accuracy ±2 %RH.", deviation("humidity_accuracy", "2", "%")) // 7
                .must(INTERFACE, "LoRaWAN in the 868 MHz band.", "LoRaWAN", nominal("rf_frequency", "868", "MHz")) // 8
                .must(INTERFACE, "Programming over SWD.", "SWD") // 9
                .must(FUNCTIONAL, "One status LED and one push button.") // 10
                .must(
                        MECHANICAL,
                        "Board size 60 mm × 28 mm.",
                        nominal("board_length", "60", "mm"),
                        nominal("board_width", "28", "mm")) // 11
                .must(
                        ENVIRONMENTAL,
                        "Operating temperature −30 °C to +60 °C.",
                        range("operating_temperature", "-30", "60", "°C")) // 12
                .must(COST, "BOM cost below €16 at 1,000 units.", max("bom_cost", "16", "EUR")) // 13
                .must(COMPLIANCE, "Carries the CE mark.") // 14
                .must(SCHEDULE, "Ten prototypes within 12 weeks.", max("schedule", "12", "weeks")) // 15
                .must(FUNCTIONAL, "No GPS and no Wi-Fi.") // 16
                .may(INTERFACE, "Bluetooth for commissioning would be nice.", "Bluetooth"); // 17
    }

    /** A flight controller that names its controller family and its sensors. */
    static Document flightController() {
        return new Document("Racing quad controller")
                .must(
                        ELECTRICAL,
                        "Operating voltage: 5 V ±5 % from the ESC.",
                        percent("supply_voltage", "5", "V", "5")) // 1
                .must(POWER, "3.3 V LDO for peripherals.", nominal("rail_voltage", "3.3", "V")) // 2
                .must(FUNCTIONAL, "MCU: STM32F4 or F7 family.") // 3
                .must(
                        PERFORMANCE,
                        "MCU with at least 256 KB flash and 128 KB RAM.",
                        min("flash_size", "256", "KB"),
                        min("ram_size", "128", "KB")) // 4
                .must(INTERFACE, "IMU: ICM-42688-P or BMI270 over SPI.", "SPI") // 5
                .must(PERFORMANCE, "IMU sample rate of at least 8 kHz.", min("sample_rate", "8", "kHz")) // 6
                .must(INTERFACE, "ESC control with 4x PWM outputs.", "PWM") // 7
                .must(INTERFACE, "RC receiver input (SBUS).", "SBUS") // 8
                .must(INTERFACE, "USB interface for configuration and DFU.", "USB") // 9
                .must(FUNCTIONAL, "Status LED and a buzzer.") // 10
                .must(
                        MECHANICAL,
                        "Board size 30.5 mm × 30.5 mm.",
                        nominal("board_width", "30.5", "mm"),
                        nominal("board_height", "30.5", "mm")) // 11
                .must(
                        ENVIRONMENTAL,
                        "Operating temperature −20 °C to +85 °C.",
                        range("operating_temperature", "-20", "85", "°C")) // 12
                .must(COST, "Target BOM cost below $20.", max("bom_cost", "20", "USD")) // 13
                .must(PERFORMANCE, "Latency below 2 ms from receiver to ESC.", max("latency", "2", "ms")) // 14
                .must(FUNCTIONAL, "No GPS, no onboard radio.") // 15
                .may(FUNCTIONAL, "Barometer is optional."); // 16
    }

    /** A solar charge controller for a 12 V lead-acid battery with a field bus. */
    static Document solarCharger() {
        return new Document("Solar charge controller")
                .must(ELECTRICAL, "Solar panel input from 15 V to 25 V.", range("input_voltage", "15", "25", "V")) // 1
                .must(POWER, "Charges a 12 V lead-acid battery.", nominal("battery_voltage", "12", "V")) // 2
                .must(POWER, "MPPT with a charge current of 8 A.", nominal("charge_current", "8", "A")) // 3
                .must(PERFORMANCE, "Measures voltage and current of the battery.") // 4
                .must(
                        INTERFACE,
                        "RS-485 with Modbus RTU at 115200 baud.",
                        "RS-485",
                        nominal("baud_rate", "115200", "baud")) // 5
                .must(INTERFACE, "Display on the front panel.") // 6
                .must(
                        ENVIRONMENTAL,
                        "Operating temperature −20 °C to +60 °C.",
                        range("operating_temperature", "-20", "60", "°C")) // 7
                .must(POWER, "Reverse polarity protection at the battery.") // 8
                .must(COST, "Unit cost below $60.", max("unit_cost", "60", "USD")); // 9
    }
}
