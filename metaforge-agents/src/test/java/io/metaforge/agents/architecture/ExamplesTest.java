package io.metaforge.agents.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.networknt.schema.InputFormat;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

/** The three example workspaces, from PRD to architecture. What a reader of the PRD would insist on. */
class ExamplesTest {

    private static final JsonMapper JSON = JsonMapper.builder().build();
    static final List<String> NAMES = Examples.NAMES;

    private static JsonNode json(String example) throws Exception {
        return JSON.readTree(Examples.architecture(example).get("architecture.json"));
    }

    private static JsonNode find(JsonNode list, String member, String value) {
        for (JsonNode item : list) {
            if (item.path(member).asText().equals(value)) {
                return item;
            }
        }
        throw new AssertionError("no " + member + " " + value);
    }

    private static List<String> functions(JsonNode json) {
        List<String> functions = new ArrayList<>();
        json.path("blocks")
                .forEach(block -> functions.add(block.path("function").asText()));
        return functions;
    }

    @ParameterizedTest
    @FieldSource("NAMES")
    void keeps_to_the_schema(String example) throws Exception {
        try (InputStream schema =
                Objects.requireNonNull(ArchitectureAgent.class.getResourceAsStream("architecture.schema.json"))) {
            var errors = SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
                    .getSchema(schema)
                    .validate(Examples.architecture(example).get("architecture.json"), InputFormat.JSON);
            assertThat(errors).isEmpty();
        }
    }

    @ParameterizedTest
    @FieldSource("NAMES")
    void gives_the_same_bytes_twice(String example) {
        assertThat(Examples.architecture(example)).isEqualTo(Examples.architecture(example));
    }

    @Test
    void the_flight_controller_builds_nothing_that_hangs_on_its_ports() throws Exception {
        // Receiver, GNSS, compass, video transmitter, camera and LED strip are devices outside.
        assertThat(functions(json("flight-controller")))
                .doesNotContain("gnss", "sensor.magnetometer", "video", "camera", "led.addressable")
                .contains("sensor.imu", "sensor.pressure", "storage.flash", "io.pwm", "io.uart", "usb");
    }

    @Test
    void the_flight_controller_counts_motors_ports_and_lamps() throws Exception {
        JsonNode blocks = json("flight-controller").path("blocks");

        assertThat(find(blocks, "function", "io.pwm").path("count").asInt()).isEqualTo(8);
        assertThat(find(blocks, "function", "io.uart").path("count").asInt()).isEqualTo(5);
        assertThat(find(blocks, "function", "indicator.led").path("count").asInt())
                .isEqualTo(3);
    }

    @Test
    void the_flight_controller_has_its_outputs_and_runs_from_usb_alone() throws Exception {
        JsonNode rails = json("flight-controller").path("rails");

        // 2 A outside, and what hangs on the rail on top.
        assertThat(find(rails, "name", "5V").path("with_margin").path("value").asDouble())
                .isGreaterThan(2000);
        assertThat(find(rails, "name", "3V3").path("from").asText()).isEqualTo("VSYS");
        assertThat(find(rails, "name", "VSYS").path("window").path("min").asDouble())
                .isEqualTo(4.35);
    }

    @Test
    void the_charger_is_fed_by_the_panel_and_suits_both_chemistries() throws Exception {
        JsonNode json = json("mppt-charger");

        assertThat(find(json.path("sources"), "name", "battery")
                        .path("volts")
                        .path("min")
                        .asDouble())
                .isEqualTo(10);
        assertThat(find(json.path("sources"), "name", "battery")
                        .path("volts")
                        .path("max")
                        .asDouble())
                .isEqualTo(14.7);
        assertThat(find(json.path("sources"), "name", "solar panel")
                        .path("feeds_rails")
                        .asBoolean())
                .isFalse();
        assertThat(find(json.path("blocks"), "function", "power.charger")
                        .path("status")
                        .asText())
                .isEqualTo("reserved"); // its power stage is still to be added
        // A 10 kΩ NTC is one analogue input, and no temperature sensor.
        assertThat(find(json.path("blocks"), "function", "io.adc").path("count").asInt())
                .isEqualTo(1);
        assertThat(functions(json)).doesNotContain("sensor.temperature");
    }

    @Test
    void the_rest_of_the_sensor_node_is_compared_at_the_battery() throws Exception {
        // At the rail the parts draw 4.4 µA; 2.5 V from 1.8 V with 90 % take 1.543 times that, above the 5 µA allowed,
        // and
        // from 3.6 V 0.772 times.
        JsonNode check = find(json("sensor-node").path("checks"), "subject", "current at rest");

        assertThat(check.path("verdict").asText()).isEqualTo("open");
        assertThat(check.path("statement").asText()).contains("at 1.8 V").contains("at 3.6 V");
    }

    @Test
    void a_part_that_would_need_another_rail_or_address_is_no_plain_alternative() throws Exception {
        JsonNode charger = json("mppt-charger");

        // MAX485 works from 4.75 V, DS1307 from 4.5 V; there is one rail, of 3.3 V.
        charger.path("parts").forEach(part -> part.path("alternatives")
                .forEach(alternative ->
                        assertThat(alternative.path("mpn").asText()).isNotIn("MAX485ESA+", "DS1307ZN+")));
        assertThat(alternative(json("sensor-node"), "SHT40-AD1B-R2"))
                .contains("OPT4001DTSR would move to address"); // both answer to 0x44
    }

    @Test
    void a_controller_of_unknown_current_is_left_where_the_current_is_bounded() throws Exception {
        JsonNode controller = find(json("mppt-charger").path("blocks"), "function", "mcu");

        JsonNode part = find(
                json("mppt-charger").path("parts"),
                "ref",
                controller.path("parts").path(0).asText());
        assertThat(part.path("unknown").toString()).isNotEmpty().doesNotContain("current in use");
    }

    @Test
    void a_requirement_is_met_only_where_all_that_it_says_was_compared() throws Exception {
        JsonNode controller = json("flight-controller");
        JsonNode node = json("sensor-node");

        assertThat(status(controller, "REQ-012")).isEqualTo("partly met"); // its firmware has to support the controller
        assertThat(status(controller, "REQ-032")).isEqualTo("open"); // area, but also height: layout
        assertThat(status(node, "REQ-003")).isEqualTo("partly met"); // ±3 %: the regulator's accuracy is not known
        assertThat(status(node, "REQ-020")).isEqualTo("partly met"); // the footprint is still to be drawn
        assertThat(why(controller, "REQ-022")).contains("9 V").contains("not made by any rail");
        assertThat(why(node, "REQ-015")).contains("further rail of 3.3 V").contains("against REQ-003");
    }

    @Test
    void connectors_have_the_contacts_and_take_the_wires_asked_for() throws Exception {
        // The terminals of the catalogue are for 1.5 mm², its JST SH connector has 4 contacts.
        assertThat(why(json("mppt-charger"), "REQ-032")).contains("6 mm²");
        assertThat(find(json("mppt-charger").path("blocks"), "function", "connector.terminal")
                        .path("count")
                        .asInt())
                .isEqualTo(2);
        assertThat(why(json("flight-controller"), "REQ-021")).contains("asked for is at least 6");
    }

    @Test
    void the_charger_measures_two_voltages_and_a_current_beside_up_to_thirty_volts() throws Exception {
        JsonNode json = json("mppt-charger");

        assertThat(find(json.path("blocks"), "function", "measure.voltage")
                        .path("count")
                        .asInt())
                .isEqualTo(2);
        assertThat(why(json, "REQ-018")).contains("common mode max").contains("asked for is at least 30 V");
        assertThat(json.path("parts").findValuesAsText("mpn")).isNotEmpty();
        json.path("parts")
                .forEach(part -> assertThat(part.path("mpn").asText()).isNotIn("INA219AIDCNR", "INA3221AIRGVR"));
    }

    @Test
    void what_a_surge_must_not_stop_is_not_asked_for_and_one_of_two_kinds_of_memory_is_enough() throws Exception {
        JsonNode json = json("mppt-charger");

        assertThat(status(json, "REQ-009")).isEqualTo("reserved");
        assertThat(functions(json)).contains("storage.eeprom").doesNotContain("storage.fram");
    }

    @Test
    void a_regulator_stands_the_transients_of_its_source_and_its_heat_is_stated() throws Exception {
        JsonNode json = json("flight-controller");

        // 25.2 V, and up to 30 V for 100 ms; TPS54302 works up to 28 V.
        JsonNode rail = find(json.path("rails"), "name", "5V");
        JsonNode regulator =
                find(json.path("parts"), "ref", rail.path("regulator").asText());
        assertThat(regulator.path("regulator").path("input").path("max").asDouble())
                .isGreaterThanOrEqualTo(30);
        // 5 V x 2.4462 A x (1 / 0.85 - 1) = 2.1585 W
        assertThat(why(json, "REQ-006")).contains("2.1585 W into heat");
        assertThat(status(json, "REQ-006")).isEqualTo("partly met");
    }

    @Test
    void the_charger_of_a_panel_close_to_its_battery_has_its_headroom_stated() throws Exception {
        // 15 V - 14.7 V
        assertThat(why(json("mppt-charger"), "REQ-003")).contains("leaves 0.3 V");
        assertThat(status(json("mppt-charger"), "REQ-011")).isEqualTo("partly met");
    }

    @Test
    void what_samples_fast_has_an_spi_of_its_own_and_supplies_that_meet_a_junction() throws Exception {
        JsonNode json = json("flight-controller");

        assertThat(bus(json, "ICM-42688-P")).isEqualTo("SPI1");
        assertThat(bus(json, "W25Q128JVSIQ")).isEqualTo("SPI2");
        assertThat(find(json.path("blocks"), "function", "supply.junction")
                        .path("status")
                        .asText())
                .isEqualTo("reserved");
    }

    @Test
    void a_clock_is_taken_whose_drift_is_known() throws Exception {
        // 2 x 60 s in a year of 31557600 s are 3.8026 ppm; a bare crystal is promised nothing over -30 to 60 °C.
        JsonNode json = json("mppt-charger");

        assertThat(find(json.path("parts"), "mpn", "DS3231SN#")
                        .path("functions")
                        .toString())
                .contains("rtc");
        assertThat(why(json, "REQ-022")).contains("±3.8026 ppm");
    }

    @Test
    void typical_figures_meet_a_requirement_in_part_only() throws Exception {
        assertThat(status(json("sensor-node"), "REQ-013")).isEqualTo("partly met");
        assertThat(why(json("sensor-node"), "REQ-013")).contains("typical");
        // 0.75 Pa of noise at 12 Pa a metre
        assertThat(why(json("flight-controller"), "REQ-015"))
                .contains("62.5 mm")
                .contains("at most 200 mm");
    }

    @Test
    void levels_of_ports_and_limits_of_cells_are_compared() throws Exception {
        // 0.7 x 5 V against 3.3 V - 3 %
        assertThat(why(json("flight-controller"), "REQ-026"))
                .contains("wants 3.5 V")
                .contains("level shifter");
        assertThat(why(json("sensor-node"), "REQ-028")).contains("up to 60 °C").contains("70 °C");
        assertThat(why(json("sensor-node"), "REQ-025")).contains("2 × L91 weigh 30 g");
    }

    private static String bus(JsonNode design, String mpn) {
        return find(design.path("parts"), "mpn", mpn)
                .path("connections")
                .path(0)
                .path("bus")
                .asText();
    }

    private static String status(JsonNode design, String requirement) {
        return find(design.path("coverage"), "requirement", requirement)
                .path("status")
                .asText();
    }

    private static String why(JsonNode design, String requirement) {
        return find(design.path("coverage"), "requirement", requirement)
                .path("why")
                .asText();
    }

    private static String alternative(JsonNode design, String mpn) {
        StringBuilder found = new StringBuilder();
        design.path("parts").forEach(part -> part.path("alternatives").forEach(alternative -> {
            if (alternative.path("mpn").asText().equals(mpn)) {
                found.append(alternative.path("difference").asText());
            }
        }));
        return found.toString();
    }

    @Test
    void the_range_of_the_sensor_node_is_compared_with_free_space() throws Exception {
        // 20 log 2 + 20 log 868 + 32.44 = 6.021 + 58.770 + 32.44 = 97.231 dB; of 14 dBm and -148 dBm 162 dB, 64.769 dB
        // are left.
        String statement = find(json("sensor-node").path("checks"), "subject", "link budget")
                .path("statement")
                .asText();

        assertThat(statement).contains("free space takes 97.231 dB over 2 km at 868 MHz");
    }

    @ParameterizedTest
    @FieldSource("NAMES")
    void every_requirement_that_nothing_meets_says_who_has_to_do_what(String example) throws Exception {
        json(example).path("coverage").forEach(coverage -> assertThat(
                        coverage.path("why").asText())
                .as(coverage.path("requirement").asText())
                .isNotBlank()
                .doesNotContain("this skill knows"));
    }
}
