package io.metaforge.testkit.facade;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.groups.Tuple.tuple;
import static org.awaitility.Awaitility.await;

import io.metaforge.application.MetaForge;
import io.metaforge.application.agent.Proposal;
import io.metaforge.application.port.out.Tool;
import io.metaforge.application.port.out.ToolRequest;
import io.metaforge.application.port.out.ToolResult;
import io.metaforge.application.port.out.Tools;
import io.metaforge.application.port.out.Tools.Detected;
import io.metaforge.application.settings.Settings;
import io.metaforge.domain.approval.Actor;
import io.metaforge.domain.artifact.InputFile;
import io.metaforge.domain.artifact.WorkspacePath;
import io.metaforge.domain.failure.Failure;
import io.metaforge.domain.failure.FailureKind;
import io.metaforge.domain.session.Session;
import io.metaforge.domain.session.SessionStatus;
import io.metaforge.testkit.Gate;
import io.metaforge.testkit.ScriptedAgent;
import io.metaforge.testkit.ScriptedTool;
import io.metaforge.testkit.TestGateway;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Tools as agents use them. */
@Timeout(60)
class ToolUseTest {

    private static final WorkspacePath NETLIST = new WorkspacePath("filter.cir");

    private static TestGateway gateway(ScriptedAgent agent, Tool... tools) {
        return gateway(agent, UnaryOperator.identity(), tools);
    }

    private static TestGateway gateway(
            ScriptedAgent agent, UnaryOperator<MetaForge.Builder> description, Tool... tools) {
        TestGateway gateway = TestGateway.describedBy(builder -> {
            builder.agent(agent);
            List.of(tools).forEach(builder::tool);
            return description.apply(builder);
        });
        gateway.workspace().put(NETLIST.value(), "R1 in out 1k\n");
        return gateway;
    }

    /** An agent that proposes what a tool prints for the netlist. */
    private static ScriptedAgent executing(String tool) {
        return executing(tool, ToolRequest.of("-b", NETLIST.value()));
    }

    private static ScriptedAgent executing(String tool, ToolRequest request) {
        return ScriptedAgent.following("simulate", context -> {
            ToolResult result = context.tool(tool)
                    .execute(request.withInput(NETLIST, context.read(NETLIST)))
                    .requireSuccess();
            return Proposal.builder()
                    .write(new WorkspacePath("result.txt"), result.output())
                    .build();
        });
    }

    private static Failure failureOf(TestGateway gateway) {
        return gateway.runToEnd("simulate").failure().orElseThrow();
    }

    @Nested
    class Executing {

        @Test
        void givesTheToolWhatTheAgentReadAndTheAgentWhatTheToolMade() {
            ScriptedTool spice = ScriptedTool.following("spice", request -> ToolResult.success(
                            "spice", new String(request.inputs().get(NETLIST), StandardCharsets.UTF_8).strip())
                    .withFile(new WorkspacePath("out/wave.raw"), new byte[] {1, 2}));
            ScriptedAgent agent = ScriptedAgent.following("simulate", context -> {
                ToolResult result = context.tool("spice")
                        .execute(ToolRequest.of("-b")
                                .withParameter("points", 100)
                                .withInput(NETLIST, context.read(NETLIST)));
                Proposal.Builder proposal = Proposal.builder().write(new WorkspacePath("result.txt"), result.output());
                result.files().forEach(proposal::write);
                return proposal.build();
            });
            try (TestGateway gateway = gateway(agent, spice)) {
                Session pending = gateway.runToEnd("simulate");
                gateway.approve(pending.id());

                assertThat(pending.proposal().orElseThrow().inputs())
                        .extracting(InputFile::path)
                        .containsExactly(NETLIST);
                assertThat(gateway.workspace().get("result.txt"))
                        .hasValue("R1 in out 1k".getBytes(StandardCharsets.UTF_8));
                assertThat(gateway.workspace().get("out/wave.raw")).hasValue(new byte[] {1, 2});
                assertThat(spice.requests()).singleElement().satisfies(request -> {
                    assertThat(request.arguments()).containsExactly("-b");
                    assertThat(request.parameters()).isEqualTo(Map.of("points", 100));
                });
            }
        }

        @Test
        void failsWithTheToolsOwnWordsWhereTheAgentInsistsOnSuccess() {
            ScriptedTool spice = ScriptedTool.following(
                    "spice", request -> ToolResult.failure("spice", 3, "singular matrix: check node out\n"));
            try (TestGateway gateway = gateway(executing("spice"), spice)) {
                Failure failure = failureOf(gateway);

                assertThat(failure.kind()).isEqualTo(FailureKind.TOOL);
                assertThat(failure.message())
                        .isEqualTo("spice ended with exit code 3: singular matrix: check node out");
                assertThat(failure.details()).containsEntry("tool", "spice").containsEntry("exit_code", 3);
            }
        }

        @Test
        void failsAsAToolWhereTheToolHasABugAndTellsNothingOfItsInside() {
            ScriptedTool buggy = ScriptedTool.following("spice", request -> {
                throw new IllegalStateException("/home/somebody/secret");
            });
            try (TestGateway gateway = gateway(executing("spice"), buggy)) {
                Failure failure = failureOf(gateway);

                assertThat(failure.kind()).isEqualTo(FailureKind.TOOL);
                assertThat(failure.message()).doesNotContain("secret");
                assertThat(failure.details()).containsKeys("tool", "incident");
            }
        }

        @Test
        void endsAToolThatTakesLongerThanItsLimitEvenIfItHeedsNothing() {
            Gate gate = new Gate();
            ScriptedTool deaf = ScriptedTool.following("spice", request -> {
                gate.passDeaf();
                return ToolResult.success("spice", "too late");
            });
            ToolRequest hurried =
                    ToolRequest.EMPTY.withLimits(ToolRequest.Limits.DEFAULT.withTime(Duration.ofMillis(100)));
            try (TestGateway gateway = gateway(executing("spice", hurried), deaf)) {
                Failure failure = failureOf(gateway);

                assertThat(failure.kind()).isEqualTo(FailureKind.TIMEOUT);
                assertThat(failure.message()).isEqualTo("spice did not end within 0.1 seconds");
            } finally {
                gate.open();
            }
        }

        @Test
        void leavesAToolNoMoreTimeThanTheRunHas() {
            ScriptedTool spice = ScriptedTool.printing("spice", "done");
            try (TestGateway gateway = gateway(
                    executing("spice"),
                    builder -> builder.settings(Settings.DEFAULT.withRunDeadline(Duration.ofSeconds(30))),
                    spice)) {
                gateway.runToEnd("simulate");

                assertThat(spice.requests().get(0).limits().time())
                        .isPositive()
                        .isLessThanOrEqualTo(Duration.ofSeconds(30));
            }
        }

        @Test
        void interruptsTheToolWhenTheRunIsCancelled() throws Exception {
            Gate gate = new Gate();
            ScriptedTool waiting = ScriptedTool.following("spice", request -> {
                gate.pass();
                return ToolResult.success("spice", "never");
            });
            try (TestGateway gateway = gateway(executing("spice"), waiting)) {
                Session running = gateway.run("simulate");
                gate.awaitArrival();
                gateway.metaForge().cancelSession().cancel(running.id(), Actor.LOCAL);

                gate.awaitInterruption();
                assertThat(gateway.session(running.id()).status()).isEqualTo(SessionStatus.CANCELLED);
            }
        }

        @Test
        void refusesMoreOutputThanTheLimit() {
            ToolRequest small = ToolRequest.EMPTY.withLimits(ToolRequest.Limits.DEFAULT.withOutputBytes(10));
            try (TestGateway gateway =
                    gateway(executing("spice", small), ScriptedTool.printing("spice", "01234567890"))) {
                assertThat(failureOf(gateway).message()).isEqualTo("spice printed and wrote 11 bytes; the limit is 10");
            }
        }
    }

    @Nested
    class MissingTools {

        @Test
        void failTheRunWithTheAdviceOfTheTool() {
            try (TestGateway gateway = gateway(
                    executing("spice"), ScriptedTool.missing("spice", "spice was not found. Install spice 39"))) {
                Failure failure = failureOf(gateway);

                assertThat(failure.kind()).isEqualTo(FailureKind.TOOL);
                assertThat(failure.message()).isEqualTo("spice was not found. Install spice 39");
                assertThat(failure.details()).containsEntry("state", "not_found");
            }
        }

        @Test
        void thatNobodyKnowsFailTheRunToo() {
            try (TestGateway gateway = gateway(executing("spice"))) {
                assertThat(failureOf(gateway).message()).isEqualTo("This gateway has no tool 'spice'");
            }
        }

        @Test
        void thatAreOnlyLookedForCannotBeExecuted() {
            Tools lookedFor = new Tools() {
                @Override
                public List<Detected> detected() {
                    return List.of(Detected.available("spice", "39"));
                }

                @Override
                public List<Detected> detect() {
                    return detected();
                }
            };
            try (TestGateway gateway = gateway(executing("spice"), builder -> builder.tools(lookedFor))) {
                assertThat(failureOf(gateway).message()).isEqualTo("This gateway finds spice but cannot execute it");
            }
        }

        @Test
        void canBeDoneWithout() {
            ScriptedAgent agent = ScriptedAgent.following("simulate", context -> {
                Optional<Tool> spice = context.toolIfAvailable("spice");
                return Proposal.builder()
                        .write(new WorkspacePath("result.txt"), spice.isPresent() ? "simulated" : "estimated")
                        .build();
            });
            try (TestGateway gateway = gateway(agent, ScriptedTool.missing("spice", "Install spice"))) {
                gateway.approve(gateway.runToEnd("simulate").id());

                assertThat(gateway.workspace().get("result.txt"))
                        .hasValue("estimated".getBytes(StandardCharsets.UTF_8));
            }
        }
    }

    @Nested
    class Listing {

        @Test
        void showsOwnToolsBesideThoseOfTheMachineAndInsteadOfOnesOfTheSameName() {
            Tools machine = new Tools() {
                @Override
                public List<Detected> detected() {
                    return List.of(
                            new Detected("kicad", Tools.State.NOT_FOUND, null, "Install KiCad"),
                            new Detected("spice", Tools.State.NOT_FOUND, null, "Install spice"));
                }

                @Override
                public List<Detected> detect() {
                    return detected();
                }
            };
            try (TestGateway gateway = gateway(
                    executing("spice"), builder -> builder.tools(machine), ScriptedTool.printing("spice", "done"))) {
                var system = gateway.metaForge().system();

                assertThat(system.status(true).tools())
                        .extracting(Detected::name, Detected::state)
                        .containsExactly(tuple("spice", Tools.State.DETECTED), tuple("kicad", Tools.State.NOT_FOUND));
                assertThat(system.health().tools())
                        .isEqualTo(system.status(false).tools());
                assertThat(gateway.runToEnd("simulate").status()).isEqualTo(SessionStatus.PENDING_APPROVAL);
            }
        }

        @Test
        void looksForOwnToolsAsSoonAsTheGatewayStarts() {
            try (TestGateway gateway = gateway(executing("spice"), ScriptedTool.printing("spice", "done"))) {
                await().untilAsserted(() -> assertThat(
                                gateway.metaForge().system().health().tools())
                        .hasSize(1));
            }
        }

        @Test
        void refusesTwoToolsOfOneName() {
            assertThatThrownBy(() -> gateway(
                            executing("spice"),
                            ScriptedTool.printing("spice", "one"),
                            ScriptedTool.printing("spice", "two")))
                    .isInstanceOf(IllegalArgumentException.class);
        }
    }
}
