package io.metaforge.agents.requirements;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.networknt.schema.Error;
import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import io.metaforge.agents.constraints.Category;
import io.metaforge.agents.constraints.Constraints;
import io.metaforge.agents.constraints.Gap;
import io.metaforge.agents.constraints.Requirement;
import io.metaforge.agents.quantity.QuantityPrinter;
import io.metaforge.application.agent.Agent;
import io.metaforge.application.agent.Proposal;
import io.metaforge.domain.artifact.WorkspacePath;
import io.metaforge.domain.failure.FailureKind;
import io.metaforge.domain.failure.MetaForgeException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Proposes constraints and open questions for documents. */
class RequirementsAgentTest {

    private static final Path SENSOR = Path.of("../examples/sensor-node/PRD.md");

    @Nested
    class Proposing {

        @Test
        void artifactsLieBesideTheFirstDocument() {
            Proposal proposal = Documents.of("sensor/PRD.md", "- Supply: 5 V")
                    .and("common/EMC.md", "- Must meet EN 55032")
                    .run();
            assertThat(proposal.files())
                    .extracting(Proposal.ProposedFile::path)
                    .containsExactly(
                            new WorkspacePath("sensor/constraints.json"), new WorkspacePath("sensor/assumptions.md"));
            assertThat(Documents.constraints(proposal).requirements())
                    .extracting(r -> r.id() + " " + r.source().file())
                    .containsExactly("REQ-001 sensor/PRD.md", "REQ-002 common/EMC.md");
        }

        @Test
        void theSameDocumentGivesTheSameBytes() throws IOException {
            String prd = Files.readString(SENSOR);
            Proposal first = Documents.of("PRD.md", prd).run();
            Proposal second = Documents.of("PRD.md", prd).run();
            Proposal windows =
                    Documents.of("PRD.md", "\ufeff" + prd.replace("\n", "\r\n")).run();
            for (int i = 0; i < 2; i++) {
                assertThat(second.files().get(i).content())
                        .isEqualTo(first.files().get(i).content());
                assertThat(windows.files().get(i).content())
                        .isEqualTo(first.files().get(i).content());
            }
        }

        @Test
        void whatItProposesIsValidAgainstItsSchema() throws IOException {
            Schema schema;
            try (InputStream in = RequirementsAgent.class.getResourceAsStream("constraints.schema.json")) {
                schema = SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
                        .getSchema(new String(in.readAllBytes(), StandardCharsets.UTF_8), InputFormat.JSON);
            }
            Proposal proposal = Documents.of("PRD.md", Files.readString(SENSOR)).run();
            String json = new String(proposal.files().get(0).content(), StandardCharsets.UTF_8);
            List<Error> errors = schema.validate(json, InputFormat.JSON);
            assertThat(errors).isEmpty();
            assertThat(schema.validate(json.replace("\"must\"", "\"shall\""), InputFormat.JSON))
                    .isNotEmpty();
        }

        @Test
        void itSaysWhatItIsDoing() {
            Documents documents = Documents.of("a/PRD.md", "- Supply: 5 V");
            documents.run();
            assertThat(documents.progress).startsWith("Reading PRD.md", "Parsing constraints...");
        }

        @Test
        void theProjectIsNamedByItsTitleUnlessTheRequestDoes() {
            String prd = "# Dock – Product Requirements\n\nA dock for phones.\n\n## Power\n- Input: 12 V";
            assertThat(Documents.read(prd).project().name()).isEqualTo("Dock");
            assertThat(Documents.read(prd).project().summary()).isEqualTo("A dock for phones.");
            Proposal named =
                    Documents.of("PRD.md", prd).args(Map.of("project", "Quay")).run();
            assertThat(Documents.constraints(named).project().name()).isEqualTo("Quay");
            assertThatThrownBy(() -> Documents.of("PRD.md", prd)
                            .args(Map.of("project", 7))
                            .run())
                    .isInstanceOf(MetaForgeException.class)
                    .hasMessageContaining("input.args.project");
        }

        @Test
        void theServiceLoaderFindsIt() {
            assertThat(ServiceLoader.load(Agent.class))
                    .anySatisfy(agent -> assertThat(agent).isInstanceOf(RequirementsAgent.class));
            assertThat(new RequirementsAgent().skills())
                    .singleElement()
                    .satisfies(skill -> assertThat(skill.name().value()).isEqualTo("spec"));
        }
    }

    @Nested
    class Refusing {

        private MetaForgeException refusal(String text) {
            try {
                Documents.of("sub/PRD.md", text).run();
            } catch (MetaForgeException e) {
                return e;
            }
            throw new AssertionError("not refused: " + text);
        }

        @ParameterizedTest
        @ValueSource(strings = {"", "  \n\t\r\n", "\ufeff"})
        void anEmptyDocumentIsRefused(String text) {
            MetaForgeException refusal = refusal(text);
            assertThat(refusal.failure().kind()).isEqualTo(FailureKind.AGENT);
            assertThat(refusal).hasMessageStartingWith("sub/PRD.md is empty: write down");
        }

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "# Title only",
                    "# P\n\n## Non-goals\n- No GPS\n- 5 V input",
                    "```\nVoltage: 5 V must hold\n```",
                    "<!-- the unit shall run from 5 V -->",
                    "# P\n\n## Revision history\n\n| Version | Date | Change |\n|--|--|--|\n| 1 | 2025-01-01 | 5 V |"
                })
        void aDocumentWithoutRequirementsIsRefusedAndSaysHowToStateThem(String text) {
            MetaForgeException refusal = refusal(text);
            assertThat(refusal.failure().kind()).isEqualTo(FailureKind.AGENT);
            assertThat(refusal).hasMessageContaining("holds no requirements: state them as list items");
        }
    }

    @Nested
    class Checking {

        private List<String> conflicts(String markdown) {
            return Documents.read(markdown).conflicts().stream()
                    .map(c -> String.join("+", c.requirements()) + " " + c.reason())
                    .toList();
        }

        @Test
        void valuesThatDoNotOverlapConflict() {
            assertThat(conflicts("- Weight: at least 30 g\n- Size 30 mm\n- The device must weigh less than 0.025 kg"))
                    .containsExactly(
                            "REQ-001+REQ-003 weight: REQ-001 says at least 30 g and REQ-003 says at most 0.025 kg"
                                    + " do not overlap");
        }

        @Test
        void limitsThatDifferConflictAndEqualOnesDoNot() {
            assertThat(conflicts("- Ripple below 2 mV\n- Ripple shall be less than 1 mV"))
                    .singleElement()
                    .asString()
                    .contains("different upper limits");
            assertThat(conflicts("- Battery life: at least 2 years\n- It must run on battery for at least 24 months"))
                    .isEmpty();
        }

        @Test
        void anInterfaceBothWantedAndRuledOutConflicts() {
            assertThat(conflicts("- Reports over Wi-Fi\n- No Wi-Fi, no Bluetooth"))
                    .containsExactly("REQ-001+REQ-002 Wi-Fi: REQ-001 asks for it, REQ-002 rules it out");
        }

        @Test
        void whatNobodySaysIsAGapAndAnOpenQuestion() {
            Proposal proposal =
                    Documents.of("PRD.md", "- Input: 12 V\n- Battery: 500 mAh").run();
            Constraints constraints = Documents.constraints(proposal);
            assertThat(constraints.gaps())
                    .extracting(Gap::topic)
                    .contains("power budget", "battery life", "size", "operating temperature", "cost")
                    .doesNotContain("supply");
            assertThat(new String(proposal.files().get(1).content(), StandardCharsets.UTF_8))
                    .contains("How long does the product have to run on its battery?")
                    .contains(
                            "| REQ-001 | `PRD.md` line 1 | input_voltage 12 V | the value aimed at: no word makes it a limit |")
                    .contains("all 2 are read as must");
        }

        @Test
        void theExampleIsReadAsItsAuthorMeantIt() throws IOException {
            Constraints constraints = Documents.read(Files.readString(SENSOR));
            assertThat(constraints.conflicts())
                    .singleElement()
                    .satisfies(conflict -> assertThat(conflict.requirements()).containsExactly("REQ-003", "REQ-015"));
            assertThat(constraints.gaps()).extracting(Gap::topic).containsExactly("openings", "antenna");
            assertThat(constraints.electrical().of("battery_life")).hasSize(1);
            assertThat(constraints.electrical().interfaces())
                    .extracting(use -> use.name())
                    .contains("LoRaWAN", "BLE", "SWD", "UART", "I2C")
                    .doesNotContain("GNSS");
            assertThat(constraints.environmental().of("operating_temperature"))
                    .singleElement()
                    .satisfies(value ->
                            assertThat(QuantityPrinter.print(value.quantity())).isEqualTo("-20 to 60 °C"));
            assertThat(constraints.requirements()).noneMatch(r -> r.text().contains("GPS"));
            assertThat(constraints.requirements())
                    .extracting(Requirement::category)
                    .contains(Category.POWER, Category.COST, Category.COMPLIANCE, Category.INTERFACE);
        }
    }
}
