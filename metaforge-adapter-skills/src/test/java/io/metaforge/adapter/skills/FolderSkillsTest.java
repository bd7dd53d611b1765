package io.metaforge.adapter.skills;

import static org.assertj.core.api.Assertions.assertThat;

import io.metaforge.domain.skill.ApprovalMode;
import io.metaforge.domain.skill.Skill;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FolderSkillsTest {

    private static final String PROGRAM = """
            ---
            name: pin-table
            description: Lists the pins.
            license: Apache-2.0
            metadata:
              version: "1.2.0"
              metaforge-inputs: architecture.json constraints.json
              metaforge-artifacts: pins.csv, pins/*.md
              metaforge-program: pins.sh
              metaforge-timeout: 30s
              metaforge-args-schema: args.json
            ---
            Reads what architecture wrote.
            """;

    @TempDir
    private Path skills;

    private Path folder(String name, String skillMd) throws IOException {
        Path folder = Files.createDirectories(skills.resolve(name));
        Files.writeString(folder.resolve("SKILL.md"), skillMd);
        return folder;
    }

    private Path programFolder(String skillMd) throws IOException {
        Path folder = folder("pin-table", skillMd);
        Path program = Files.writeString(folder.resolve("pins.sh"), "#!/bin/sh\necho '{\"files\": []}'\n");
        assertThat(program.toFile().setExecutable(true)).isTrue();
        Files.writeString(folder.resolve("args.json"), "{\"type\": \"object\"}");
        return folder;
    }

    private String problem() {
        FolderSkills found = FolderSkills.in(skills);
        assertThat(found.agents()).isEmpty();
        assertThat(found.broken()).hasSize(1);
        return found.broken().get(0).problem();
    }

    @Nested
    class A_folder_that_is_a_skill {

        @Test
        void offers_what_its_front_matter_says() throws IOException {
            programFolder(PROGRAM);

            FolderSkills found = FolderSkills.in(skills);

            assertThat(found.broken()).isEmpty();
            Skill skill = found.agents().get(0).skills().get(0);
            assertThat(skill.name().value()).isEqualTo("pin-table");
            assertThat(skill.agent()).isEqualTo(found.agents().get(0).name());
            assertThat(skill.version()).matches("1\\.2\\.0\\+[0-9a-f]{12}");
            assertThat(skill.description()).isEqualTo("Lists the pins.");
            assertThat(skill.defaultInputs())
                    .extracting(Object::toString)
                    .containsExactly("architecture.json", "constraints.json");
            assertThat(skill.artifacts()).containsExactly("pins.csv", "pins/*.md");
            assertThat(skill.argsSchema()).isEqualTo("{\"type\":\"object\"}");
            assertThat(skill.approval()).as("a folder cannot approve itself").isEqualTo(ApprovalMode.MANUAL);
            assertThat(found.programs()).extracting(FolderSkills.Program::tool).containsExactly("skill-pin-table");
        }

        @Test
        void needs_no_program_where_it_has_instructions() throws IOException {
            folder("test-plan", """
                    ---
                    name: test-plan
                    description: Plans the bring-up.
                    metadata:
                      metaforge-artifacts: [test-plan.md]
                    ---
                    Write a plan.
                    """);

            FolderSkills found = FolderSkills.in(skills);

            assertThat(found.broken()).isEmpty();
            assertThat(found.programs()).isEmpty();
            assertThat(found.agents().get(0).skills().get(0).defaultInputs())
                    .extracting(Object::toString)
                    .containsExactly("PRD.md");
        }

        @Test
        void has_another_version_after_any_change_to_its_files() throws IOException {
            Path folder = programFolder(PROGRAM);
            String before = FolderSkills.in(skills).agents().get(0).version();
            Files.createDirectories(folder.resolve("__pycache__"));
            Files.writeString(folder.resolve("__pycache__/x.pyc"), "left behind");
            assertThat(FolderSkills.in(skills).agents().get(0).version()).isEqualTo(before);

            Files.writeString(folder.resolve("pins.sh"), "#!/bin/sh\nexit 1\n");

            assertThat(FolderSkills.in(skills).agents().get(0).version()).isNotEqualTo(before);
        }
    }

    @Test
    void where_there_is_no_folder_there_is_no_skill() {
        assertThat(FolderSkills.in(skills.resolve("none")))
                .isEqualTo(new FolderSkills(List.of(), List.of(), List.of()));
    }

    @Test
    void a_broken_folder_does_not_hide_the_others() throws IOException {
        programFolder(PROGRAM);
        folder("broken", "no front matter");
        Files.createDirectories(skills.resolve(".hidden"));
        Files.writeString(skills.resolve("README.md"), "not a skill");

        FolderSkills found = FolderSkills.in(skills);

        assertThat(found.agents()).hasSize(1);
        assertThat(found.broken()).extracting(FolderSkills.Broken::name).containsExactly("broken");
    }

    @Nested
    class What_is_wrong_is_said {

        @ParameterizedTest
        @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
                name: pin-table                        | name: pins                       | its folder is 'pin-table'
                description: Lists the pins.           | descripton: x                    | 'description' is missing
                metaforge-artifacts: pins.csv, pins/*.md | metaforge-artefacts: pins.csv  | metadata.metaforge-artefacts is not known; known are metaforge-args-schema
                metaforge-artifacts: pins.csv, pins/*.md | x: y                           | does not say which files it may write
                metaforge-artifacts: pins.csv, pins/*.md | metaforge-artifacts: ../pins.csv | '../pins.csv' in metadata.metaforge-artifacts is not the path
                metaforge-artifacts: pins.csv, pins/*.md | metaforge-artifacts: .forge/x  | '.forge/x' in metadata.metaforge-artifacts is not the path
                metaforge-artifacts: pins.csv, pins/*.md | metaforge-artifacts: "{a,b}.md" | patterns know only *, ** and ?
                metaforge-inputs: architecture.json constraints.json | metaforge-inputs: /etc/passwd | '/etc/passwd' in metadata.metaforge-inputs
                metaforge-program: pins.sh             | metaforge-program: ../pins.sh    | there is no file ../pins.sh in the folder
                metaforge-program: pins.sh             | metaforge-program: args.json     | args.json is not executable; run: chmod +x args.json
                metaforge-timeout: 30s                 | metaforge-timeout: 2 hours       | "30s" or "5min", at most "60min"
                metaforge-timeout: 30s                 | metaforge-timeout: 0s            | "30s" or "5min", at most "60min"
                version: "1.2.0"                       | version: 1.2                     | metadata.version '1.2' is not of the form
                metaforge-args-schema: args.json       | metaforge-args-schema: pins.sh   | pins.sh is not JSON
                license: Apache-2.0                    | license: "Apache                 | is not YAML: line
                license: Apache-2.0                    | name: twice                      | is not YAML
                """)
        void in_the_front_matter(String line, String instead, String message) throws IOException {
            assertThat(PROGRAM).contains(line);
            programFolder(PROGRAM.replace(line, instead));

            assertThat(problem()).contains(message).doesNotContain(skills.toString());
        }

        @Test
        void of_a_program_that_a_link_leads_out_to() throws IOException {
            Path folder = programFolder(PROGRAM);
            Files.delete(folder.resolve("pins.sh"));
            Files.createSymbolicLink(folder.resolve("pins.sh"), Path.of("/bin/sh"));

            assertThat(problem()).contains("pins.sh leads out of the folder of the skill");
        }

        @Test
        void of_instructions_that_link_to_nothing() throws IOException {
            folder("test-plan", """
                    ---
                    name: test-plan
                    description: Plans the bring-up.
                    metadata:
                      metaforge-artifacts: test-plan.md
                    ---
                    Follow [the guide](references/guide.md) and [that page](https://example.com/x).
                    """);

            assertThat(problem()).contains("there is no file references/guide.md in the folder of the skill");
        }

        @Test
        void of_a_skill_without_an_end_to_its_front_matter() throws IOException {
            folder("endless", "---\nname: endless\n");

            assertThat(problem()).contains("a second line '---' is missing");
        }

        @Test
        void of_yaml_that_grows_without_bound() throws IOException {
            folder("bomb", """
                    ---
                    a: &a [x, x, x, x, x, x, x, x, x]
                    b: &b [*a, *a, *a, *a, *a, *a, *a, *a, *a]
                    c: &c [*b, *b, *b, *b, *b, *b, *b, *b, *b]
                    name: bomb
                    ---
                    x
                    """);

            assertThat(problem()).contains("is not YAML");
        }
    }
}
