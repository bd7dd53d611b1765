package io.metaforge.domain.skill;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.metaforge.domain.failure.MetaForgeException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NamesTest {

    @ParameterizedTest
    @ValueSource(strings = {"spec", "erc", "power-budget", "a", "0", "3d-print", "a-b-c"})
    void lowerCaseLettersDigitsAndSingleHyphensNameSkillsAndAgents(String name) {
        assertThat(new SkillName(name)).hasToString(name);
        assertThat(new AgentName(name).inRuns()).isEqualTo(name + "-agent");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", " ", "Spec", "-spec", "spec-", "sp--ec", "sp_ec", "sp ec", "spec\n", "spéc", "../spec", "a.b"
            })
    void nothingElseDoes(String name) {
        assertThatThrownBy(() -> new SkillName(name)).isInstanceOfSatisfying(MetaForgeException.class, e -> assertThat(
                        e.failure().details())
                .containsEntry("field", "skill"));
        assertThatThrownBy(() -> new AgentName(name)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void namesHaveAtMost64Characters() {
        assertThat(new SkillName("a".repeat(64)).value()).hasSize(64);
        assertThatThrownBy(() -> new SkillName("a".repeat(65))).isInstanceOf(MetaForgeException.class);
        assertThatThrownBy(() -> new AgentName("a".repeat(65))).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void aSkillKeepsItsOwnCopyOfItsLists() {
        List<String> inputs = new ArrayList<>(List.of("PRD.md"));
        Skill skill = Skill.of("spec", "requirements", "Reads a PRD", inputs, List.of("constraints.json"));

        inputs.clear();

        assertThat(skill.defaultInputs()).hasSize(1);
        assertThat(skill.approval()).isEqualTo(ApprovalMode.MANUAL);
        assertThat(skill.version()).isEqualTo("1.0.0");
    }
}
