package io.metaforge.agents.power;

import static io.metaforge.agents.constraints.Category.PERFORMANCE;
import static io.metaforge.agents.constraints.Category.POWER;
import static io.metaforge.agents.power.Requirements.max;
import static io.metaforge.agents.power.Requirements.min;
import static io.metaforge.agents.power.Requirements.nominal;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import io.metaforge.agents.architecture.ArchitectureAgent;
import io.metaforge.agents.power.budget.Options;
import io.metaforge.agents.requirements.RequirementsAgent;
import io.metaforge.domain.artifact.WorkspacePath;
import io.metaforge.domain.failure.FailureKind;
import io.metaforge.domain.failure.MetaForgeException;
import io.metaforge.domain.session.RunInput;
import java.io.IOException;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.w3c.dom.Document;
import org.w3c.dom.NodeList;
import org.xml.sax.InputSource;

class PowerAgentTest {

    private static DesignText node() {
        return new DesignText("Node <&> \"1\"")
                .source("battery", 2, 3.6, "BT1", "REQ-001")
                .cell("BT1", "LS14500", 1, "li-socl2", 2600, 3.6)
                .regulator("U3", "buck", "buck", 0.001, null)
                .rail("1V8", 1.8, null, "U3", 200.0)
                .part("U1", "controller", "1V8", "mcu", "active 4; sleep 0.002")
                .part("U2", "radio", "1V8", "radio.lora", "transmit 40; receive 5; sleep 0.001")
                .block("radio.lora", "LoRa radio", "met", "REQ-002")
                .covers("REQ-001", "REQ-002", "REQ-003", "REQ-004");
    }

    private static Requirements wishes() {
        return new Requirements("Node <&> \"1\"")
                .add(POWER, "Runs from one Li-SOCl2 cell.")
                .add(PERFORMANCE, "Reports over LoRa every 20 minutes.", nominal("report_interval", "20", "min"))
                .add(POWER, "Battery life of at least 5 years.", min("battery_life", "5", "years"))
                .add(POWER, "Sleep current at most 5 µA.", max("sleep_current", "5", "µA"));
    }

    /** What spec and architecture make of a document of this module's tests. */
    private static Map<String, String> chain(String document) {
        try (var in = Objects.requireNonNull(RequirementsAgent.class.getResourceAsStream(document), document)) {
            String prd = new String(in.readAllBytes(), StandardCharsets.UTF_8);
            String constraints = Objects.requireNonNull(new PowerRuns(new RequirementsAgent(), RunInput.EMPTY)
                    .with("PRD.md", prd)
                    .run()
                    .get("constraints.json"));
            String architecture = Objects.requireNonNull(new PowerRuns(new ArchitectureAgent(), RunInput.EMPTY)
                    .with("constraints.json", constraints)
                    .run()
                    .get("architecture.json"));
            return Map.of("architecture.json", architecture, "constraints.json", constraints);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private static Map<String, String> budget(Map<String, String> chain) {
        return PowerRuns.of(
                Objects.requireNonNull(chain.get("architecture.json")),
                Objects.requireNonNull(chain.get("constraints.json")),
                Map.of());
    }

    private static Document xml(String svg) {
        try {
            DocumentBuilderFactory factory = DocumentBuilderFactory.newInstance();
            factory.setFeature("http://apache.org/xml/features/disallow-doctype-decl", true);
            factory.setNamespaceAware(true);
            return factory.newDocumentBuilder().parse(new InputSource(new StringReader(svg)));
        } catch (Exception e) {
            throw new AssertionError(svg, e);
        }
    }

    @Nested
    class Documents {

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "weather-station.md",
                    "level-meter.md",
                    "audio-recorder.md",
                    "motor-driver.md",
                    "temperature-controller-de.md"
                })
        void follow_what_spec_and_architecture_write(String document) throws IOException {
            Map<String, String> inputs = chain(document);
            Map<String, String> written = budget(inputs);
            PowerBudgetText budget = PowerBudgetText.of(written);
            Schema schema;
            try (var in = Objects.requireNonNull(PowerAgent.class.getResourceAsStream("power-budget.schema.json"))) {
                schema = SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
                        .getSchema(in);
            }
            assertThat(schema.validate(Objects.requireNonNull(written.get("power-budget.json")), InputFormat.JSON))
                    .isEmpty();
            assertThat(budget.root().path("warnings")).isEmpty();
            assertThat(budget.root().path("requirements").size()
                            + budget.root().path("parts").size())
                    .isPositive();
            xml(budget.chart());
            assertThat(budget(inputs)).isEqualTo(written);
        }

        @Test
        void keep_to_a_schema_that_refuses_others() throws IOException {
            String json = Objects.requireNonNull(
                    PowerBudgetText.of(node(), wishes()).written().get("power-budget.json"));
            try (var in = Objects.requireNonNull(PowerAgent.class.getResourceAsStream("power-budget.schema.json"))) {
                Schema schema = SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
                        .getSchema(in);
                assertThat(schema.validate(json, InputFormat.JSON)).isEmpty();
                for (String wrong : List.of(
                        json.replace("\"version\": 1", "\"version\": 2"),
                        json.replace("\"verdict\": \"met\"", "\"verdict\": \"probably\""),
                        json.replaceFirst("\"unit\": \"mA\"", "\"unit\": \"A\""))) {
                    assertThat(wrong).isNotEqualTo(json);
                    assertThat(schema.validate(wrong, InputFormat.JSON)).isNotEmpty();
                }
            }
        }

        @Test
        void make_no_claim_without_something_it_rests_on() {
            PowerBudgetText budget = PowerBudgetText.of(node(), wishes());
            Set<String> assumed =
                    new LinkedHashSet<>(budget.root().path("assumptions").findValuesAsText("id"));
            Set<String> cited = new LinkedHashSet<>();
            Matcher ids = Pattern.compile("\"(A\\d+)\"")
                    .matcher(budget.root().toString().replaceAll("\"assumptions\":.*", ""));
            while (ids.find()) {
                cited.add(ids.group(1));
            }
            assertThat(cited).isEqualTo(assumed).isNotEmpty();
            for (JsonNode part : budget.root().path("parts")) {
                for (JsonNode mode : part.path("modes")) {
                    assertThat(mode.path("basis").isEmpty())
                            .as(mode.toString())
                            .isEqualTo(mode.path("how").asText().equals("otherwise"));
                }
            }
            for (String id : assumed) {
                assertThat(budget.markdown()).contains("| " + id + " | ");
            }
            assertThat(budget.root().path("profile").path("because").toString()).contains("REQ-002");
        }

        @Test
        void draw_shares_that_add_up_and_can_be_read_without_colours() {
            PowerBudgetText budget = PowerBudgetText.of(node(), wishes());
            double all = 0;
            for (JsonNode share : budget.root().path("shares")) {
                all += share.path("share").doubleValue();
            }
            assertThat(all).isCloseTo(1, within(1e-5));
            Document svg = xml(budget.chart());
            assertThat(svg.getDocumentElement().getAttribute("role")).isEqualTo("img");
            assertThat(svg.getElementsByTagName("title").item(0).getTextContent())
                    .isEqualTo("Power budget of Node <&> \"1\"");
            assertThat(svg.getElementsByTagName("desc").item(0).getTextContent())
                    .contains("U2 radio: ");
            StringBuilder texts = new StringBuilder();
            NodeList nodes = svg.getElementsByTagName("text");
            for (int i = 0; i < nodes.getLength(); i++) {
                texts.append(nodes.item(i).getTextContent()).append('\n');
            }
            assertThat(texts.toString())
                    .contains("U1 controller\n", "U2 radio\n", "1V8\n", "battery itself\n", " %")
                    .containsPattern("U3 buck\n1 µA · ");
            // the widest bar of a row ends where the figures begin, inside the picture
            assertThat(budget.markdown()).contains("](power-budget.svg)");
        }

        @Test
        void say_what_turns_a_verdict() {
            PowerBudgetText budget = PowerBudgetText.of(
                    node(),
                    new Requirements("Node <&> \"1\"")
                            .add(POWER, "Runs from one cell.")
                            .add(PERFORMANCE, "Reports every 20 minutes.", nominal("report_interval", "20", "min"))
                            .add(POWER, "Average at most 12 µA.", max("average_current", "12", "µA"))
                            .add(POWER, "Again."));
            // 20 bytes at SF10 take 370.688 ms; (0.370688 × 40 + 0.3 × 4) / 1200 + 3 µA of sleep, × 1.8 / (0.85 × 3.6)
            // + 1 µA
            assertThat(budget.current("average"))
                    .isCloseTo(
                            ((0.370688 * 40 + 0.3 * 4) / 1200
                                                    + (1 - 0.3 / 1200) * 0.002
                                                    + (1 - 0.370688 / 1200) * 0.001)
                                            * 1.8
                                            / (0.85 * 3.6)
                                    + 0.001,
                            within(1e-7));
            assertThat(budget.word("REQ-003")).isEqualTo("open");
            JsonNode effect =
                    PowerBudgetText.first(budget.root().path("effects"), "change", "uplinks at SF12 instead of SF10");
            assertThat(effect.path("average").path("value").doubleValue()).isGreaterThan(0.012);
            assertThat(budget.verdict("REQ-003").path("arithmetic").asText())
                    .contains("It would not hold with uplinks at SF12 instead of SF10.");
        }

        @Test
        void name_a_project_that_looks_like_markup_harmlessly() {
            assertThat(PowerBudgetText.of(node(), wishes()).markdown())
                    .startsWith("# Power budget: Node &lt;&amp;&gt; \"1\"\n");
        }
    }

    @Nested
    class Verdicts {

        private final Requirements sleepy = new Requirements("N")
                .add(POWER, "Sleep current at most 5 µA.", max("sleep_current", "5", "µA"))
                .add(POWER, "Peak current at most 50 mA.", max("peak_current", "50", "mA"));

        private DesignText design(String modes) {
            return new DesignText("N")
                    .source("external supply", 3.2, 3.4, null, "REQ-001")
                    .rail("SOURCE", 3.3, null, null, null)
                    .part("U1", "controller", "SOURCE", "mcu", "active 4; sleep 0.002")
                    .part("U2", "sensor", "SOURCE", "sensor.light", modes);
        }

        @Test
        void are_open_where_something_is_not_known_and_the_rest_keeps_the_limit() {
            PowerBudgetText budget = PowerBudgetText.of(design("active 1"), sleepy);
            assertThat(budget.word("REQ-001")).isEqualTo("open");
            assertThat(budget.verdict("REQ-001").path("arithmetic").asText())
                    .contains("U2 sensor: no current at rest is known");
            assertThat(budget.word("REQ-002")).isEqualTo("met");
            assertThat(budget.markdown()).contains("**Q1** U2 sensor: no current at rest is known. What does it draw?");
        }

        @Test
        void are_not_met_where_what_is_known_exceeds_the_limit_already() {
            PowerBudgetText budget = PowerBudgetText.of(
                    design("active 1; sleep 0.004").part("U4", "unknown", "SOURCE", "interface.can", ""), sleepy);
            assertThat(budget.word("REQ-001")).isEqualTo("not met");
            assertThat(budget.word("REQ-002")).isEqualTo("open");
        }

        @Test
        void on_a_peak_that_only_a_coincidence_reaches_are_open() {
            PowerBudgetText budget = PowerBudgetText.of(design("active 48; sleep 0.001"), sleepy);
            assertThat(budget.current("peak")).isCloseTo(52, within(1e-9));
            assertThat(budget.word("REQ-002")).isEqualTo("open");
            assertThat(PowerBudgetText.of(design("active 51; sleep 0.001"), sleepy)
                            .word("REQ-002"))
                    .isEqualTo("not met");
        }

        @Test
        void on_rest_are_open_where_only_the_lowest_voltage_exceeds_the_limit() {
            PowerBudgetText budget = PowerBudgetText.of(
                    new DesignText("N")
                            .source("battery", 2, 3.6, "BT1", "REQ-001")
                            .cell("BT1", "C", 1, "li-socl2", 1000, 3.6)
                            .regulator("U3", "buck", "buck-boost", 0.0, 0.8)
                            .rail("2V5", 2.5, null, "U3", 100.0)
                            .part("U1", "controller", "2V5", "mcu", "active 4; sleep 0.005"),
                    sleepy);
            // 5 µA × 2.5 / (0.8 × 3.6) = 4.34 µA, at 2 V 7.81 µA
            assertThat(budget.current("rest")).isCloseTo(0.00434028, within(1e-8));
            assertThat(budget.currentAtLowest("rest")).isCloseTo(0.0078125, within(1e-8));
            assertThat(budget.word("REQ-001")).isEqualTo("open");
        }

        @Test
        void do_not_condemn_a_design_for_a_transmit_current_at_too_high_a_power() {
            Requirements low = new Requirements("N")
                    .add(PERFORMANCE, "Reports every 10 s.", nominal("report_interval", "10", "s"))
                    .add(PERFORMANCE, "Transmits with 10 dBm.", max("transmit_power", "10", "dBm"))
                    .add(POWER, "Average at most 1 mA.", max("average_current", "1", "mA"));
            DesignText design = new DesignText("N")
                    .source("external supply", 3.2, 3.4, null, "REQ-001")
                    .rail("SOURCE", 3.3, null, null, null)
                    .part("U2", "radio", "SOURCE", "radio.lora", "transmit 100 @ +20 dBm; sleep 0.001", "REQ-002");
            PowerBudgetText budget = PowerBudgetText.of(design, low);
            assertThat(budget.current("average")).isGreaterThan(1);
            assertThat(budget.word("REQ-003")).isEqualTo("open");
            // with 2 mA asleep the radio would be too much however little it transmits with
            DesignText hungry = new DesignText("N")
                    .source("external supply", 3.2, 3.4, null, "REQ-001")
                    .rail("SOURCE", 3.3, null, null, null)
                    .part("U2", "radio", "SOURCE", "radio.lora", "transmit 100 @ +20 dBm; sleep 2", "REQ-002");
            assertThat(PowerBudgetText.of(hungry, low).word("REQ-003")).isEqualTo("not met");
        }

        @Test
        void do_not_trust_a_core_current_that_leaves_no_room_for_peripherals() {
            DesignText design = new DesignText("N")
                    .source("external supply", 3.2, 3.4, null, "REQ-001")
                    .rail("SOURCE", 3.3, null, null, null)
                    .part("U1", "controller", "SOURCE", "mcu", "core 10");
            Requirements wide = new Requirements("N").add(POWER, "x", max("current_consumption", "30", "mA"));
            Requirements tight = new Requirements("N").add(POWER, "x", max("current_consumption", "15", "mA"));
            assertThat(PowerBudgetText.of(design, wide).word("REQ-001")).isEqualTo("met");
            assertThat(PowerBudgetText.of(design, tight).word("REQ-001")).isEqualTo("open");
        }

        @Test
        void do_not_condemn_a_design_for_largest_figures_either() {
            Requirements tight = new Requirements("N").add(POWER, "x", max("current_consumption", "15", "mA"));
            DesignText design = new DesignText("N")
                    .source("external supply", 3.2, 3.4, null, "REQ-001")
                    .rail("SOURCE", 3.3, null, null, null)
                    .part("U1", "memory", "SOURCE", "storage.flash", "active 25 @ largest");
            assertThat(PowerBudgetText.of(design, tight).word("REQ-001")).isEqualTo("open");
        }

        @Test
        void leave_the_question_whether_the_cell_delivers_the_peak() {
            assertThat(PowerBudgetText.of(node(), wishes()).markdown())
                    .contains(
                            "BT1 LS14500: the largest current it delivers is not known; at its lowest voltage the design"
                                    + " draws up to 46.59 mA."); // 44 × 1.8 / (0.85 × 2) + 0.001
        }

        @Test
        void are_not_asked_of_what_the_product_measures() {
            Requirements measuring = new Requirements("N")
                    .add(
                            POWER,
                            "Battery current ±10 A.",
                            new io.metaforge.agents.constraints.Quantity(
                                    "active_current",
                                    new java.math.BigDecimal("-10"),
                                    new java.math.BigDecimal("10"),
                                    null,
                                    null,
                                    "A"));
            assertThat(PowerBudgetText.of(design("active 1"), measuring).root().path("requirements"))
                    .isEmpty();
        }

        @Test
        void hold_at_the_voltage_that_the_requirement_names() {
            DesignText design = new DesignText("N")
                    .source("battery", 2, 3.6, "BT1", "REQ-001")
                    .cell("BT1", "C", 1, "li-socl2", 1000, 3.6)
                    .regulator("U3", "buck", "buck-boost", 0.0, 0.8)
                    .rail("2V5", 2.5, null, "U3", 100.0)
                    .part("U1", "controller", "2V5", "mcu", "active 4; sleep 0.005");
            // 5 µA × 2.5 / (0.8 × 3) = 5.21 µA
            PowerBudgetText budget = PowerBudgetText.of(
                    design,
                    new Requirements("N")
                            .add(
                                    POWER,
                                    "Sleep current at most 5.3 µA at 3 V.",
                                    max("sleep_current", "5.3", "µA"),
                                    nominal("voltage", "3", "V"))
                            .add(
                                    POWER,
                                    "Sleep current at most 5.1 µA at 3 V.",
                                    max("sleep_current", "5.1", "µA"),
                                    nominal("voltage", "3", "V")));
            assertThat(budget.word("REQ-001")).isEqualTo("met");
            assertThat(budget.verdict("REQ-001").path("arithmetic").asText())
                    .isEqualTo("At rest at 3 V: 2V5 5 µA × 2.5 V / (0.8 × 3 V) + 0 mA = 5.208 µA. Allowed are 5.3 µA.");
            assertThat(budget.word("REQ-002")).isEqualTo("not met");
        }

        @Test
        void a_radio_for_setting_up_only_is_not_on_in_service() {
            DesignText design = node().part(
                            "U5", "ble", "1V8", "radio.ble", "transmit 5; receive 5; active 3; sleep 0.001")
                    .block("radio.ble", "Bluetooth", "met", "REQ-005");
            PowerBudgetText budget =
                    PowerBudgetText.of(design, wishes().add(PERFORMANCE, "Bluetooth is for commissioning only."));
            assertThat(budget.root().path("not_counted").toString()).contains("U5 ble as radio.ble (REQ-005, A");
            PowerBudgetText always =
                    PowerBudgetText.of(design, wishes().add(PERFORMANCE, "Bluetooth, also when commissioning fails."));
            assertThat(always.current("average")).isGreaterThan(budget.current("average"));
        }
    }

    @Nested
    class Intervals {

        private double reportSeconds(String text, io.metaforge.agents.constraints.Quantity quantity) {
            JsonNode intervals = PowerBudgetText.of(node(), new Requirements("N").add(PERFORMANCE, text, quantity))
                    .root()
                    .path("profile")
                    .path("intervals");
            return intervals.isEmpty()
                    ? 0
                    : PowerBudgetText.first(intervals, "of", "report")
                            .path("every")
                            .path("value")
                            .doubleValue();
        }

        @Test
        void are_found_by_their_name_or_by_the_word_every() {
            assertThat(reportSeconds("Reports 4 times an hour.", nominal("reporting_interval", "15", "min")))
                    .isEqualTo(900);
            assertThat(reportSeconds("Position every 10 minutes over LTE-M.", nominal("interval", "10", "min")))
                    .isEqualTo(600);
            assertThat(reportSeconds("Temperature is measured every 20 s.", nominal("time", "20", "s")))
                    .isEqualTo(20);
        }

        @Test
        void are_no_maintenance_and_no_other_times() {
            assertThat(reportSeconds("A visit once every two years.", nominal("time", "2", "years")))
                    .isZero();
            assertThat(reportSeconds("Boots in 5 s.", nominal("time", "5", "s")))
                    .isZero();
        }

        @Test
        void of_a_range_count_as_the_shortest_and_of_a_usual_value_as_that() {
            assertThat(reportSeconds(
                            "Reports every 5 to 30 minutes.",
                            new io.metaforge.agents.constraints.Quantity(
                                    "report_interval",
                                    new java.math.BigDecimal("5"),
                                    new java.math.BigDecimal("30"),
                                    null,
                                    null,
                                    "min")))
                    .isEqualTo(300);
            assertThat(reportSeconds(
                            "Reports every 5 to 30 minutes, usually 10.",
                            new io.metaforge.agents.constraints.Quantity(
                                    "report_interval",
                                    new java.math.BigDecimal("5"),
                                    new java.math.BigDecimal("30"),
                                    new java.math.BigDecimal("10"),
                                    null,
                                    "min")))
                    .isEqualTo(600);
        }
    }

    @Nested
    class Arguments {

        @Test
        void replace_assumptions_and_are_cited() {
            PowerBudgetText budget = PowerBudgetText.of(
                    node(),
                    wishes(),
                    Map.of(
                            "usable",
                            0.5,
                            "capacity_mAh",
                            1000,
                            "self_discharge_percent_per_year",
                            0,
                            "efficiency",
                            Map.of("U3", 0.9),
                            "duty",
                            Map.of("U1", Map.of("active", 0.5), "U2", Map.of("transmit", 0.001)),
                            "source_volts",
                            3));
            double rail = 0.5 * 4 + 0.5 * 0.002 + 0.001 * 40 + 0.999 * 0.001;
            double average = rail * 1.8 / (0.9 * 3) + 0.001;
            assertThat(budget.current("average")).isCloseTo(average, within(average * 1e-5));
            assertThat(budget.lifeHours()).isCloseTo(500 / average, within(0.01));
            assertThat(budget.root().path("assumptions")).isEmpty();
            assertThat(budget.verdict("REQ-003").path("basis").toString())
                    .isEqualTo("[\"args.capacity_mAh\",\"args.duty.U1\",\"args.duty.U2\",\"args.efficiency.U3\","
                            + "\"args.self_discharge_percent_per_year\",\"args.source_volts\",\"args.usable\"]");
        }

        @ParameterizedTest
        @CsvSource(
                delimiter = '|',
                value = {
                    "usable | 1.5 | input.args.usable",
                    "lora_spreading_factor | 7.5 | input.args.lora_spreading_factor",
                    "report_interval_s | 0 | input.args.report_interval_s",
                })
        void out_of_bounds_are_refused_by_name(String name, double value, String field) {
            assertThatThrownBy(() -> PowerBudgetText.of(node(), wishes(), Map.of(name, value)))
                    .isInstanceOfSatisfying(
                            MetaForgeException.class,
                            e -> assertThat(e.failure().kind()).isEqualTo(FailureKind.VALIDATION))
                    .hasMessageContaining("'" + field + "'");
        }

        @Test
        void that_name_what_the_design_does_not_have_are_refused() {
            assertThatThrownBy(() -> PowerBudgetText.of(node(), wishes(), Map.of("efficiency", Map.of("U9", 0.9))))
                    .hasMessageContaining("input.args.efficiency.U9")
                    .hasMessageContaining("BT1, U3, U1, U2");
            assertThatThrownBy(() ->
                            PowerBudgetText.of(node(), wishes(), Map.of("duty", Map.of("U1", Map.of("turbo", 0.1)))))
                    .hasMessageContaining("input.args.duty.U1.turbo")
                    .hasMessageContaining("active, sleep");
            assertThatThrownBy(() -> PowerBudgetText.of(
                            node(), wishes(), Map.of("duty", Map.of("U1", Map.of("active", 0.6, "sleep", 0.6)))))
                    .hasMessageContaining("shares that add up to at most 1");
        }

        @Test
        void are_described_by_a_schema() {
            Schema schema = SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
                    .getSchema(Options.SCHEMA);
            assertThat(schema.validate("{\"usable\": 0.9, \"duty\": {\"U1\": {\"active\": 0.1}}}", InputFormat.JSON))
                    .isEmpty();
            assertThat(schema.validate("{\"usable\": 9}", InputFormat.JSON)).isNotEmpty();
        }
    }

    @Nested
    class Inputs {

        @Test
        void that_are_missing_name_the_skill_that_makes_them() {
            assertThatThrownBy(() -> new PowerRuns(new PowerAgent(), RunInput.EMPTY)
                            .with("constraints.json", wishes().json())
                            .run())
                    .isInstanceOfSatisfying(
                            MetaForgeException.class,
                            e -> assertThat(e.failure().kind()).isEqualTo(FailureKind.VALIDATION))
                    .hasMessage(
                            "There is no architecture.json: run the skill architecture first and approve what it proposes");
            assertThatThrownBy(() -> new PowerRuns(new PowerAgent(), RunInput.EMPTY)
                            .with("architecture.json", node().json())
                            .run())
                    .hasMessage("There is no constraints.json: run the skill spec first and approve what it proposes");
        }

        @Test
        void in_a_folder_are_answered_there() {
            Map<String, String> written = new PowerRuns(
                            new PowerAgent(),
                            new RunInput(List.of(new WorkspacePath("boards/node/architecture.json")), Map.of()))
                    .with("boards/node/architecture.json", node().json())
                    .with("boards/node/constraints.json", wishes().json())
                    .run();
            assertThat(written.keySet())
                    .containsExactly(
                            "boards/node/power-budget.json",
                            "boards/node/power-budget.md",
                            "boards/node/power-budget.svg");
        }

        @Test
        void of_another_name_are_refused() {
            assertThatThrownBy(() -> new PowerRuns(
                                    new PowerAgent(), new RunInput(List.of(new WorkspacePath("PRD.md")), Map.of()))
                            .run())
                    .hasMessageContaining("input.files");
        }

        @Test
        void made_for_other_requirements_are_warned_of() {
            PowerBudgetText budget = PowerBudgetText.of(
                    node().covers("REQ-077"), new Requirements("Other").add(POWER, "Runs from a cell."));
            assertThat(budget.root().path("warnings").get(0).asText())
                    .isEqualTo(
                            "The architecture was made for other requirements; it covers REQ-002, REQ-003, REQ-004, REQ-077,"
                                    + " which the constraints do not hold. Run the skill architecture again.");
            assertThat(budget.root().path("warnings").get(1).asText()).contains("\"Other\"");
            assertThat(budget.markdown()).contains("> **Warning:** The architecture was made for other requirements");
        }

        @ParameterizedTest
        @CsvSource(
                delimiter = '|',
                value = {
                    "'\"version\":1' | '\"version\":2' | 'architecture.json: version must be the number 1'",
                    "'\"kind\":\"buck\"' | '\"kind\":\"magic\"' | 'architecture.json: parts[1].regulator.kind must be one of ldo buck boost buck-boost'",
                    "'\"value\":40.0' | '\"value\":-40' | 'architecture.json: parts[3].currents[0].value must be a number, not negative'",
                    "'\"value\":40.0' | '\"value\":1e999' | 'architecture.json: parts[3].currents[0].value must be a number, not negative'",
                    "'\"regulator\":\"U3\"' | '\"regulator\":\"U1\"' | 'architecture.json: rails[0].regulator must be the reference of a regulator among the parts'",
                    "'\"part\":\"BT1\"' | '\"part\":\"BT7\"' | 'architecture.json: sources[0].part must be the reference of one of the parts'",
                    "'\"rail\":\"1V8\"' | '\"rail\":\"9V\"' | 'architecture.json: parts[2].rail must be the name of one of the rails'",
                    "'\"from\":null' | '\"from\":\"1V8\"' | 'architecture.json: rails[0].from must be the name of a rail that stands before this one'",
                    "'\"quantity\":1' | '\"quantity\":0' | 'architecture.json: parts[0].quantity must be a whole number from 1 to 100000'",
                    "'\"feeds_rails\":true' | '\"feeds_rails\":\"yes\"' | 'architecture.json: sources[0].feeds_rails must be true or false'",
                    "'\"ref\":\"U1\"' | '\"ref\":\"U3\"' | 'architecture.json: parts[2].ref must be a reference that no other part has'",
                    "'\"unit\":\"mAh\"' | '\"unit\":\"Ah\"' | 'architecture.json: parts[0].cell.capacity.unit must be \"mAh\"'",
                })
        void with_a_mistake_are_refused_with_its_place(String right, String wrong, String message) {
            String json = node().json();
            assertThat(json).contains(right);
            assertThatThrownBy(() ->
                            PowerRuns.of(json.replaceFirst(Pattern.quote(right), wrong), wishes().json(), Map.of()))
                    .isInstanceOfSatisfying(
                            MetaForgeException.class,
                            e -> assertThat(e.failure().kind()).isEqualTo(FailureKind.VALIDATION))
                    .hasMessage(message);
        }

        @Test
        void with_two_rails_of_one_name_are_refused() {
            String json = node().rail("1V8", 1.8, null, "U3", null).json();
            assertThatThrownBy(() -> PowerRuns.of(json, wishes().json(), Map.of()))
                    .hasMessage("architecture.json: rails[1].name must be a name that no other supplied rail has");
        }

        @Test
        void that_are_no_JSON_are_refused_with_the_line() {
            assertThatThrownBy(() -> PowerRuns.of("{\n\"version\": 1,\n oops", wishes().json(), Map.of()))
                    .hasMessageStartingWith("architecture.json is not JSON: line 3");
            assertThatThrownBy(() -> PowerRuns.of("", wishes().json(), Map.of()))
                    .hasMessage("architecture.json must be a JSON object");
        }

        @Test
        void without_a_source_or_a_current_still_end_in_documents() {
            PowerBudgetText budget = PowerBudgetText.of(
                    new DesignText("Empty"),
                    new Requirements("Empty").add(POWER, "x", max("average_current", "1", "mA")));
            assertThat(budget.word("REQ-001")).isEqualTo("open");
            assertThat(budget.markdown()).contains("What feeds the rails?");
            assertThat(xml(budget.chart()).getElementsByTagName("desc").item(0).getTextContent())
                    .isEqualTo("No current is known.");
        }
    }
}
