package io.metaforge.agents.architecture;

import static io.metaforge.agents.architecture.Document.nominal;
import static io.metaforge.agents.constraints.Category.ELECTRICAL;
import static io.metaforge.agents.constraints.Category.INTERFACE;
import static io.metaforge.agents.constraints.Category.PERFORMANCE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.networknt.schema.InputFormat;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import io.metaforge.domain.artifact.WorkspacePath;
import io.metaforge.domain.failure.MetaForgeException;
import io.metaforge.domain.session.RunInput;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** What a workspace's {@code parts.csv} does to a design. */
class PartsCsvTest {

    private static final String CONSTRAINTS = new Document("Room sensor")
            .must(ELECTRICAL, "Supply voltage 5 V.", nominal("supply_voltage", "5", "V"))
            .must(PERFORMANCE, "Measures temperature and humidity.")
            .must(INTERFACE, "RS-485 interface.", "RS-485")
            .json();

    private static Map<String, String> run(String csv) {
        return new Runs(RunInput.EMPTY)
                .with("constraints.json", CONSTRAINTS)
                .with("parts.csv", csv)
                .run();
    }

    private static JsonNode design(String csv) throws Exception {
        return JsonMapper.builder().build().readTree(Objects.requireNonNull(run(csv).get("architecture.json")));
    }

    private static List<String> mpns(JsonNode design) {
        List<String> mpns = new ArrayList<>();
        design.path("parts").forEach(part -> mpns.add(part.path("mpn").asText()));
        return mpns;
    }

    private static JsonNode part(JsonNode design, String mpn) {
        for (JsonNode part : design.path("parts")) {
            if (part.path("mpn").asText().equals(mpn)) {
                return part;
            }
        }
        throw new AssertionError("no " + mpn + " in " + mpns(design));
    }

    private static String meeting(JsonNode design, String function) {
        for (JsonNode part : design.path("parts")) {
            for (JsonNode own : part.path("functions")) {
                if (own.asText().equals(function)) {
                    return part.path("mpn").asText();
                }
            }
        }
        return "";
    }

    @Test
    void a_design_without_one_says_nothing_of_it() {
        Map<String, String> written =
                new Runs(RunInput.EMPTY).with("constraints.json", CONSTRAINTS).run();
        assertThat(written.get("architecture.md")).doesNotContain("parts.csv");
        assertThat(written.get("architecture.json")).doesNotContain("parts.csv");
    }

    @Test
    void prefers_a_dearer_part() throws Exception {
        JsonNode before = design("mpn\nBME280\n");
        assertThat(meeting(before, "sensor.humidity")).isNotEqualTo("SHT45-AD1B-R2");
        JsonNode after = design("mpn,use\nSHT45-AD1B-R2,prefer\nMAX485ESA+,prefer\n");
        assertThat(meeting(after, "sensor.humidity")).isEqualTo("SHT45-AD1B-R2");
        assertThat(meeting(after, "interface.rs485")).isEqualTo("MAX485ESA+");
        assertThat(part(after, "SHT45-AD1B-R2").path("rationale").asText()).contains("parts.csv, line 2 prefers it");
    }

    @Test
    void prefers_a_controller_and_a_regulator_too() throws Exception {
        JsonNode after = design("mpn,use\nATSAMD21G18A-AU,prefer\nTLV75533PDBVR,prefer\n");
        assertThat(meeting(after, "mcu")).isEqualTo("ATSAMD21G18A-AU");
        assertThat(mpns(after)).contains("TLV75533PDBVR");
        assertThat(part(after, "TLV75533PDBVR").path("rationale").asText())
                .contains("parts.csv, line 3 prefers this regulator");
    }

    @Test
    void does_not_prefer_what_does_not_fit() throws Exception {
        JsonNode after = design("mpn,use\nDS18B20,prefer\nATTINY1616-MNR,prefer\n");
        // The thermometer is preferred for temperature; what measures humidity is needed all the same.
        assertThat(meeting(after, "sensor.temperature")).isEqualTo("DS18B20");
        assertThat(meeting(after, "sensor.humidity")).isNotEmpty();
        assertThat(meeting(after, "mcu")).isEqualTo("ATTINY1616-MNR");
    }

    @Test
    void avoids_a_part_where_another_fits_and_takes_it_where_none_does() throws Exception {
        String taken = meeting(design("mpn\nBME280\n"), "interface.rs485");
        assertThat(meeting(design("mpn,use\n" + taken + ",avoid\n"), "interface.rs485"))
                .isNotEqualTo(taken)
                .isNotEmpty();
        String others =
                "mpn,use\nMAX485ESA+,never\nMAX3485ESA+,never\nSP3485EN-L/TR,never\nADM2587EBRWZ,never\nTHVD1450DR,avoid\n";
        assertThat(meeting(design(others), "interface.rs485")).isEqualTo("THVD1450DR");
    }

    @Test
    void never_takes_a_part_and_says_why() throws Exception {
        String taken = meeting(design("mpn\nBME280\n"), "interface.rs485");
        JsonNode after = design("mpn,use\n" + taken + ",never\n");
        assertThat(mpns(after)).doesNotContain(taken);
        JsonNode rejected = part(after, meeting(after, "interface.rs485")).path("rejected");
        assertThat(rejected.findValuesAsText("reason")).contains("is not to be used (parts.csv, line 2)");
    }

    @Test
    void chooses_added_parts_and_counts_own_prices() throws Exception {
        String csv = """
                mpn;functions;maker;title;supply_min;supply_max;current_active;temperature_min;temperature_max;bus;addresses;price_usd;price_quantity;price_year
                ACME-TH1;sensor.temperature sensor.humidity;ACME;Thermometer and hygrometer;1,8;3,6;0,2;-40;85;I2C;0x44;0,35;1000;2026
                """;
        JsonNode after = design(csv);
        assertThat(meeting(after, "sensor.humidity")).isEqualTo("ACME-TH1");
        JsonNode part = part(after, "ACME-TH1");
        assertThat(part.path("price").path("value").decimalValue()).isEqualByComparingTo("0.35");
        assertThat(part.path("unknown").toString())
                .isEqualTo("[\"current at rest\",\"package\",\"pins\",\"size\",\"datasheet\"]");
        assertThat(part.path("listing").path("line").asInt()).isEqualTo(2);
        assertThat(part.path("listing").path("added").asBoolean()).isTrue();
    }

    @Test
    void both_documents_say_what_comes_from_it() throws Exception {
        Map<String, String> written =
                run("mpn,use,price_usd,price_quantity,price_year\nSHT45-AD1B-R2,prefer,2.9,2500,2026\n");
        assertThat(written.get("architecture.md"))
                .contains("## From parts.csv")
                .contains("changed by the workspace's parts.csv")
                .contains("price\\_usd, price\\_quantity, price\\_year; everything else is built in; use: prefer");
        try (var in = Objects.requireNonNull(ArchitectureAgent.class.getResourceAsStream("architecture.schema.json"))) {
            assertThat(SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
                            .getSchema(in)
                            .validate(written.get("architecture.json"), InputFormat.JSON))
                    .isEmpty();
        }
    }

    @Test
    void is_read_beside_the_constraints() throws Exception {
        Map<String, String> written = new Runs(
                        new RunInput(List.of(new WorkspacePath("board/constraints.json")), Map.of()))
                .with("board/constraints.json", CONSTRAINTS)
                .with("parts.csv", "mpn,nonsense\n")
                .with("board/parts.csv", "mpn,use\nSHT45-AD1B-R2,prefer\n")
                .run();
        assertThat(written.get("board/architecture.md")).contains("board/parts.csv, line 2");
    }

    @Test
    void stops_the_run_where_it_cannot_be_read() {
        assertThatThrownBy(() -> run("mpn,use\nBME280,perhaps\n"))
                .isInstanceOf(MetaForgeException.class)
                .hasMessageContaining("parts.csv cannot be used: line 2, column use: prefer, avoid or never");
    }

    @Test
    void text_in_it_is_data() {
        Map<String, String> written =
                run("mpn,use,title,note\nSHT45-AD1B-R2,prefer,\"<img src=x> | [a](http://b)\",`x`\n");
        assertThat(written.get("architecture.md")).doesNotContain("<img").doesNotContain("[a](");
    }
}
