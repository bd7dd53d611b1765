package io.metaforge.agents.architecture;

import static io.metaforge.agents.architecture.Document.max;
import static io.metaforge.agents.architecture.Document.nominal;
import static io.metaforge.agents.architecture.Document.percent;
import static io.metaforge.agents.architecture.Document.range;
import static io.metaforge.agents.constraints.Category.COST;
import static io.metaforge.agents.constraints.Category.ELECTRICAL;
import static io.metaforge.agents.constraints.Category.ENVIRONMENTAL;
import static io.metaforge.agents.constraints.Category.FUNCTIONAL;
import static io.metaforge.agents.constraints.Category.INTERFACE;
import static io.metaforge.agents.constraints.Category.PERFORMANCE;
import static io.metaforge.agents.constraints.Category.POWER;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import io.metaforge.domain.failure.FailureKind;
import io.metaforge.domain.failure.MetaForgeException;
import io.metaforge.domain.session.RunInput;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ArchitectureAgentTest {

    private static final JsonMapper JSON = JsonMapper.builder().build();

    static List<Document> documents() {
        return List.of(Documents.logger(), Documents.flightController(), Documents.solarCharger());
    }

    private static JsonNode design(Document document) {
        return json(Runs.of(document.json()));
    }

    private static JsonNode json(Map<String, String> written) {
        try {
            return JSON.readTree(Objects.requireNonNull(written.get("architecture.json")));
        } catch (java.io.IOException e) {
            throw new AssertionError(e);
        }
    }

    private static List<String> mpns(JsonNode design) {
        List<String> mpns = new ArrayList<>();
        design.path("parts").forEach(part -> mpns.add(part.path("mpn").asText()));
        return mpns;
    }

    private static JsonNode first(JsonNode list, String member, String value) {
        for (JsonNode node : list) {
            if (node.path(member).asText().equals(value)) {
                return node;
            }
        }
        throw new AssertionError("no " + member + " " + value + " in " + list);
    }

    private static JsonNode part(JsonNode design, String mpn) {
        return first(design.path("parts"), "mpn", mpn);
    }

    private static JsonNode block(JsonNode design, String function) {
        return first(design.path("blocks"), "function", function);
    }

    private static String status(JsonNode design, String requirement) {
        return first(design.path("coverage"), "requirement", requirement)
                .path("status")
                .asText();
    }

    private static List<String> rejectedBy(JsonNode holder, String mpn) {
        List<String> ids = new ArrayList<>();
        first(holder.path("rejected"), "mpn", mpn).path("requirements").forEach(id -> ids.add(id.asText()));
        return ids;
    }

    @Nested
    class Documents_for_people_and_programs {

        @ParameterizedTest
        @MethodSource("io.metaforge.agents.architecture.ArchitectureAgentTest#documents")
        void the_json_keeps_to_its_schema(Document document) throws Exception {
            Schema schema;
            try (var in =
                    Objects.requireNonNull(ArchitectureAgent.class.getResourceAsStream("architecture.schema.json"))) {
                schema = SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
                        .getSchema(in);
            }
            String json = Objects.requireNonNull(Runs.of(document.json()).get("architecture.json"));
            assertThat(schema.validate(json, InputFormat.JSON)).isEmpty();
            assertThat(schema.validate(json.replace("\"version\": 1", "\"version\": 2"), InputFormat.JSON))
                    .isNotEmpty();
        }

        @ParameterizedTest
        @MethodSource("io.metaforge.agents.architecture.ArchitectureAgentTest#documents")
        void every_requirement_is_covered_once_and_every_part_serves_one(Document document) {
            JsonNode design = design(document);
            List<String> covered = design.path("coverage").findValuesAsText("requirement");
            assertThat(covered)
                    .containsExactlyElementsOf(document.constraints().requirements().stream()
                            .map(r -> r.id())
                            .toList());
            for (JsonNode part : design.path("parts")) {
                assertThat(part.path("requirements"))
                        .as(part.path("mpn").asText())
                        .isNotEmpty();
                part.path("requirements").forEach(id -> assertThat(covered).contains(id.asText()));
            }
        }

        @ParameterizedTest
        @MethodSource("io.metaforge.agents.architecture.ArchitectureAgentTest#documents")
        void the_same_constraints_give_the_same_bytes_however_their_members_are_ordered(Document document)
                throws Exception {
            Map<String, String> once = Runs.of(document.json());
            assertThat(Runs.of(document.json())).isEqualTo(once);
            Object sorted = sorted(JSON.readValue(document.json(), Object.class));
            assertThat(Runs.of(JSON.writeValueAsString(sorted))).isEqualTo(once);
        }

        private static Object sorted(Object value) {
            if (value instanceof Map<?, ?> map) {
                Map<String, Object> copy = new TreeMap<>(java.util.Comparator.reverseOrder());
                map.forEach((key, member) -> copy.put((String) key, member == null ? "null" : sorted(member)));
                copy.values().removeIf("null"::equals);
                return copy;
            }
            return value instanceof List<?> list
                    ? list.stream().map(v -> sorted(v)).toList()
                    : value;
        }

        @Test
        void results_go_beside_the_input() {
            Map<String, String> written = new Runs(RunInput.ofFiles("hw/rev-b/constraints.json"))
                    .with("hw/rev-b/constraints.json", Documents.logger().json())
                    .run();
            assertThat(written.keySet()).containsExactly("hw/rev-b/architecture.md", "hw/rev-b/architecture.json");
        }

        @Test
        void progress_only_rises() {
            Runs run = new Runs(RunInput.EMPTY)
                    .with("constraints.json", Documents.logger().json());
            run.run();
            assertThat(run.fractions).isSorted().hasSizeGreaterThan(1).allMatch(f -> f > 0 && f <= 1);
        }
    }

    @Nested
    class A_logger_on_two_lithium_cells {

        private final JsonNode design = design(Documents.logger());

        @Test
        void gets_one_chip_for_controller_and_radio_and_one_sensor_for_both_quantities() {
            assertThat(mpns(design)).contains("STM32WLE5CCU6", "SHTC3", "L91");
            assertThat(block(design, "sensor.temperature").path("parts"))
                    .isEqualTo(block(design, "sensor.humidity").path("parts"));
            assertThat(part(design, "L91").path("quantity").asInt()).isEqualTo(2);
        }

        @Test
        void has_the_rail_that_is_asked_for_with_its_sum_and_margin() {
            JsonNode rail = first(design.path("rails"), "name", "2V5");
            // 87 mA (STM32WLE5, transmitting at +20 dBm) + 0.43 mA (SHTC3, measuring)
            assertThat(rail.path("sum").path("value").asDouble()).isEqualTo(87.43, within(1e-9));
            assertThat(rail.path("with_margin").path("value").asDouble()).isEqualTo(87.43 * 1.3, within(1e-6));
            // 2 x 0.9 V to 2 x 1.8 V lies on both sides of 2.5 V
            assertThat(part(design, "TPS63900DSKR")
                            .path("regulator")
                            .path("kind")
                            .asText())
                    .isEqualTo("buck-boost");
            assertThat(design.path("rails")).hasSize(1);
        }

        @Test
        void rejects_parts_by_the_requirement_that_rules_them_out() {
            JsonNode radio = part(design, "STM32WLE5CCU6");
            assertThat(rejectedBy(radio, "RFM95W-868S2")).containsExactly("REQ-012"); // specified from -20 °C
            assertThat(rejectedBy(radio, "ESP32-C3-MINI-1-N4")).containsExactly("REQ-016"); // no Wi-Fi
            assertThat(rejectedBy(radio, "RP2040")).containsExactly("REQ-003"); // 180 µA dormant
            assertThat(rejectedBy(part(design, "SHTC3"), "TMP102AIDRLT")).containsExactly("REQ-006"); // ±2 °C
        }

        @Test
        void adds_up_the_current_at_rest() {
            JsonNode check = first(design.path("checks"), "subject", "current at rest");
            // (1.07 µA + 0.3 µA) x 2.5 V / (0.85 x 1.8 V) + 0.075 µA of the regulator; 1.1943 µA at 3.6 V
            assertThat(check.path("statement").asText())
                    .contains("2.3136 µA from the source at 1.8 V")
                    .contains("1.1943 µA at 3.6 V")
                    .contains("8 µA");
            assertThat(check.path("verdict").asText()).isEqualTo("holds");
        }

        @Test
        void states_what_the_battery_allows() {
            // 3000 mAh / (36 months x 730.5 h) = 0.11408 mA; 3000 mAh / 0.080 mA = 37500 h
            assertThat(first(design.path("checks"), "subject", "battery life")
                            .path("statement")
                            .asText())
                    .contains("114.08 µA")
                    .contains("37500 h");
        }

        @Test
        void does_not_compare_money_of_different_currencies() {
            JsonNode check = first(design.path("checks"), "subject", "cost");
            assertThat(check.path("verdict").asText()).isEqualTo("open");
            assertThat(check.path("statement").asText()).contains("EUR 16").contains("exchange_rates");
            Map<String, String> written = new Runs(
                            new RunInput(List.of(), Map.of("exchange_rates", Map.of("EUR", 0.5))))
                    .with("constraints.json", Documents.logger().json())
                    .run();
            assertThat(first(json(written).path("checks"), "subject", "cost")
                            .path("verdict")
                            .asText())
                    .isEqualTo("fails"); // EUR 16 at 0.5 are USD 8
        }

        @Test
        void says_what_became_of_each_requirement() {
            assertThat(status(design, "REQ-002")).isEqualTo("partly met"); // the tolerance of the rail is not shown
            assertThat(status(design, "REQ-010")).isEqualTo("reserved"); // LED and button: schematic
            assertThat(status(design, "REQ-015")).isEqualTo("not applicable to hardware");
            assertThat(status(design, "REQ-016")).isEqualTo("met");
            assertThat(status(design, "REQ-017")).isEqualTo("open"); // optional
            assertThat(mpns(design)).doesNotContain("nRF52832-QFAA", "ESP32-C3-MINI-1-N4");
        }

        @Test
        void costs_what_its_parts_cost() {
            // STM32WLE5 6.00 + SHTC3 1.80 + 2 x L91 1.80 + TPS63900 2.10
            assertThat(design.path("cost").path("parts").decimalValue()).isEqualByComparingTo("13.50");
        }
    }

    @Nested
    class A_flight_controller {

        private final JsonNode design = design(Documents.flightController());

        @Test
        void takes_the_cheapest_of_the_families_and_parts_that_are_named() {
            assertThat(mpns(design)).contains("STM32F411CEU6", "ICM-42688-P");
            JsonNode controller = part(design, "STM32F411CEU6");
            assertThat(controller.path("alternatives").findValuesAsText("mpn")).contains("STM32F722RET6");
            assertThat(rejectedBy(controller, "STM32H743VIT6")).containsExactly("REQ-003");
            assertThat(rejectedBy(part(design, "ICM-42688-P"), "BMI270")).containsExactly("REQ-006"); // 6.4 kHz
            assertThat(part(design, "ICM-42688-P")
                            .path("connections")
                            .get(0)
                            .path("bus")
                            .asText())
                    .isEqualTo("SPI1");
        }

        @Test
        void reserves_pins_for_everything() {
            JsonNode pins = design.path("pins");
            assertThat(first(pins, "resource", "PWM").path("used").asInt()).isEqualTo(4);
            assertThat(first(pins, "resource", "UART").path("used").asInt()).isEqualTo(1);
            assertThat(first(pins, "resource", "USB").path("used").asInt()).isEqualTo(1);
            // SWD 2, SPI 3 + select 1 + interrupt 1, PWM 4, UART 2, USB 2, LED 1, buzzer 1
            assertThat(first(pins, "resource", "GPIO").path("used").asInt()).isEqualTo(17);
        }

        @Test
        void makes_the_rail_with_the_kind_of_regulator_that_is_asked_for() {
            JsonNode rail = first(design.path("rails"), "name", "3V3");
            assertThat(part(design, mpnOf(rail.path("regulator").asText()))
                            .path("regulator")
                            .path("kind")
                            .asText())
                    .isEqualTo("ldo");
            JsonNode source = first(design.path("sources"), "name", "external supply");
            assertThat(source.path("volts").path("min").asDouble()).isEqualTo(4.75, within(1e-9));
            assertThat(source.path("volts").path("max").asDouble()).isEqualTo(5.25, within(1e-9));
        }

        private String mpnOf(String reference) {
            return first(design.path("parts"), "ref", reference).path("mpn").asText();
        }

        @Test
        void leaves_out_what_is_refused_or_optional() {
            assertThat(design.path("blocks").findValuesAsText("function"))
                    .doesNotContain("gnss", "sensor.pressure", "radio.ble");
            assertThat(status(design, "REQ-015")).isEqualTo("met");
            assertThat(status(design, "REQ-016")).isEqualTo("open");
            assertThat(status(design, "REQ-014")).isEqualTo("decided elsewhere"); // latency: firmware decides
        }

        @Test
        void lists_the_connector_that_nobody_named_as_an_assumption() {
            assertThat(design.path("assumptions").findValuesAsText("text"))
                    .anyMatch(text -> text.contains("USB Type-C connector is assumed"));
        }
    }

    @Nested
    class A_solar_charger {

        private final JsonNode design = design(Documents.solarCharger());

        @Test
        void gets_a_charger_for_panel_battery_and_current() {
            JsonNode charger = part(design, "BQ24650RVAR");
            assertThat(rejectedBy(charger, "CN3791")).containsExactly("REQ-003"); // 4 A
            assertThat(charger.path("alternatives").findValuesAsText("mpn"))
                    .containsExactly("LT8490EUKJ#PBF", "LT8491IUKJ#PBF");
            JsonNode battery = first(design.path("sources"), "name", "battery");
            // 6 lead-acid cells of 1.75 V to 2.45 V
            assertThat(battery.path("volts").path("min").asDouble()).isEqualTo(10.5, within(1e-9));
            assertThat(battery.path("volts").path("max").asDouble()).isEqualTo(14.7, within(1e-9));
        }

        @Test
        void gets_a_display_that_suits_its_temperatures_and_the_rail_of_the_others() {
            assertThat(block(design, "display").path("status").asText()).isEqualTo("met");
            JsonNode display = first(design.path("parts"), "ref", "DS1");
            assertThat(display.path("temperature").path("min").asDouble()).isLessThanOrEqualTo(-20);
            assertThat(display.path("temperature").path("max").asDouble()).isGreaterThanOrEqualTo(60);
            assertThat(rejectedBy(display, "GDEY0154D67")).containsExactly("REQ-007");
            // 3.3 V + 3 %: a panel for 3.3 V at most would need a rail of its own, with other logic levels.
            assertThat(display.path("rail").asText()).isEqualTo("3V3");
            assertThat(display.path("supply").path("max").asDouble()).isGreaterThanOrEqualTo(3.399);
        }

        @Test
        void gets_the_kind_of_display_that_is_asked_for() {
            JsonNode badge = design(new Document("Name badge")
                    .must(ELECTRICAL, "Supply voltage 3.3 V.", nominal("supply_voltage", "3.3", "V"))
                    .must(INTERFACE, "The display shall be e-paper."));
            assertThat(badge.path("blocks").findValuesAsText("function"))
                    .contains("display.epaper")
                    .doesNotContain("display");
            assertThat(part(badge, "GDEY0154D67").path("note").asText()).contains("FH12-24S-0.5SH(55)");
            assertThat(part(badge, "FH12-24S-0.5SH(55)")
                            .path("functions")
                            .get(0)
                            .asText())
                    .isEqualTo("companion");
        }

        @Test
        void says_that_nothing_is_known_for_a_camera() {
            JsonNode design =
                    design(new Document("Door bell").must(INTERFACE, "A camera shall show who rings.", "Camera"));
            assertThat(block(design, "camera").path("status").asText()).isEqualTo("unmet");
            assertThat(status(design, "REQ-001")).isEqualTo("unmet");
            assertThat(design.path("open_questions").findValuesAsText("text"))
                    .anyMatch(text -> text.startsWith("Camera is unmet"));
        }

        @Test
        void is_not_controlled_by_a_radio_nobody_asks_for() {
            assertThat(first(
                                    part(
                                                    design,
                                                    design.path("parts")
                                                            .get(0)
                                                            .path("mpn")
                                                            .asText())
                                            .path("rejected"),
                                    "mpn",
                                    "ESP32-C3-MINI-1-N4")
                            .path("reason")
                            .asText())
                    .contains("no requirement asks for one");
        }
    }

    @Nested
    class Impossible_requirements {

        @Test
        void are_named_in_the_unmet_block() {
            JsonNode design = design(new Document("Oven probe")
                    .must(ELECTRICAL, "Supply voltage 5 V ±5 %.", percent("supply_voltage", "5", "V", "5"))
                    .must(INTERFACE, "Wi-Fi connection.", "Wi-Fi")
                    .must(
                            ENVIRONMENTAL,
                            "Operating temperature −40 °C to +150 °C.",
                            range("operating_temperature", "-40", "150", "°C")));
            JsonNode radio = block(design, "radio.wifi");
            assertThat(radio.path("status").asText()).isEqualTo("unmet");
            assertThat(radio.path("why").asText()).contains("REQ-003 rules out").contains("ESP32-C3-MINI-1-N4");
            assertThat(rejectedBy(radio, "ESP32-WROOM-32E-N4")).containsExactly("REQ-003");
            assertThat(status(design, "REQ-002")).isEqualTo("unmet");
        }

        @Test
        void leave_no_part_where_a_rail_is_too_low_for_all() {
            JsonNode design = design(new Document("Node")
                    .must(POWER, "Runs from two AA lithium cells.")
                    .must(
                            POWER,
                            "All electronics are supplied from one 1.8 V ±3 % rail.",
                            percent("rail_voltage", "1.8", "V", "3"))
                    .must(INTERFACE, "LoRaWAN uplink.", "LoRaWAN"));
            // 1.8 V - 3 % is 1.746 V, and no LoRa part works below 1.8 V
            assertThat(block(design, "radio.lora").path("why").asText()).startsWith("REQ-002 rules out");
            assertThat(first(design.path("checks"), "subject", "controller")
                            .path("verdict")
                            .asText())
                    .isEqualTo("open"); // what the radio takes is not counted
        }

        @Test
        void of_two_requirements_that_exclude_each_other_show_in_both() {
            JsonNode design = design(new Document("Gateway")
                    .must(ELECTRICAL, "Supply voltage 5 V.", nominal("supply_voltage", "5", "V"))
                    .must(INTERFACE, "Bluetooth for set-up.", "Bluetooth")
                    .must(FUNCTIONAL, "No Bluetooth."));
            assertThat(rejectedBy(block(design, "radio.ble"), "nRF52832-QFAA")).containsExactly("REQ-003");
            assertThat(status(design, "REQ-002")).isEqualTo("unmet");
            assertThat(status(design, "REQ-003")).isEqualTo("met");
        }

        @Test
        void of_every_kind_end_in_a_failure_of_the_agent() {
            String json =
                    new Document("Poem").must(FUNCTIONAL, "It shall rhyme.").json();
            assertThatThrownBy(() -> Runs.of(json))
                    .isInstanceOfSatisfying(
                            MetaForgeException.class,
                            e -> assertThat(e.failure().kind()).isEqualTo(FailureKind.AGENT))
                    .hasMessageContaining("None of the 1 requirements");
        }
    }

    @Nested
    class Sources {

        @Test
        void rule_out_chargers_that_cannot_reach_a_full_battery() {
            JsonNode design = design(new Document("Bench charger")
                    .must(ELECTRICAL, "Input voltage 7 V to 26 V.", range("input_voltage", "7", "26", "V"))
                    .must(POWER, "Charger for 2S to 6S LiPo packs.", range("cell_count", "2", "6", "S")));
            // 6 x 4.2 V = 25.2 V from as little as 7 V
            assertThat(rejectedBy(part(design, "BQ25756RRVR"), "BQ24650RVAR")).containsExactly("REQ-001");
        }

        @Test
        void described_as_an_input_for_packs_are_no_cell_of_the_product() {
            JsonNode design = design(new Document("Field supply")
                    .must(ELECTRICAL, "Wide input, 10 V to 26 V.", range("input_voltage", "10", "26", "V"))
                    .must(INTERFACE, "XT60 input for LiPo packs.", "XT60")
                    .must(INTERFACE, "Bluetooth.", "Bluetooth"));
            assertThat(design.path("sources")).hasSize(1);
            assertThat(mpns(design)).contains("XT60PW-M").doesNotContain("INR18650-35E");
        }
    }

    @Nested
    class Buses {

        @Test
        void give_parts_with_the_same_address_different_ones() {
            JsonNode design = design(new Document("Logger")
                    .must(ELECTRICAL, "Supply voltage 5 V.", nominal("supply_voltage", "5", "V"))
                    .must(FUNCTIONAL, "Real-time clock DS3231.")
                    .must(FUNCTIONAL, "Acceleration by a BMI270 IMU over I2C.", "I2C"));
            // both answer at 0x68; only the sensor can move to 0x69
            assertThat(part(design, "DS3231SN#")
                            .path("connections")
                            .get(0)
                            .path("address")
                            .asText())
                    .isEqualTo("0x68");
            assertThat(part(design, "BMI270")
                            .path("connections")
                            .get(0)
                            .path("address")
                            .asText())
                    .isEqualTo("0x69");
            assertThat(part(design, "BMI270")
                            .path("connections")
                            .get(0)
                            .path("bus")
                            .asText())
                    .isEqualTo("I2C1");
        }

        @Test
        void rule_out_controllers_that_have_too_few() {
            JsonNode design = design(new Document("Bridge")
                    .must(ELECTRICAL, "Supply voltage 12 V.", nominal("supply_voltage", "12", "V"))
                    .must(INTERFACE, "Two CAN ports.", "CAN"));
            JsonNode controller =
                    first(design.path("parts"), "ref", design.path("controller").asText());
            assertThat(first(design.path("pins"), "resource", "CAN")
                            .path("used")
                            .asInt())
                    .isEqualTo(2);
            assertThat(controller.path("mpn").asText()).isEqualTo("STM32G0B1CBT6");
            assertThat(first(controller.path("rejected"), "mpn", "STM32F103C8T6")
                            .path("reason")
                            .asText())
                    .contains("has 1 CAN");
        }
    }

    @Nested
    class Hostile_text {

        private static final String ATTACK =
                "LoRa | <script>alert(1)</script> ![x](http://evil.example/a.png) [y](javascript:alert(1)) `code`\n"
                        + "# Heading\n```mermaid\nclick A call()\n``` \"]; A --> B %% www.evil.example @all $x$ \u202Etxt\u0000";

        private final Map<String, String> written = Runs.of(new Document(ATTACK)
                .must(ELECTRICAL, "Supply voltage 5 V.", nominal("supply_voltage", "5", "V"))
                .must(INTERFACE, ATTACK, "LoRa", ATTACK)
                .gap(ATTACK, ATTACK)
                .conflict(ATTACK, "REQ-001", ATTACK)
                .json());
        private final String markdown = Objects.requireNonNull(written.get("architecture.md"));

        @Test
        void is_printed_and_never_interpreted() {
            String html = html(markdown);
            assertThat(html)
                    .contains("&lt;script&gt;")
                    .doesNotContain("<script", "<img", "<a ", "javascript:alert(1)\"");
            assertThat(markdown.lines().filter(line -> line.startsWith("```mermaid")))
                    .hasSize(2);
            assertThat(markdown.lines().filter(line -> line.startsWith("# "))).hasSize(1);
            assertThat(markdown).doesNotContain("\u202E", "\u0000");
        }

        @Test
        void keeps_every_table_whole() {
            int columns = 0;
            for (String line : markdown.lines().toList()) {
                if (line.startsWith("|")) {
                    int here = line.replace("\\|", "").replaceAll("[^|]", "").length();
                    assertThat(here).as(line).isEqualTo(columns == 0 ? here : columns);
                    columns = here;
                } else {
                    columns = 0;
                }
            }
        }

        private static String html(String markdown) {
            var extensions = List.of(org.commonmark.ext.gfm.tables.TablesExtension.create());
            return org.commonmark.renderer.html.HtmlRenderer.builder()
                    .extensions(extensions)
                    .build()
                    .render(org.commonmark.parser.Parser.builder()
                            .extensions(extensions)
                            .build()
                            .parse(markdown));
        }
    }

    @Nested
    class Wrong_input {

        @Test
        void a_missing_file_says_to_run_spec_first() {
            assertThatThrownBy(() -> new Runs(RunInput.EMPTY).run())
                    .isInstanceOfSatisfying(
                            MetaForgeException.class,
                            e -> assertThat(e.failure().kind()).isEqualTo(FailureKind.VALIDATION))
                    .hasMessageContaining("constraints.json")
                    .hasMessageContaining("run the skill spec first and approve");
        }

        @Test
        void a_malformed_or_newer_document_names_the_place() {
            refused("{", "line 1");
            refused("[]", "a JSON object");
            refused("{\"version\": 2}", "version");
            refused(
                    Documents.logger().json().replaceFirst("\"text\": \"Runs", "\"txt\": \"Runs"),
                    "requirements[0].text");
            refused(new Document("Empty").json(), "holds no requirement");
        }

        @Test
        void exchange_rates_have_to_be_rates() {
            for (Object rates : List.of("1.1", Map.of("eur", 1.1), Map.of("EUR", 0), Map.of("EUR", "1.1"))) {
                assertThatThrownBy(() -> new Runs(new RunInput(List.of(), Map.of("exchange_rates", rates)))
                                .with("constraints.json", Documents.logger().json())
                                .run())
                        .isInstanceOfSatisfying(
                                MetaForgeException.class,
                                e -> assertThat(e.failure().kind()).isEqualTo(FailureKind.VALIDATION));
            }
        }

        private static void refused(String json, String message) {
            assertThatThrownBy(() -> Runs.of(json))
                    .isInstanceOfSatisfying(
                            MetaForgeException.class,
                            e -> assertThat(e.failure().kind()).isEqualTo(FailureKind.VALIDATION))
                    .hasMessageContaining(message);
        }
    }

    @Test
    void absurd_numbers_are_reported_and_break_nothing() {
        JsonNode design = design(new Document("Absurd")
                .must(ELECTRICAL, "Supply voltage from 0 V to 99999 V.", range("supply_voltage", "0", "99999", "V"))
                .must(
                        PERFORMANCE,
                        "At least 99999999999999999999 PWM outputs.",
                        nominal("pwm", "99999999999999999999", ""))
                .must(COST, "BOM cost below $0.", max("bom_cost", "0", "USD"))
                .must(INTERFACE, "Bluetooth", "Bluetooth"));
        assertThat(status(design, "REQ-004")).isEqualTo("unmet");
        assertThat(rejectedBy(block(design, "radio.ble"), "nRF52832-QFAA")).containsExactly("REQ-003");
    }
}
