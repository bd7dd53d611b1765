package io.metaforge.testkit.facade;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.groups.Tuple.tuple;

import io.metaforge.application.MetaForge;
import io.metaforge.application.port.in.SystemQueries.AgentStatus;
import io.metaforge.application.port.in.SystemQueries.Condition;
import io.metaforge.application.port.out.LanguageModel;
import io.metaforge.application.port.out.Tools;
import io.metaforge.domain.failure.FailureKind;
import io.metaforge.domain.skill.Skill;
import io.metaforge.testkit.ScriptedAgent;
import io.metaforge.testkit.TestGateway;
import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** What a gateway tells about itself. */
class SystemTest {

    private static final Tools.Detected NGSPICE = new Tools.Detected("ngspice", Tools.State.DETECTED, "39", null);

    /** Finds a tool, but only when it looks. */
    private static final class LazyTools implements Tools {

        private volatile List<Detected> found = List.of();

        @Override
        public List<Detected> detected() {
            return found;
        }

        @Override
        public List<Detected> detect() {
            found = List.of(NGSPICE);
            return found;
        }
    }

    @Nested
    class Health {

        @Test
        void isHealthyWithoutToolsOrModel() {
            try (TestGateway gateway = TestGateway.of()) {
                var health = gateway.metaForge().system().health();

                assertThat(health.condition()).isEqualTo(Condition.HEALTHY);
                assertThat(health.version()).isEqualTo("test");
                assertThat(health.storeAvailable()).isTrue();
                assertThat(health.languageModel()).isEqualTo(LanguageModel.State.NOT_CONFIGURED);
                assertThat(health.uptime()).isPositive();
            }
        }

        @Test
        void isDegradedWhereTheModelIsOutOfReachOrAnAgentIsMissing() {
            List<UnaryOperator<MetaForge.Builder>> failing = List.of(
                    builder -> builder.languageModel(() -> LanguageModel.State.UNREACHABLE),
                    builder -> builder.brokenAgent("power", "its library is missing"));
            for (var description : failing) {
                try (TestGateway gateway = TestGateway.describedBy(description)) {
                    assertThat(gateway.metaForge().system().health().condition())
                            .isEqualTo(Condition.DEGRADED);
                }
            }
        }
    }

    @Nested
    class Status {

        @Test
        void listsAgentsAlsoThoseThatAreNotLoaded() {
            try (TestGateway gateway = TestGateway.describedBy(builder -> builder.agent(ScriptedAgent.idle("one"))
                    .agent(ScriptedAgent.idle("one"))
                    .brokenAgent("power", "its library is missing"))) {
                assertThat(gateway.metaForge().system().status(false).agents())
                        .extracting(AgentStatus::name, AgentStatus::loaded)
                        .containsExactly(tuple("one", true), tuple("one", false), tuple("power", false));
                assertThat(gateway.metaForge().system().status(false).agents())
                        .filteredOn(agent -> !agent.loaded())
                        .allSatisfy(agent -> assertThat(agent.problem()).isNotBlank());
            }
        }

        @Test
        void looksForToolsOnlyWhenAsked() {
            try (TestGateway gateway = TestGateway.describedBy(builder -> builder.tools(new LazyTools()))) {
                assertThat(gateway.metaForge().system().status(false).tools()).isEmpty();
                assertThat(gateway.metaForge().system().status(true).tools()).containsExactly(NGSPICE);
                assertThat(gateway.metaForge().system().health().tools()).containsExactly(NGSPICE);
            }
        }

        @Test
        void tellsWhereTheWorkspaceIs() {
            try (TestGateway gateway = TestGateway.of()) {
                assertThat(gateway.metaForge().system().status(false).workspace())
                        .isEqualTo(gateway.workspace().location());
            }
        }
    }

    @Test
    void listsSkillsByName() {
        try (TestGateway gateway = TestGateway.of(ScriptedAgent.idle("b"), ScriptedAgent.idle("a"))) {
            assertThat(gateway.metaForge().system().skills())
                    .extracting(Skill::name)
                    .extracting(Object::toString)
                    .containsExactly("a", "b");
        }
    }

    @Test
    void refusesPagesOfTheAuditOutOfBounds() {
        try (TestGateway gateway = TestGateway.of()) {
            assertThat(Failures.of(() -> gateway.metaForge().system().audit(0, 0))
                            .kind())
                    .isEqualTo(FailureKind.VALIDATION);
            assertThat(Failures.of(() -> gateway.metaForge().system().audit(201, 0))
                            .kind())
                    .isEqualTo(FailureKind.VALIDATION);
            assertThat(Failures.of(() -> gateway.metaForge().system().audit(1, -1))
                            .kind())
                    .isEqualTo(FailureKind.VALIDATION);
        }
    }
}
