package io.metaforge.agents.architecture;

import static io.metaforge.agents.architecture.Document.deviation;
import static io.metaforge.agents.architecture.Document.nominal;
import static io.metaforge.agents.constraints.Category.PERFORMANCE;
import static io.metaforge.agents.constraints.Category.POWER;
import static org.assertj.core.api.Assertions.assertThat;

import io.metaforge.application.agent.Model;
import io.metaforge.application.port.out.ModelAnswer;
import io.metaforge.application.port.out.ModelRequest;
import io.metaforge.domain.session.ModelUsage;
import io.metaforge.domain.session.RunInput;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** What a language model can do to an architecture, and what it cannot. */
class ModelWordsTest {

    private final List<ModelRequest> requests = new ArrayList<>();

    private static String constraints() {
        return new Document("Sensor")
                .must(POWER, "Supplied from 12 V.", nominal("supply_voltage", "12", "V"))
                .must(PERFORMANCE, "Temperature accuracy ±0.3 °C.", deviation("temperature_accuracy", "0.3", "°C"))
                .json();
    }

    /** A model that gives these answers to these purposes, and an invalid one to others. */
    private Model model(Map<String, String> answers) {
        return new Model() {
            @Override
            public ModelAnswer ask(ModelRequest request) {
                requests.add(request);
                return new ModelAnswer(answers.getOrDefault(request.purpose(), "none"), ModelUsage.NONE);
            }

            @Override
            public OnFailure onFailure() {
                return OnFailure.FALL_BACK;
            }
        };
    }

    private Map<String, String> run(Map<String, String> answers) {
        return new Runs(RunInput.EMPTY)
                .with("constraints.json", constraints())
                .asking(model(answers))
                .run();
    }

    private static String markdown(Map<String, String> files) {
        return Objects.requireNonNull(files.get("architecture.md"));
    }

    private static String section(Map<String, String> files) {
        String markdown = markdown(files);
        int begin = markdown.indexOf("## Language model");
        return begin < 0 ? "" : markdown.substring(begin);
    }

    @Nested
    class Reasons {

        @Test
        void areToldInProseBehindADesignThatStaysAsItIs() {
            Map<String, String> rules = Runs.of(constraints());
            Map<String, String> files = run(Map.of(
                    "architecture",
                    "{\"parts\":[{\"reference\":\"U1\",\"why\":\"It is here because REQ-002 asks for it.\"}]}"));
            assertThat(files.get("architecture.json")).isEqualTo(rules.get("architecture.json"));
            assertThat(markdown(files)).startsWith(markdown(rules));
        }

        @Test
        void holdNoFigureAndNoNameThatNeitherThePartNorItsRequirementsDo() {
            String reference = requestedReference("REQ-002");
            Map<String, String> files = run(Map.of("architecture", """
                    {"parts":[{"reference":"%s","why":"REQ-002 asks for 0.3 °C and it keeps to that. It draws 7 kA. The STM32F999 \
                    would be better. It is small."},{"reference":"U99","why":"No such part."}]}""".formatted(reference)));
            assertThat(section(files))
                    .contains(
                            "- **" + reference + "**: REQ-002 asks for 0.3 °C and it keeps to that. It is small.",
                            "Not taken over from it:",
                            "- words about U99: there is no such part")
                    .doesNotContain("kA", "STM32F999");
        }

        /** Asks once for nothing, to see which part serves a requirement. */
        private String requestedReference(String requirement) {
            run(Map.of("architecture", "{\"parts\":[]}"));
            return requests.get(0)
                    .material()
                    .get(1)
                    .text()
                    .lines()
                    .filter(line -> line.contains(requirement))
                    .findFirst()
                    .orElseThrow()
                    .split(";")[0];
        }

        @Test
        void areTheRulesAloneWhereTheModelGivesNone() {
            assertThat(section(run(Map.of())))
                    .contains("**Warning:** The language model's answer was not valid", "rules alone were used");
        }

        @Test
        void areNotAskedForInTheWordsOfADocument() {
            run(Map.of("architecture", "{\"parts\":[]}"));
            assertThat(requests.get(0).instructions()).doesNotContain("12 V", "Temperature");
            assertThat(requests.get(0).material().get(0).text()).contains("REQ-001: Supplied from 12 V.");
        }
    }

    @Nested
    class AReasonOfARejection {

        private Map<String, String> revised(String reason, Map<String, String> answers) {
            return new Runs(RunInput.EMPTY)
                    .with("constraints.json", constraints())
                    .revising(reason, Runs.of(constraints()))
                    .asking(model(answers))
                    .run();
        }

        private static String phrase(String clause, String phrase) {
            return "{\"phrases\":[{\"clause\":\"" + clause + "\",\"phrase\":\"" + phrase + "\"}]}";
        }

        @Test
        void isPutIntoWordsThatTheRulesKnow() {
            String clause = "The colleague from the lab would rather see a screen on it";
            Map<String, String> files = revised(
                    clause, Map.of("revision", phrase(clause, "add a display"), "architecture", "{\"parts\":[]}"));
            assertThat(section(files)).contains("\"" + clause + "\" was read as \"add a display\"");
            assertThat(markdown(files)).contains("| REV-1 | add a display |").doesNotContain("Not understood of");
        }

        @Test
        void isNotReadIntoWhatThePersonDidNotWrite() {
            String clause = "The colleague from the lab was not amused at all";
            Map<String, String> files = revised(
                    clause,
                    Map.of("revision", phrase(clause, "the supply must be 230 V"), "architecture", "{\"parts\":[]}"));
            assertThat(section(files))
                    .contains("or it holds what the reviewer did not write")
                    .doesNotContain("230");
            assertThat(markdown(files))
                    .contains("Not understood of the rejection's reason")
                    .doesNotContain("REV-1");
        }

        @Test
        void isNotAskedForWhereTheRulesUnderstandIt() {
            revised("The supply must be 5 V", Map.of("architecture", "{\"parts\":[]}"));
            assertThat(requests).extracting(ModelRequest::purpose).containsExactly("architecture");
        }
    }
}
