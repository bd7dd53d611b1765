package io.metaforge.boot;

import static org.assertj.core.api.Assertions.assertThat;

import io.metaforge.application.MetaForge;
import io.metaforge.application.port.in.SystemQueries.AgentStatus;
import io.metaforge.application.port.in.SystemQueries.Condition;
import io.metaforge.application.port.out.LanguageModel;
import io.metaforge.application.port.out.LanguageModel.Question;
import io.metaforge.application.port.out.ModelAnswer;
import io.metaforge.application.port.out.ModelRequest;
import io.metaforge.domain.session.ModelUsage;
import io.metaforge.domain.session.Session;
import io.metaforge.domain.session.SessionStatus;
import io.metaforge.testkit.TestGateway;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Programs in {@code .forge/skills}, really executed. They are scripts of the shell. */
@DisabledOnOs(OS.WINDOWS)
class WorkspaceSkillsTest {

    @TempDir
    private Path workspace;

    private TestGateway gateway = TestGateway.of();

    @AfterEach
    void close() {
        gateway.close();
    }

    private Path program(String name, String script) throws IOException {
        Path folder = Files.createDirectories(workspace.resolve(".forge/skills").resolve(name));
        Files.writeString(folder.resolve("SKILL.md"), """
                ---
                name: %s
                description: A skill of the test.
                metadata:
                  metaforge-artifacts: out.txt
                  metaforge-program: run.sh
                  metaforge-timeout: 1s
                ---
                """.formatted(name));
        Path program = Files.writeString(folder.resolve("run.sh"), "#!/bin/sh\n" + script);
        assertThat(program.toFile().setExecutable(true)).isTrue();
        return program;
    }

    private Session run(String skill) {
        return run(skill, LanguageModel.none());
    }

    private Session run(String skill, LanguageModel model) {
        gateway.close();
        gateway = TestGateway.describedBy((MetaForge.Builder builder) ->
                WorkspaceSkills.equip(builder, workspace).languageModel(model));
        gateway.workspace().put("PRD.md", "# Pump\n");
        gateway.workspace().put("board/PRD.md", "# Valve\n");
        return gateway.runToEnd(skill);
    }

    @Test
    void a_program_proposes_what_it_made_of_its_files() throws IOException {
        program(
                "count",
                "cat > /dev/null; printf '{\"files\": [{\"path\": \"out.txt\", \"text\": \"%s\"}]}' \"$(cat PRD.md)\"");

        Session session = run("count");

        assertThat(session.status()).isEqualTo(SessionStatus.PENDING_APPROVAL);
        gateway.approve(session.id());
        assertThat(gateway.workspace().get("out.txt")).hasValue("# Pump".getBytes());
    }

    @Test
    void its_paths_are_relative_to_the_folder_of_its_first_file() throws IOException {
        program("count", "cat > out.txt; echo '{\"files\": [{\"path\": \"out.txt\", \"file\": \"out.txt\"}]}'");
        run("count");

        Session session = gateway.runToEnd("count", "board/PRD.md");
        gateway.approve(session.id());

        assertThat(new String(gateway.workspace().get("board/out.txt").orElseThrow()))
                .contains("\"protocol\":1", "\"skill\":\"count\"", "\"session\":\"" + session.id() + "\"")
                .contains("\"files\":[\"board/PRD.md\"]", "\"args\":{}");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            echo '{"files": [{"path": "PRD.md", "text": "x"}]}'      | AGENT   | proposes 'PRD.md', which its skill may not write
            echo '{"files": [{"path": "../out.txt", "text": "x"}]}'  | AGENT   | is not the path of a file in the workspace
            echo 'Hello'                                             | AGENT   | run.sh did not write a proposal in JSON
            echo '{"failure": "the pump has no net name"}'           | AGENT   | the pump has no net name
            echo 'missing net' >&2; exit 4                           | TOOL    | ended with exit code 4: missing net
            sleep 60                                                 | TIMEOUT | did not end within 1.0 seconds
            """)
    void what_it_does_wrong_fails_its_run_and_nothing_else(String script, String kind, String message)
            throws IOException {
        program("wrong", script);

        Session session = run("wrong");

        assertThat(session.status()).isEqualTo(SessionStatus.FAILED);
        assertThat(session.failure()).hasValueSatisfying(failure -> {
            assertThat(failure.kind().name()).isEqualTo(kind);
            assertThat(failure.message()).contains(message).doesNotContain(workspace.toString());
        });
        assertThat(gateway.metaForge().system().health().condition()).isEqualTo(Condition.HEALTHY);
    }

    @Test
    void a_program_that_changed_since_the_start_is_not_run() throws IOException {
        Path program = program("count", "echo '{\"files\": []}'");
        assertThat(run("count").status()).isEqualTo(SessionStatus.COMPLETED);

        Files.writeString(program, "#!/bin/sh\necho '{\"files\": [{\"path\": \"out.txt\", \"text\": \"x\"}]}'");

        Session session = gateway.runToEnd("count");
        assertThat(session.failure().orElseThrow().message())
                .contains("its files changed since the gateway started", "Restart the gateway");
    }

    @Test
    void what_is_broken_is_listed_and_the_rest_works() throws IOException {
        program("count", "echo '{\"files\": []}'");
        program("spec", "echo '{\"files\": []}'");
        Files.createDirectories(workspace.resolve(".forge/skills/empty"));

        assertThat(run("count").status()).isEqualTo(SessionStatus.COMPLETED);

        assertThat(gateway.metaForge().system().status(false).agents())
                .filteredOn(agent -> !agent.loaded())
                .extracting(AgentStatus::name, AgentStatus::problem)
                .containsExactlyInAnyOrder(
                        org.assertj.core.api.Assertions.tuple(
                                "empty", "there is no file SKILL.md in the folder of the skill"),
                        org.assertj.core.api.Assertions.tuple(
                                "spec", "skill spec is already offered by another agent"));
        assertThat(gateway.metaForge().system().health().condition()).isEqualTo(Condition.DEGRADED);
    }

    @Nested
    class A_skill_that_is_instructions {

        private final List<Question> questions = new ArrayList<>();

        private void instructions(String artifacts) throws IOException {
            Path folder = Files.createDirectories(workspace.resolve(".forge/skills/test-plan/references"));
            Files.writeString(folder.resolve("template.md"), "# Test plan of PROJECT\n");
            Files.writeString(folder.resolveSibling("SKILL.md"), """
                    ---
                    name: test-plan
                    description: Plans the tests.
                    metadata:
                      metaforge-artifacts: %s
                    ---
                    Plan the tests as in [the template](references/template.md).
                    """.formatted(artifacts));
        }

        /** A model that says one after the other, and keeps what it was asked. */
        private LanguageModel saying(String... answers) {
            return new LanguageModel() {
                @Override
                public State state() {
                    return State.OK;
                }

                @Override
                public ModelAnswer ask(Question question) {
                    questions.add(question);
                    return new ModelAnswer(answers[questions.size() - 1], ModelUsage.NONE);
                }
            };
        }

        @Test
        void is_followed_by_the_model_with_the_files_as_data() throws IOException {
            instructions("test-plan.md");

            Session session = run(
                    "test-plan",
                    saying("{\"files\": [{\"path\": \"test-plan.md\", \"text\": \"# Plan\\n\"}], \"failure\": \"\"}"));

            assertThat(session.status()).isEqualTo(SessionStatus.PENDING_APPROVAL);
            gateway.approve(session.id());
            assertThat(gateway.workspace().get("test-plan.md")).hasValue("# Plan\n".getBytes());
            ModelRequest request = questions.get(0).request();
            assertThat(request.instructions())
                    .contains("Plan the tests as in", "# Test plan of PROJECT", "test-plan.md")
                    .doesNotContain("# Pump");
            assertThat(request.material()).containsExactly(new ModelRequest.Material("PRD.md", "# Pump\n"));
            assertThat(request.schema()).contains("\"enum\":[\"test-plan.md\"]");
        }

        @Test
        void asks_again_with_the_reason_where_an_answer_cannot_be_used() throws IOException {
            instructions("plans/*.md");

            Session session = run(
                    "test-plan",
                    saying(
                            "Sure! Here is your plan",
                            "{\"files\": [{\"path\": \"../x\", \"text\": \"\"}], \"failure\": \"\"}",
                            "{\"files\": [{\"path\": \"plans/a.md\", \"text\": \"a\"}], \"failure\": \"\"}"));

            assertThat(session.status()).isEqualTo(SessionStatus.PENDING_APPROVAL);
            assertThat(questions.get(1).request().instructions()).contains("did not write a proposal in JSON");
            assertThat(questions.get(2).request().instructions())
                    .contains("is not the path of a file in the workspace");
        }

        @Test
        void fails_where_the_model_writes_what_the_skill_may_not() throws IOException {
            instructions("test-plan.md");

            Session session = run(
                    "test-plan", saying("{\"files\": [{\"path\": \"PRD.md\", \"text\": \"x\"}], \"failure\": \"\"}"));

            assertThat(session.failure().orElseThrow().message())
                    .contains("proposes 'PRD.md', which its skill may not write");
            assertThat(gateway.workspace().get("PRD.md")).hasValue("# Pump\n".getBytes());
        }

        @Test
        void fails_with_the_models_reason_where_it_cannot_be_done() throws IOException {
            instructions("test-plan.md");

            Session session = run("test-plan", saying("{\"files\": [], \"failure\": \"the PRD names no rail\"}"));

            assertThat(session.failure().orElseThrow().message()).isEqualTo("the PRD names no rail");
        }

        @Test
        void says_what_to_do_where_there_is_no_model() throws IOException {
            instructions("test-plan.md");

            assertThat(run("test-plan").failure().orElseThrow().message())
                    .contains("done by a language model, and none is configured");
        }
    }
}
