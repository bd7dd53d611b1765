package io.metaforge.agents.bom;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import io.metaforge.agents.architecture.catalogue.Catalogue;
import io.metaforge.agents.architecture.catalogue.Part;
import io.metaforge.agents.bom.document.BomCsv;
import io.metaforge.agents.bom.rule.Rule;
import io.metaforge.agents.bom.rule.RuleBook;
import io.metaforge.application.agent.StaleInput;
import io.metaforge.domain.artifact.WorkspacePath;
import io.metaforge.domain.failure.FailureKind;
import io.metaforge.domain.failure.MetaForgeException;
import io.metaforge.domain.session.RunInput;
import io.metaforge.domain.skill.SkillName;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class BomAgentTest {

    private static final JsonMapper JSON = JsonMapper.builder().build();

    private static final String SENSOR = ",\"rail\":\"3V3\",\"supply\":{\"min\":2,\"max\":3.6,\"unit\":\"V\"}";

    private static List<Map<String, String>> rows(Runs run) {
        return Csv.read(run.text("bom/bom.csv"));
    }

    private static List<Map<String, String>> rows(Designs design, String constraints) {
        return rows(new Runs()
                .with("architecture.json", design.json())
                .with("constraints.json", constraints)
                .bom());
    }

    private static List<Map<String, String>> rows(Designs design) {
        return rows(new Runs().with("architecture.json", design.json()).bom());
    }

    private static Map<String, String> row(List<Map<String, String>> rows, String column, String value) {
        return rows.stream()
                .filter(row -> value.equals(row.get(column)))
                .findFirst()
                .orElseThrow(() -> new AssertionError("no " + column + " " + value + " in " + rows));
    }

    private static String cell(Map<String, String> row, String column) {
        return Objects.requireNonNull(row.get(column), column);
    }

    private static JsonNode json(Runs run) {
        try {
            return JSON.readTree(run.text("bom/costing.json"));
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    @Nested
    class For_whole_products {

        @ParameterizedTest
        @ValueSource(strings = {"weather-station.md", "motor-driver.md", "temperature-controller-de.md"})
        void the_list_can_be_assembled_from_and_every_line_says_why_it_is_there(String document) {
            Runs run = Runs.ofDocument(document).bom();
            List<Map<String, String>> rows = rows(run);

            assertThat(rows.get(0).keySet()).containsExactlyElementsOf(BomCsv.COLUMNS);
            Set<String> seen = new HashSet<>();
            List<String> first = new ArrayList<>();
            for (Map<String, String> row : rows) {
                List<String> designators = List.of(cell(row, "Designator").split(", "));
                assertThat(designators).hasSize(Integer.parseInt(cell(row, "Quantity")));
                assertThat(designators).allMatch(d -> d.matches("[A-Z]{1,3}[1-9][0-9]*"));
                assertThat(designators).allMatch(seen::add, "is given once");
                first.add(designators.get(0));
                assertThat(cell(row, "DNP")).isIn("", "DNP");
                assertThat(cell(row, "Description")).isNotBlank();
                assertThat(cell(row, "Value")).isNotBlank();
                assertThat(cell(row, "Source")).isNotBlank();
                assertThat(cell(row, "Requirements").isEmpty()
                                && !cell(row, "Source").contains("assumption"))
                        .as("neither requirement nor assumption: %s", row)
                        .isFalse();
                assertThat(cell(row, "MPN").isEmpty())
                        .isEqualTo(cell(row, "Description").startsWith("To be chosen: "));
            }
            assertThat(first).isSortedAccordingTo((a, b) -> {
                int letters = a.replaceAll("[0-9]", "").compareTo(b.replaceAll("[0-9]", ""));
                return letters != 0
                        ? letters
                        : Integer.compare(
                                Integer.parseInt(a.replaceAll("[A-Z]", "")),
                                Integer.parseInt(b.replaceAll("[A-Z]", "")));
            });
        }

        @ParameterizedTest
        @ValueSource(strings = {"weather-station.md", "motor-driver.md"})
        void the_costing_keeps_to_its_schema_and_adds_up(String document) throws IOException {
            Runs run = Runs.ofDocument(document).bom();
            Schema schema;
            try (var in = Objects.requireNonNull(BomAgent.class.getResourceAsStream("costing.schema.json"))) {
                schema = SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
                        .getSchema(in);
            }
            String text = run.text("bom/costing.json");
            assertThat(schema.validate(text, InputFormat.JSON)).isEmpty();
            assertThat(schema.validate(text.replace("\"version\": 1", "\"version\": 2"), InputFormat.JSON))
                    .isNotEmpty();

            JsonNode costing = json(run);
            for (JsonNode total : costing.path("totals")) {
                BigDecimal sum = BigDecimal.ZERO;
                for (JsonNode row : costing.path("rows")) {
                    for (JsonNode price : row.path("prices")) {
                        if (price.path("boards").equals(total.path("boards"))) {
                            sum = sum.add(new BigDecimal(price.path("unit_usd").asText())
                                    .multiply(BigDecimal.valueOf(
                                            row.path("quantity").intValue())));
                        }
                    }
                }
                assertThat(new BigDecimal(total.path("parts_usd").asText()))
                        .isEqualByComparingTo(sum.setScale(2, RoundingMode.HALF_UP));
            }
            assertThat(costing.path("rows")).hasSameSizeAs(rows(run));
        }

        @Test
        void the_same_inputs_give_the_same_bytes() {
            Runs once = Runs.ofDocument("weather-station.md").bom();
            Runs again = Runs.ofDocument("weather-station.md").bom();
            for (String path : List.of("bom/bom.csv", "bom/alternates.csv", "bom/costing.json")) {
                assertThat(again.text(path)).isEqualTo(once.text(path));
            }
        }

        @Test
        void files_lie_beside_the_architecture() {
            String design = new Designs()
                    .part("U1", "SHTC3", "\"sensor.humidity\"", SENSOR)
                    .json();
            Runs run = new Runs()
                    .with("hw/architecture.json", design)
                    .input(new RunInput(List.of(new WorkspacePath("hw/architecture.json")), Map.of()))
                    .bom();
            assertThat(Csv.read(run.text("hw/bom/bom.csv"))).isNotEmpty();
            assertThat(Csv.read(run.text("hw/bom/alternates.csv"))).isNotEmpty();
            assertThat(run.text("hw/bom/costing.json")).isNotEmpty();
        }
    }

    @Nested
    class Around_parts {

        /** Every part there is, alone: rules and data sheet circuits must hold for each of them. */
        @Test
        void every_part_of_the_catalogue_can_be_listed() {
            for (Part part : Catalogue.builtIn().parts()) {
                String supply = part.supply() == null
                        ? ""
                        : ",\"supply\":{\"min\":" + part.supply().min() + ",\"max\":"
                                + part.supply().max() + "}";
                String regulator = part.regulator() == null
                        ? ""
                        : ",\"regulator\":{\"kind\":\"" + part.regulator().kind() + "\",\"input\":{\"min\":"
                                + part.regulator().input().min() + ",\"max\":"
                                + part.regulator().input().max() + "},\"max\":"
                                + (part.regulator().maxMilliamperes() == null
                                        ? "null"
                                        : "{\"value\":" + part.regulator().maxMilliamperes() + "}")
                                + "}";
                String cell = part.cell() == null
                        ? ""
                        : ",\"cell\":{\"chemistry\":\"" + part.cell().chemistry() + "\"}";
                String functions = part.functions().stream()
                        .map(function -> "\"" + function + "\"")
                        .collect(Collectors.joining(","));
                double out = part.regulator() == null
                        ? 3.3
                        : part.regulator().adjustable() == null
                                ? part.regulator().outputs().get(0)
                                : Math.min(3.3, part.regulator().adjustable().max());
                Designs design = new Designs()
                        .source("input", 5, 5.25, "")
                        .part(part.cell() == null ? "U1" : "BT1", part.mpn(), functions, supply + regulator + cell);
                if (part.regulator() != null) {
                    design.rail("3V3", out, "U1", "U1");
                }
                assertThat(rows(design)).as(part.mpn()).isNotEmpty();
            }
        }

        /** {@code quantities} are members of the list, separated by commas. */
        private static String requirement(String text, String quantities) {
            return """
                    {"version":1,"project":{"name":"P"},"requirements":[{"id":"REQ-001","category":"power","priority":"must",\
                    "text":"%s","source":{"file":"PRD.md","line":1},"quantities":[%s]}]}""".formatted(text, quantities);
        }

        private Designs supplied(double volts) {
            return new Designs()
                    .controller("U1")
                    .source("battery", 9, volts, "")
                    .part("U1", "STM32L432KCU6", "\"mcu\"", SENSOR)
                    .part(
                            "U2",
                            "XYZ9",
                            "\"rail.3V3\"",
                            ",\"regulator\":{\"kind\":\"buck\",\"input\":{\"min\":4.5,\"max\":28,\"unit\":\"V\"}}")
                    .rail("3V3", 3.3, "U2", "U1");
        }

        /** SMBJ26A clamps at 42.1 V, SMBJ15A at 24.4 V; U2 is specified to 28 V. */
        @Test
        void a_surge_suppressor_is_chosen_only_where_it_clamps_below_what_stands_behind_it() {
            String plain = requirement("It is protected.", "");
            assertThat(rows(supplied(14.7).block("protection.input", "reserved", 1, ""), plain))
                    .anyMatch(row -> cell(row, "MPN").equals("SMBJ15A"));
            assertThat(rows(supplied(25.2).block("protection.input", "reserved", 1, ""), plain))
                    .noneMatch(row -> cell(row, "MPN").startsWith("SMBJ"))
                    .anyMatch(row -> cell(row, "Description").contains("that clamps below 28 V"));
            // a transient raises the stand-off voltage: SMBJ20A clamps at 32.4 V
            String transient20 = requirement(
                    "It survives 20 V for 100 ms.", "{\"parameter\":\"surge_voltage\",\"max\":20,\"unit\":\"V\"}");
            assertThat(rows(supplied(14.7).block("protection.input", "reserved", 1, ""), transient20))
                    .anyMatch(row ->
                            cell(row, "Description").contains("stand-off at least 20 V, the transient of REQ-001"));
        }

        @Test
        void a_battery_that_has_to_blow_a_fuse_gets_no_transistor_in_its_lead() {
            Designs design = supplied(14.7).block("protection.reverse", "reserved", 1, "");
            assertThat(rows(design, requirement("A battery the wrong way round must do no harm.", "")))
                    .anyMatch(row -> cell(row, "Purpose").contains("reverse polarity protection"));
            assertThat(rows(design, requirement("A battery the wrong way round must blow a fuse.", "")))
                    .noneMatch(row -> cell(row, "Designator").startsWith("Q"))
                    .anyMatch(row -> cell(row, "Designator").startsWith("F"))
                    .anyMatch(row -> cell(row, "Purpose").contains("reverse polarity diode"));
        }

        @Test
        void a_transistor_in_a_lead_carries_the_current_and_the_voltage_with_room() {
            Designs design = supplied(14.7).block("protection.reverse", "reserved", 1, "");
            String wrong = "The battery may be reversed.";
            assertThat(rows(design, requirement(wrong, "")))
                    .anyMatch(row -> cell(row, "MPN").equals("DMP3098L-7"));
            // 1.5 * 25.2 V = 37.8 V, more than the 30 V of DMP3098L
            assertThat(rows(supplied(25.2).block("protection.reverse", "reserved", 1, ""), requirement(wrong, "")))
                    .anyMatch(row -> cell(row, "Description").contains("at least 37.8 V drain to source"));
            // 6 A, more than its 3.8 A
            assertThat(rows(design, requirement(wrong, "{\"parameter\":\"current\",\"max\":6,\"unit\":\"A\"}")))
                    .anyMatch(row -> cell(row, "Description").contains("6 A (REQ-001)"));
        }

        /** 30 V on 3.3 V: 10 k * (30 / 3.3 - 1) = 80.9 k, the next E24 value is 82 k; a voltage below the rail needs none. */
        @Test
        void a_measured_voltage_above_the_rail_is_divided_once_for_each_terminal() {
            Designs design = supplied(14.7).block("measure.voltage", "met", 1, "\"U1\"");
            assertThat(row(
                            rows(
                                    design,
                                    requirement(
                                            "Panel and battery voltage, 0 to 30 V.",
                                            "{\"parameter\":\"measured_voltage\",\"min\":0,\"max\":30,\"unit\":\"V\"}")),
                            "Value",
                            "82k"))
                    .containsEntry("Quantity", "2");
            Designs low = new Designs()
                    .controller("U1")
                    .source("battery", 1.8, 3, "")
                    .part("U1", "STM32L432KCU6", "\"mcu\"", SENSOR)
                    .rail("3V3", 3.3, "", "U1")
                    .block("measure.voltage", "met", 1, "\"U1\"");
            assertThat(rows(low, requirement("Battery voltage is measured.", "")))
                    .noneMatch(row -> cell(row, "Purpose").contains("measured voltage, top"));
        }

        /** 40 mV / 10 A = 4 mOhm, 0.4 W. */
        @Test
        void a_shunt_follows_from_the_current_to_measure() {
            Designs design = new Designs()
                    .part("U1", "INA219AIDCNR", "\"sensor.current\"", SENSOR)
                    .rail("3V3", 3.3, "", "U1");
            String constraints = requirement(
                            "Battery current up to 10 A.",
                            "{\"parameter\":\"battery_current\",\"max\":10,\"unit\":\"A\"}")
                    .replace("REQ-001", "REQ-002");
            Map<String, String> row = row(rows(design, constraints), "Value", "4 mOhm");
            assertThat(cell(row, "Description")).contains("at least 0.8 W for the 0.4 W");
        }

        @Test
        void cells_get_no_holder_that_is_larger_than_the_board() {
            String cells = new Designs()
                    .source("battery", 1.8, 3.6, "BT1")
                    .part("BT1", "L91", "\"power.battery\"", ",\"cell\":{\"chemistry\":\"lithium-aa\"}")
                    .json()
                    .replace("\"quantity\":1", "\"quantity\":2")
                    .replace("\"package\":\"QFN-16\"", "\"package\":\"AA\"");
            Function<Integer, List<Map<String, String>>> wide = width -> rows(new Runs()
                    .with("architecture.json", cells)
                    .with(
                            "constraints.json",
                            requirement(
                                    "Board 60 mm by " + width + " mm.",
                                    "{\"parameter\":\"board_width\",\"max\":" + width
                                            + ",\"unit\":\"mm\"},{\"parameter\":\"board_length\",\"max\":60,\"unit\":\"mm\"}"))
                    .bom());
            assertThat(wide.apply(33)).anyMatch(row -> cell(row, "MPN").equals("2462"));
            assertThat(wide.apply(28))
                    .noneMatch(row -> cell(row, "MPN").equals("2462"))
                    .anyMatch(row -> cell(row, "Description").contains("beside the board"));
        }

        @Test
        void parts_stand_the_temperatures_of_the_requirements_or_are_left_open() {
            Designs design = supplied(14.7).block("button", "reserved", 1, "").block("usb", "met", 1, "\"U1\"");
            design = design.part("U3", "STM32F103C8T6", "\"mcu\"", SENSOR);
            Function<Integer, String> to = hottest -> requirement(
                    "Works in the heat.",
                    "{\"parameter\":\"operating_temperature\",\"min\":-10,\"max\":" + hottest + ",\"unit\":\"°C\"}");
            assertThat(rows(design, to.apply(60)))
                    .anyMatch(row -> cell(row, "MPN").equals("B3U-1000P"))
                    .anyMatch(row -> cell(row, "MPN").startsWith("ABLS"));
            assertThat(rows(design, to.apply(85)))
                    .anyMatch(row -> cell(row, "MPN").equals("KMR221GLFS"))
                    .noneMatch(row -> cell(row, "MPN").startsWith("ABLS"))
                    .anyMatch(row -> cell(row, "Description").contains("8 MHz, CL 18 pF, specified for -10 C to 85 C"));
        }

        @Test
        void a_bus_between_nodes_keeps_a_place_for_its_terminator_and_gets_protection_and_a_connector() {
            List<Map<String, String>> rows = rows(new Designs()
                    .part("U1", "SP3485EN-L/TR", "\"interface.rs485\"", SENSOR)
                    .rail("3V3", 3.3, "", "U1"));
            assertThat(row(rows, "Value", "120R")).containsEntry("DNP", "DNP");
            assertThat(row(rows, "MPN", "SM712-02HTG")).containsEntry("DNP", "");
            assertThat(rows).anyMatch(row -> cell(row, "Description").contains("terminal of the RS-485 bus"));
        }

        @Test
        void a_lamp_for_faults_is_red_and_one_without_headroom_is_left_open() {
            Designs design = supplied(14.7).block("indicator.led", "reserved", 2, "\"U1\"");
            List<Map<String, String>> rows = rows(design, requirement("Two LEDs: charging, fault.", ""));
            assertThat(cell(row(rows, "Value", "red"), "Purpose")).contains("fault");
            assertThat(row(rows, "Value", "green")).containsEntry("Quantity", "1");

            Designs low = new Designs()
                    .controller("U1")
                    .source("battery", 2.5, 2.5, "")
                    .part("U1", "STM32L432KCU6", "\"mcu\"", SENSOR.replace("3V3", "2V5"))
                    .rail("2V5", 2.5, "", "U1")
                    .block("indicator.led", "reserved", 1, "\"U1\"");
            assertThat(rows(low)).anyMatch(row -> cell(row, "Description").equals("To be chosen: LED series resistor"));
        }

        @Test
        void every_rule_for_blocks_can_be_applied() {
            for (Rule rule : RuleBook.builtIn().rules()) {
                if (rule.applies().to() == Rule.Target.BLOCK) {
                    Designs design = new Designs()
                            .controller("U1")
                            .source("input", 9, 30, "")
                            .part("U1", "STM32L432KCU6", "\"mcu\"", SENSOR)
                            .rail("3V3", 3.3, "", "U1");
                    int alone = rows(design).size();
                    Set<String> words = new LinkedHashSet<>(List.of(""));
                    rule.asks().forEach(ask -> words.addAll(ask.whenText()));
                    for (String function : rule.applies().functions()) {
                        design.block(function, "reserved", 2, "\"U1\"");
                    }
                    assertThat(words)
                            .as(rule.id())
                            .anyMatch(word -> rows(new Runs()
                                                    .with("architecture.json", design.json())
                                                    .with("constraints.json", requirement("It has " + word + ".", ""))
                                                    .bom())
                                            .size()
                                    > alone);
                }
            }
        }

        @Test
        void each_supply_pin_gets_its_capacitor_and_an_unknown_part_a_question() {
            Map<String, String> row = row(
                    rows(new Designs()
                            .part("U1", "BME280", "\"sensor.humidity\"", SENSOR)
                            .rail("3V3", 3.3, "", "U1")),
                    "Value",
                    "100nF");
            assertThat(row).containsEntry("Designator", "C1, C2").containsEntry("Requirements", "REQ-002");
            assertThat(cell(row, "Source")).startsWith("decoupling.pin: ");

            Runs unknown = new Runs()
                    .with(
                            "architecture.json",
                            new Designs()
                                    .part("U1", "XYZ123", "\"sensor.humidity\"", SENSOR)
                                    .rail("3V3", 3.3, "", "U1")
                                    .json())
                    .bom();
            assertThat(row(rows(unknown), "Value", "100nF")).containsEntry("Quantity", "1");
            assertThat(json(unknown).path("open_questions").findValuesAsText("text"))
                    .anyMatch(text -> text.startsWith("How many supply pins does XYZ123 have"));
        }

        @Test
        void pieces_of_one_part_get_designators_of_their_own() {
            Designs design = new Designs()
                    .part("U1", "BME280", "\"sensor.humidity\"", SENSOR)
                    .part("U2", "SHTC3", "\"sensor.humidity\"", SENSOR)
                    .rail("3V3", 3.3, "", "U1");
            List<Map<String, String>> rows = rows(new Runs()
                    .with("architecture.json", design.json().replaceFirst("\"quantity\":1", "\"quantity\":3"))
                    .bom());
            assertThat(row(rows, "MPN", "BME280")).containsEntry("Designator", "U1, U3, U4");
            assertThat(row(rows, "MPN", "SHTC3")).containsEntry("Designator", "U2");
            // 3 * 2 + 1 supply pins
            assertThat(row(rows, "Value", "100nF")).containsEntry("Quantity", "7");
        }

        @Test
        void an_adjustable_regulator_gets_its_divider_and_inductor_worked_out() {
            List<Map<String, String>> rows = rows(new Designs()
                    .source("input", 9, 24, "")
                    .part(
                            "U1",
                            "TPS54302DDCR",
                            "\"rail.5V\"",
                            ",\"regulator\":{\"kind\":\"buck\",\"input\":{\"min\":4.5,\"max\":28},\"max\":{\"value\":3000}}")
                    .part("U2", "SHTC3", "\"sensor.humidity\"", SENSOR)
                    .rail("5V", 5, "U1", "U2"));
            // 24 V to 5 V, 400 kHz, 40 % of 3 A: 8.2 uH, next 10 uH
            assertThat(row(rows, "MPN", "XAL6060-103MEC"))
                    .satisfies(row -> assertThat(cell(row, "Purpose")).contains("= 8.2uH"));
            // 0.596 V * (1 + 78.7 k / 10.7 k) = 0.596 V * 8.35514 = 4.97966 V, 0.41 % too low; ratios of E96 values are
            // 2.4 %
            // apart, so that up to 1.2 % can remain
            assertThat(cell(row(rows, "Value", "78.7k"), "Purpose"))
                    .isEqualTo("U1: feedback, top (0.596 V x (1 + 78.7k / 10.7k) = 4.98 V, -0.41 % from 5 V)");
            assertThat(cell(row(rows, "Value", "10.7k"), "Purpose")).startsWith("U1: feedback, bottom");
            // input 24 V: at least 36 V
            assertThat(row(rows, "MPN", "CL31A106KBHNNNE").get("Description")).contains("50 V");
        }

        @Test
        void a_regulator_on_another_rail_sees_the_voltage_of_that_rail() {
            String design = new Designs()
                    .source("input", 9, 24, "")
                    .part(
                            "U1",
                            "MT3608",
                            "\"rail.5V\"",
                            ",\"regulator\":{\"kind\":\"boost\",\"input\":{\"min\":2,\"max\":24},\"max\":null}")
                    .rail("5V", 5, "U1", "U1")
                    .rail("3V3", 3.3, "", "U1")
                    .json()
                    .replace("\"name\":\"5V\"", "\"name\":\"5V\",\"from\":\"3V3\"");
            // 3.3 V and 5 V: both capacitors of 22 uF are the one for 10 V; from 24 V the input would need 36 V
            assertThat(row(rows(new Runs().with("architecture.json", design).bom()), "MPN", "GRM21BR61A226ME44L"))
                    .containsEntry("Quantity", "2");
        }

        @Test
        void a_regulator_without_a_known_circuit_gets_questions_and_no_invented_values() {
            List<Map<String, String>> rows = rows(new Designs()
                    .source("input", 9, 24, "")
                    .part(
                            "U1",
                            "XYZ5000",
                            "\"rail.5V\"",
                            ",\"regulator\":{\"kind\":\"buck\",\"input\":{\"min\":4.5,\"max\":28},\"max\":{\"value\":3000}}")
                    .rail("5V", 5, "U1", "U1"));
            List<Map<String, String>> passive = rows.stream()
                    .filter(row -> !"U1".equals(row.get("Designator")))
                    .toList();
            assertThat(passive)
                    .hasSize(3)
                    .allMatch(row -> cell(row, "MPN").isEmpty() && "TBD".equals(row.get("Value")));
        }

        @Test
        void a_bus_gets_two_pull_ups_however_many_devices_it_has() {
            String bus = SENSOR + ",\"connections\":[{\"piece\":1,\"bus\":\"I2C1\",\"address\":\"0x70\"}]";
            Map<String, String> row = row(
                    rows(new Designs()
                            .controller("U1")
                            .part("U1", "STM32L432KCU6", "\"mcu\"", SENSOR)
                            .part("U2", "SHTC3", "\"sensor.humidity\"", bus)
                            .part("U3", "BH1750FVI-TR", "\"sensor.light\"", bus)
                            .rail("3V3", 3.3, "", "U1")),
                    "Value",
                    "4.7k");
            // 20 pF + 3 * 10 pF = 50 pF: 300 ns / (0.8473 * 50 pF) = 7081 ohms; (3.3 - 0.4) / 3 mA = 967 ohms
            assertThat(row).containsEntry("Quantity", "2");
            assertThat(cell(row, "Purpose")).contains("970R to 7.1k at 3.3 V, 50 pF, 400 kHz");
        }

        @Test
        void cells_are_bought_but_not_placed_and_get_one_holder() {
            String cells = new Designs()
                    .source("battery", 1.8, 3.6, "BT1")
                    .part("BT1", "L91", "\"power.battery\"", ",\"cell\":{\"chemistry\":\"lithium-aa\"}")
                    .json()
                    .replace("\"quantity\":1", "\"quantity\":2")
                    .replace("\"package\":\"QFN-16\"", "\"package\":\"AA\"");
            List<Map<String, String>> rows =
                    rows(new Runs().with("architecture.json", cells).bom());
            assertThat(row(rows, "MPN", "L91")).containsEntry("DNP", "DNP").containsEntry("Designator", "BT1, BT2");
            assertThat(row(rows, "MPN", "2462"))
                    .containsEntry("Designator", "XBT1")
                    .containsEntry("DNP", "");
        }

        @Test
        void the_charge_current_of_a_requirement_sets_its_resistor() {
            String design = new Designs()
                    .source("usb", 4.75, 5.25, "")
                    .part("U1", "MCP73831T-2ACI/OT", "\"power.charger\"", "")
                    .json();
            String constraints = """
                    {"version":1,"project":{"name":"P"},"requirements":[{"id":"REQ-009","category":"power","priority":"must",\
                    "text":"Charges at 250 mA.","source":{"file":"PRD.md","line":1},"quantities":[{"parameter":\
                    "charge_current","nominal":250,"unit":"mA"}]}]}""";
            // 1000 V / 0.25 A = 4000 ohms; the next E24 value is 4.3 k
            Map<String, String> row = row(
                    rows(new Runs()
                            .with("architecture.json", design)
                            .with("constraints.json", constraints)
                            .bom()),
                    "Value",
                    "4.3k");
            assertThat(row).containsEntry("Requirements", "REQ-002, REQ-009");

            assertThat(rows(new Runs().with("architecture.json", design).bom()))
                    .anyMatch(open -> cell(open, "Description").contains("R = 1000 V / charge current"));
        }

        @Test
        void a_debug_connector_is_left_out_where_the_requirement_names_pads() {
            String design = new Designs()
                    .block("io.swd", "met", 1, "\"U1\"")
                    .part("U1", "STM32L432KCU6", "\"mcu\"", SENSOR)
                    .json();
            Function<String, List<Map<String, String>>> with = text -> rows(new Runs()
                    .with("architecture.json", design)
                    .with("constraints.json", """
                            {"version":1,"project":{"name":"P"},"requirements":[{"id":"REQ-001","category":"interface",\
                            "priority":"must","text":"%s","source":{"file":"PRD.md","line":1}}]}""".formatted(text))
                    .bom());
            assertThat(with.apply("Programming over SWD."))
                    .anyMatch(row -> cell(row, "MPN").startsWith("FTSH-105"));
            assertThat(with.apply("Programming over SWD on a Tag-Connect footprint."))
                    .noneMatch(row -> cell(row, "MPN").startsWith("FTSH-105"));
        }
    }

    @Nested
    class Costs {

        private final Designs design = new Designs()
                .part(
                        "U1",
                        "XYZ123",
                        "\"sensor.humidity\"",
                        SENSOR + ",\"price\":{\"value\":1.5,\"quantity\":100,\"year\":2024,\"breaks\":["
                                + "{\"value\":2,\"quantity\":1,\"year\":2024},{\"value\":1.5,\"quantity\":100,\"year\":2024},"
                                + "{\"value\":1,\"quantity\":1000,\"year\":2024}]}")
                .rail("3V3", 3.3, "", "U1");

        private JsonNode costing(String requirement, Map<String, Object> args) {
            return json(new Runs()
                    .with(
                            "architecture.json",
                            design.json().replace("\"quantity\":1,\"functions\"", "\"quantity\":2,\"functions\""))
                    .with(
                            "constraints.json",
                            "{\"version\":1,\"project\":{\"name\":\"P\"},\"requirements\":[" + requirement + "]}")
                    .args(args)
                    .bom());
        }

        private String cost(String text, String parameter, double limit, String currency, int boards) {
            return """
                    {"id":"REQ-005","category":"cost","priority":"must","text":"%s","source":{"file":"PRD.md","line":1},\
                    "quantities":[{"parameter":"%s","max":%s,"unit":"%s"},{"parameter":"order_quantity","nominal":%d,"unit":""}]}\
                    """.formatted(text, parameter, limit, currency, boards);
        }

        /**
         * Two pieces of U1 and two capacitors of 100 nF, which cost USD 0.012 from 100 and USD 0.006 from 1000 pieces.
         * 1 board: 2 * 2.00 + 2 * 0.012 = 4.024. 100 boards, 200 pieces: 2 * 1.50 + 2 * 0.012 = 3.024. 1000 boards, 2000
         * pieces: 2 * 1.00 + 2 * 0.006 = 2.012.
         */
        @ParameterizedTest
        @CsvSource({"1, 4.02, 1", "100, 3.02, 0", "1000, 2.01, 0"})
        void sums_take_the_break_that_the_pieces_needed_reach(int boards, double total, int below) {
            JsonNode found = null;
            for (JsonNode node : costing("", Map.of()).path("totals")) {
                found = node.path("boards").intValue() == boards ? node : found;
            }
            assertThat(Objects.requireNonNull(found).path("parts_usd").doubleValue())
                    .isEqualTo(total);
            assertThat(found.path("lines_below_smallest_break").intValue()).isEqualTo(below);
        }

        @Test
        void a_limit_is_met_not_met_or_open_with_the_reason() {
            JsonNode met = costing(cost("BOM cost < $3 @ 1k.", "bom_cost", 3, "USD", 1000), Map.of())
                    .path("targets")
                    .get(0);
            assertThat(met.path("verdict").asText()).isEqualTo("met");
            assertThat(met.path("why").asText())
                    .isEqualTo(
                            "The priced parts cost USD 2.01 a board at 1000 boards; the limit is USD 3.00: USD 0.99 is"
                                    + " left.");

            JsonNode over = costing(cost("BOM cost < $2 @ 1k.", "bom_cost", 2, "USD", 1000), Map.of())
                    .path("targets")
                    .get(0);
            assertThat(over.path("verdict").asText()).isEqualTo("not met");
            assertThat(over.path("why").asText()).contains("USD 0.01 too much");

            JsonNode more = costing(
                            cost("BOM cost < $3 @ 1k, enclosure included.", "bom_cost", 3, "USD", 1000), Map.of())
                    .path("targets")
                    .get(0);
            assertThat(more.path("verdict").asText()).isEqualTo("open");
            assertThat(more.path("why").asText()).contains("speaks of \"enclosure\"");
        }

        @Test
        void what_the_architecture_could_not_provide_keeps_a_limit_open() {
            JsonNode costing = json(new Runs()
                    .with(
                            "architecture.json",
                            design.block("power.charger", "unmet", 1, "").json())
                    .with(
                            "constraints.json",
                            "{\"version\":1,\"project\":{\"name\":\"P\"},\"requirements\":["
                                    + cost("BOM cost < $9.", "bom_cost", 9, "USD", 100) + "]}")
                    .bom());
            assertThat(costing.path("unpriced").get(0).path("what").asText()).isEqualTo("power.charger");
            assertThat(costing.path("unpriced").get(0).path("why").asText()).startsWith("unmet in architecture.json");
            assertThat(costing.path("unpriced")
                            .get(0)
                            .path("requirements")
                            .get(0)
                            .asText())
                    .isEqualTo("REQ-001");
            assertThat(costing.path("targets").get(0).path("verdict").asText()).isEqualTo("open");
        }

        @Test
        void another_currency_needs_a_rate() {
            String requirement = cost("BOM cost < 2.50 EUR @ 100 units.", "bom_cost", 2.5, "EUR", 100);
            JsonNode open = costing(requirement, Map.of()).path("targets").get(0);
            assertThat(open.path("verdict").asText()).isEqualTo("open");
            // 3.02 / 2.50 = 1.208
            assertThat(open.path("why").asText())
                    .contains("where 1 EUR costs less than USD 1.21", "args.exchange_rates.EUR");

            // 2.50 * 1.1 = 2.75 < 3.02
            JsonNode over = costing(requirement, Map.of("exchange_rates", Map.of("EUR", 1.1)))
                    .path("targets")
                    .get(0);
            assertThat(over.path("verdict").asText()).isEqualTo("not met");
            assertThat(over.path("limit_usd").doubleValue()).isEqualTo(2.75);
        }

        @Test
        void a_person_chooses_the_quantities() {
            JsonNode costing = costing("", Map.of("quantities", List.of(500, 50)));
            assertThat(costing.path("batches").findValuesAsText("boards")).containsExactly("50", "500");
            // 50 boards, 100 pieces: 1.50; 500 boards, 1000 pieces: 1.00
            assertThat(costing.path("totals").get(0).path("parts_usd").doubleValue())
                    .isEqualTo(3.02);
            assertThat(costing.path("totals").get(1).path("parts_usd").doubleValue())
                    .isEqualTo(2.01);
        }

        @Test
        void alternates_are_compared_at_the_same_quantity() {
            String other = """
                    ,"price":{"value":1.5,"quantity":100,"year":2024},"alternatives":[{"mpn":"ABC1","maker":"Other","title":"Title",\
                    "package":"QFN-16","price":{"value":1.2,"quantity":100,"year":2024},"difference":"fits"}]""";
            Runs run = new Runs()
                    .with(
                            "architecture.json",
                            new Designs()
                                    .part("U1", "XYZ123", "\"sensor.humidity\"", SENSOR + other)
                                    .rail("3V3", 3.3, "", "U1")
                                    .json())
                    .bom();
            List<Map<String, String>> rows = Csv.read(run.text("bom/alternates.csv"));
            assertThat(row(rows, "MPN", "XYZ123"))
                    .containsEntry("Alternate MPN", "ABC1")
                    .containsEntry("Unit price USD", "1.2")
                    .containsEntry("Price difference USD", "-0.3")
                    .containsEntry("Difference", "fits; package of the same name, size and pins to be compared");
            assertThat(row(rows, "MPN", "GRM155R71C104KA88D"))
                    .containsEntry("Alternate MPN", "CL05B104KO5NNNC")
                    .containsEntry("Unit price USD", "");
        }
    }

    @Nested
    class Refusals {

        private void refused(Runs run, String message) {
            assertThatThrownBy(run::bom)
                    .isInstanceOfSatisfying(
                            MetaForgeException.class,
                            e -> assertThat(e.failure().kind()).isEqualTo(FailureKind.VALIDATION))
                    .hasMessageContaining(message);
        }

        @Test
        void say_what_to_do() {
            refused(new Runs(), "There is no architecture.json: run the skill architecture first");
            refused(new Runs().with("architecture.json", "{"), "architecture.json is not JSON: line 1");
            refused(
                    new Runs().with("architecture.json", "{\"version\":2}"),
                    "architecture.json: version must be the number 1");
            refused(new Runs().with("architecture.json", new Designs().json()), "architecture.json holds no part");
            refused(
                    new Runs()
                            .with(
                                    "architecture.json",
                                    new Designs()
                                            .part("U1", "A", "", "")
                                            .part("U1", "B", "", "")
                                            .json()),
                    "parts[0].ref must be a reference that no other part has");
            refused(
                    new Runs()
                            .with(
                                    "architecture.json",
                                    new Designs().part("U1", "A", "", "").json())
                            .with("constraints.json", "[]"),
                    "constraints.json");
        }

        @ParameterizedTest
        @CsvSource(
                delimiter = ';',
                value = {
                    "quantities; 100",
                    "led_current_mA; 0",
                    "i2c_speed_kHz; 1000",
                    "crystal_stray_pF; '-1'",
                    "exchange_rates; EUR",
                })
        void name_the_argument(String name, String value) {
            Object given = value.matches("-?[0-9]+") ? (Object) Integer.valueOf(value) : value;
            refused(
                    new Runs()
                            .with(
                                    "architecture.json",
                                    new Designs().part("U1", "A", "", "").json())
                            .args(Map.of(name, given)),
                    "'input.args." + name);
        }
    }

    @Nested
    class Documentation {

        private final Path page = Path.of("..", "docs", "skills", "bom.md");

        private List<List<String>> table(String header) throws IOException {
            List<String> lines = Files.readAllLines(page);
            return lines.stream()
                    .dropWhile(line -> !line.startsWith("| " + header + " |"))
                    .skip(2)
                    .takeWhile(line -> line.startsWith("|"))
                    .map(line -> Arrays.stream(line.substring(1).split("\\|"))
                            .map(cell -> cell.replace("`", "").strip())
                            .toList())
                    .toList();
        }

        @Test
        void lists_every_column() throws IOException {
            assertThat(table("column").stream().map(row -> row.get(0)).toList()).isEqualTo(BomCsv.COLUMNS);
        }

        @Test
        void lists_every_rule_with_its_source() throws IOException {
            assertThat(table("rule"))
                    .isEqualTo(RuleBook.builtIn().rules().stream()
                            .map(rule -> List.of(rule.id(), rule.title(), rule.source()))
                            .toList());
        }

        @Test
        void lists_every_argument() throws IOException {
            List<String> arguments = new ArrayList<>();
            JSON.readTree(Arguments.SCHEMA).path("properties").fieldNames().forEachRemaining(arguments::add);
            assertThat(table("argument").stream().map(row -> row.get(0)).toList())
                    .isEqualTo(arguments);
        }
    }

    @Test
    void an_architecture_that_is_out_of_date_is_said_to_be() {
        StaleInput stale = new StaleInput(
                new WorkspacePath("architecture.json"),
                List.of(new WorkspacePath("PRD.md")),
                List.of(new SkillName("spec"), new SkillName("architecture")));
        Runs run = new Runs()
                .with(
                        "architecture.json",
                        new Designs()
                                .part("U1", "SHTC3", "\"sensor.humidity\"", SENSOR)
                                .json())
                .stale(stale)
                .bom();
        assertThat(json(run).path("assumptions").get(0).path("text").asText()).isEqualTo(stale.sentence() + ".");
    }

    @Test
    void nothing_in_the_files_is_calculated_by_a_spreadsheet() {
        Runs run = new Runs()
                .with(
                        "architecture.json",
                        new Designs()
                                .part("U1", "=HYPERLINK(\"http://x\",\"y\")", "\"sensor.humidity\"", SENSOR)
                                .json())
                .bom();
        Pattern formula = Pattern.compile("^[=+@\\t\\r]|^-(?![0-9.]+$)");
        for (String path : List.of("bom/bom.csv", "bom/alternates.csv")) {
            Csv.read(run.text(path)).forEach(row -> assertThat(row.values())
                    .noneMatch(cell -> formula.matcher(cell).find()));
        }
        assertThat(row(rows(run), "Designator", "U1").get("MPN")).startsWith("'=HYPERLINK");
    }
}
