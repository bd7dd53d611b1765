package io.metaforge.agents.provenance;

import static org.assertj.core.api.Assertions.assertThat;

import io.metaforge.application.agent.StaleInput;
import io.metaforge.domain.artifact.WorkspacePath;
import io.metaforge.domain.skill.SkillName;
import java.util.List;
import org.junit.jupiter.api.Test;

class OutdatedInputTest {

    private static final StaleInput CONSTRAINTS = new StaleInput(
            new WorkspacePath("constraints.json"),
            List.of(new WorkspacePath("PRD.md")),
            List.of(new SkillName("spec")));

    private static final String NOTE = """
            > **Outdated input**
            >
            > - constraints.json is stale: PRD.md changed since it was approved; run spec again.

            """;

    @Test
    void a_document_of_current_inputs_stays_as_it_is() {
        assertThat(OutdatedInput.noted("# Power\n\nText\n", List.of())).isEqualTo("# Power\n\nText\n");
    }

    @Test
    void the_note_stands_below_the_first_heading() {
        assertThat(OutdatedInput.noted("# Power\n\nText\n", List.of(CONSTRAINTS)))
                .isEqualTo("# Power\n\n" + NOTE + "Text\n");
        assertThat(OutdatedInput.noted("# Power\n", List.of(CONSTRAINTS))).isEqualTo("# Power\n" + NOTE);
        assertThat(OutdatedInput.noted("# Power", List.of(CONSTRAINTS))).isEqualTo("# Power\n\n" + NOTE);
    }

    @Test
    void the_note_stands_at_the_top_of_a_document_without_a_heading() {
        assertThat(OutdatedInput.noted("Text\n", List.of(CONSTRAINTS))).isEqualTo(NOTE + "Text\n");
    }

    @Test
    void names_of_files_are_no_markup() {
        StaleInput hostile = new StaleInput(
                new WorkspacePath("a_*b*_<img>.json"),
                List.of(new WorkspacePath("[x](y).md"), new WorkspacePath("z`.md")),
                List.of(new SkillName("spec"), new SkillName("architecture")));

        assertThat(OutdatedInput.noted("", List.of(hostile)))
                .contains("> - a\\_\\*b\\*\\_\\<img\\>.json is stale: \\[x\\](y).md, z\\`.md changed since it was"
                        + " approved; run spec, then architecture again.\n");
    }
}
