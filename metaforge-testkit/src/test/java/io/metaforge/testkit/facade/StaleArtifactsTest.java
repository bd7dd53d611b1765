package io.metaforge.testkit.facade;

import static org.assertj.core.api.Assertions.assertThat;

import io.metaforge.application.agent.Proposal;
import io.metaforge.application.agent.RunContext;
import io.metaforge.application.agent.StaleInput;
import io.metaforge.application.port.in.ApproveSession;
import io.metaforge.application.port.in.SystemQueries;
import io.metaforge.domain.approval.Actor;
import io.metaforge.domain.artifact.WorkspacePath;
import io.metaforge.domain.provenance.ArtifactState;
import io.metaforge.domain.provenance.ArtifactStatus;
import io.metaforge.domain.provenance.Cause;
import io.metaforge.domain.session.Session;
import io.metaforge.domain.session.SessionId;
import io.metaforge.domain.session.SessionStatus;
import io.metaforge.domain.session.Warning;
import io.metaforge.testkit.ScriptedAgent;
import io.metaforge.testkit.TestGateway;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** How what was approved goes with a workspace that changes: PRD.md → constraints.json → architecture.md. */
class StaleArtifactsTest {

    private final List<StaleInput> toldToAgent = new CopyOnWriteArrayList<>();

    /** Takes no notice of the case of letters, so that a PRD can change without an effect. */
    private final ScriptedAgent spec = ScriptedAgent.following("spec", run -> Proposal.builder()
            .write(path("constraints.json"), text(run, "PRD.md").toLowerCase(Locale.ROOT))
            .write(path("assumptions.md"), "assumed of " + text(run, "PRD.md"))
            .build());

    private final ScriptedAgent architecture = ScriptedAgent.following("architecture", run -> {
        String constraints = text(run, "constraints.json");
        toldToAgent.addAll(run.staleInputs());
        run.readIfPresent(path("architecture.md"));
        return Proposal.builder()
                .write(path("architecture.md"), "made of " + constraints)
                .build();
    });

    private final ScriptedAgent power = ScriptedAgent.following("power", run -> Proposal.builder()
            .write(path("power.md"), text(run, "architecture.md") + text(run, "constraints.json"))
            .build());

    private final ScriptedAgent count = ScriptedAgent.following("count", run -> Proposal.builder()
            .write(path("count.txt"), String.valueOf(text(run, "PRD.md").length()))
            .build());

    @RegisterExtension
    final TestGateway gateway = TestGateway.of(spec, architecture, power, count);

    private static WorkspacePath path(String path) {
        return new WorkspacePath(path);
    }

    private static String text(RunContext run, String path) {
        return run.readText(path(path));
    }

    private Session approved(String skill) {
        Session pending = gateway.runToEnd(skill);
        assertThat(pending.status()).isEqualTo(SessionStatus.PENDING_APPROVAL);
        return gateway.approve(pending.id());
    }

    private void prd(String text) {
        gateway.workspace().put("PRD.md", text);
    }

    private List<ArtifactStatus> states(Session session) {
        return gateway.metaForge().sessions().describe(session.id()).artifacts();
    }

    private List<ArtifactState> stateNames(Session session) {
        return states(session).stream().map(ArtifactStatus::state).toList();
    }

    private List<String> notable() {
        return gateway.metaForge().system().status(false).artifacts().notable().stream()
                .map(ArtifactStatus::sentence)
                .toList();
    }

    @Nested
    class Approved {

        @Test
        void isCurrentAsLongAsNothingChanges() {
            prd("one");
            Session session = approved("spec");

            assertThat(stateNames(session)).containsExactly(ArtifactState.CURRENT, ArtifactState.CURRENT);
            SystemQueries.Artifacts artifacts =
                    gateway.metaForge().system().status(false).artifacts();
            assertThat(artifacts).isEqualTo(new SystemQueries.Artifacts(2, true, List.of()));
        }

        @Test
        void isStaleWhenWhatWasReadHasChangedAndTheWholeChainWithIt() {
            prd("one");
            Session first = approved("spec");
            Session second = approved("architecture");
            Session third = approved("power");
            prd("two");

            assertThat(states(first).get(1).because())
                    .containsExactly(new Cause(path("PRD.md"), Cause.Kind.CHANGED, null));
            assertThat(states(second).get(0).because())
                    .containsExactly(new Cause(path("constraints.json"), Cause.Kind.STALE, first.id()));
            assertThat(states(third).get(0).because())
                    .containsExactly(
                            new Cause(path("architecture.md"), Cause.Kind.STALE, second.id()),
                            new Cause(path("constraints.json"), Cause.Kind.STALE, first.id()));
            assertThat(notable())
                    .containsExactly(
                            "architecture.md is stale: PRD.md changed since it was approved;"
                                    + " run spec, then architecture again",
                            "assumptions.md is stale: PRD.md changed since it was approved; run spec again",
                            "constraints.json is stale: PRD.md changed since it was approved; run spec again",
                            "power.md is stale: PRD.md changed since it was approved;"
                                    + " run spec, then architecture, then power again");
        }

        @Test
        void isCurrentAgainWhenTheChangeIsTakenBack() {
            prd("one");
            Session first = approved("spec");
            prd("two");
            prd("one");

            assertThat(stateNames(first)).containsOnly(ArtifactState.CURRENT);
        }

        @Test
        void isStaleWhenWhatWasReadIsGone() {
            prd("one");
            Session first = approved("spec");
            gateway.workspace().remove("PRD.md");

            assertThat(states(first).get(0).because())
                    .containsExactly(new Cause(path("PRD.md"), Cause.Kind.MISSING, null));
        }

        @Test
        void isModifiedByHandAndWhatWasMadeOfItIsStale() {
            prd("one");
            Session first = approved("spec");
            Session second = approved("architecture");
            gateway.workspace().put("constraints.json", "by hand");

            assertThat(stateNames(first)).containsExactly(ArtifactState.CURRENT, ArtifactState.MODIFIED);
            assertThat(states(second).get(0).sentence())
                    .isEqualTo("architecture.md is stale: constraints.json changed since it was approved;"
                            + " run architecture again");
        }

        @Test
        void isMissingWhenItIsGoneAndHasToBeMadeAgainFirst() {
            prd("one");
            Session first = approved("spec");
            Session second = approved("architecture");
            gateway.workspace().remove("constraints.json");

            assertThat(stateNames(first)).containsExactly(ArtifactState.CURRENT, ArtifactState.MISSING);
            assertThat(states(second).get(0).sentence()).endsWith("run spec, then architecture again");
        }

        @Test
        void isSupersededByALaterApprovalOfTheSamePath() {
            prd("one");
            Session first = approved("spec");
            prd("two");
            Session second = approved("spec");

            assertThat(stateNames(first)).containsOnly(ArtifactState.SUPERSEDED);
            assertThat(states(first).get(0).because())
                    .containsExactly(new Cause(path("assumptions.md"), Cause.Kind.SUPERSEDED, second.id()));
            assertThat(stateNames(second)).containsOnly(ArtifactState.CURRENT);
            assertThat(notable()).isEmpty();
        }

        @Test
        void leavesAStateOnlyToFilesThatWereApproved() {
            prd("one");
            Session pending = gateway.runToEnd("spec");
            gateway.metaForge()
                    .approveSession()
                    .approve(new ApproveSession.Command(
                            pending.id(), Actor.LOCAL, null, null, List.of(path("constraints.json")), null));

            assertThat(states(pending))
                    .singleElement()
                    .satisfies(status -> assertThat(status.artifact().path()).isEqualTo(path("constraints.json")));
        }

        @Test
        void isNotStaleForHavingReadWhatItReplaced() {
            prd("one");
            approved("spec");
            approved("architecture");
            prd("two");
            approved("spec");
            Session again = approved("architecture");

            assertThat(again.proposal().orElseThrow().inputs()).hasSize(2);
            assertThat(stateNames(again)).containsExactly(ArtifactState.CURRENT);
        }
    }

    @Nested
    class RunAgain {

        @Test
        void makesCurrentWhatComesOutTheSameWithoutAnApproval() {
            prd("one");
            Session first = approved("spec");
            prd("ONE");
            assertThat(stateNames(first)).containsOnly(ArtifactState.STALE);

            Session again = gateway.runToEnd("spec");

            assertThat(again.proposal().orElseThrow().paths()).containsExactly(path("assumptions.md"));
            assertThat(stateNames(first)).containsExactly(ArtifactState.STALE, ArtifactState.CURRENT);
            gateway.approve(again.id());
            assertThat(notable()).isEmpty();
        }

        @Test
        void makesCurrentWhatIsAllThereAlready() {
            prd("one");
            Session first = approved("count");
            prd("two");
            assertThat(stateNames(first)).containsExactly(ArtifactState.STALE);

            Session again = gateway.runToEnd("count");

            assertThat(again.status()).isEqualTo(SessionStatus.COMPLETED);
            assertThat(stateNames(first)).containsExactly(ArtifactState.CURRENT);
        }

        @Test
        void doesNotConfirmOtherBytesThanWereApproved() {
            prd("one");
            Session first = approved("count");
            prd("four");
            gateway.workspace().put("count.txt", "4");

            assertThat(gateway.runToEnd("count").status()).isEqualTo(SessionStatus.COMPLETED);
            assertThat(stateNames(first)).containsExactly(ArtifactState.STALE);
        }
    }

    @Nested
    class ReadingWhatIsStale {

        @Test
        void warnsInTheSessionInItsProgressAndTellsTheAgent() {
            prd("one");
            Session first = approved("spec");
            prd("two");
            Session run = gateway.runToEnd("architecture");

            String sentence = "constraints.json is stale: PRD.md changed since it was approved; run spec again";
            assertThat(run.warnings())
                    .containsExactly(
                            new Warning(Warning.Kind.STALE_INPUT, sentence, path("constraints.json"), first.id()));
            assertThat(toldToAgent).extracting(StaleInput::sentence).containsExactly(sentence);
            assertThat(progress(run.id())).contains(sentence);
            assertThat(gateway.approve(run.id()).warnings()).isEqualTo(run.warnings());
        }

        @Test
        void saysNothingOfWhatIsCurrentOrWasWrittenByHand() {
            prd("one");
            Session first = gateway.runToEnd("spec");
            approved("spec");
            Session second = approved("architecture");

            assertThat(first.warnings()).isEmpty();
            assertThat(second.warnings()).isEmpty();
            assertThat(toldToAgent).isEmpty();
        }

        @Test
        void saysNothingOfWhatTheSameSkillWroteTheLastTime() {
            prd("one");
            approved("spec");
            approved("architecture");
            prd("two");
            approved("spec");
            Session again = gateway.runToEnd("architecture");

            assertThat(again.proposal().orElseThrow().inputs()).hasSize(2);
            assertThat(again.warnings()).isEmpty();
        }

        private List<String> progress(SessionId session) {
            return gateway.metaForge().events().history(session, 0, 200).stream()
                    .filter(event -> event.name().equals("agent.progress"))
                    .map(event -> String.valueOf(event.data().get("message")))
                    .toList();
        }
    }

    @Nested
    class Sessions {

        @Test
        void thatWroteWhatIsStaleAreFoundAmongOthers() {
            prd("one");
            Session first = approved("spec");
            Session second = approved("architecture");
            prd("two");
            Session third = approved("spec");

            List<SessionId> all = List.of(first.id(), second.id(), third.id());
            assertThat(gateway.metaForge().sessions().stale(all)).containsExactly(second.id());
            assertThat(gateway.metaForge().sessions().stale(List.of())).isEmpty();
        }

        @Test
        void leaveWhatTheyWroteBehindWhenTheyAreDeleted() {
            prd("one");
            Session first = approved("spec");
            gateway.metaForge().deleteSession().delete(first.id(), Actor.LOCAL);
            prd("two");

            assertThat(notable()).hasSize(2);
        }
    }
}
