package io.metaforge.domain.session;

import static io.metaforge.domain.session.SessionFixtures.ALICE;
import static io.metaforge.domain.session.SessionFixtures.ID;
import static io.metaforge.domain.session.SessionFixtures.LATER;
import static io.metaforge.domain.session.SessionFixtures.PROPOSAL;
import static io.metaforge.domain.session.SessionFixtures.approval;
import static io.metaforge.domain.session.SessionFixtures.in;
import static io.metaforge.domain.session.SessionFixtures.rejection;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import io.metaforge.domain.approval.Decision;
import io.metaforge.domain.approval.Verdict;
import io.metaforge.domain.artifact.WorkspacePath;
import io.metaforge.domain.failure.Failure;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** The published names and members: those of the API reference first, exactly and in its order. */
class SessionEventTest {

    private static final String SESSION = ID.value();

    @Test
    void started() {
        SessionEvent event = only(in(SessionStatus.RUNNING).start(LATER));

        assertThat(event.name()).isEqualTo("session.started");
        assertThat(event.data()).containsExactly(entry("session_id", SESSION), entry("skill", "spec"));
    }

    @Test
    void progressed() {
        SessionEvent event = in(SessionStatus.RUNNING).progress(0.5, "Parsing constraints...");

        assertThat(event.name()).isEqualTo("agent.progress");
        assertThat(event.data())
                .containsExactly(
                        entry("session_id", SESSION),
                        entry("agent", "requirements-agent"),
                        entry("progress", 0.5),
                        entry("message", "Parsing constraints..."));
    }

    @Test
    void completedWithAProposal() {
        SessionEvent event = only(in(SessionStatus.RUNNING).propose(PROPOSAL, LATER));

        assertThat(event.name()).isEqualTo("session.complete");
        assertThat(event.data())
                .containsExactly(
                        entry("session_id", SESSION),
                        entry("status", "pending_approval"),
                        entry("artifacts", List.of("assumptions.md", "constraints.json")));
    }

    @Test
    void completedWithNothingToWrite() {
        SessionEvent event = only(in(SessionStatus.RUNNING).finish(LATER));

        assertThat(event.name()).isEqualTo("session.complete");
        assertThat(event.data())
                .containsExactly(
                        entry("session_id", SESSION), entry("status", "completed"), entry("artifacts", List.of()));
    }

    @Test
    void failed() {
        Failure failure = Failure.invalid("input.files[0]", "a file", "There is no PRD.md");
        SessionEvent event = only(in(SessionStatus.RUNNING).fail(failure, LATER));

        assertThat(event.name()).isEqualTo("session.failed");
        assertThat(event.data())
                .containsExactly(
                        entry("session_id", SESSION),
                        entry("status", "failed"),
                        entry(
                                "error",
                                Map.of(
                                        "code",
                                        "VALIDATION_ERROR",
                                        "message",
                                        "There is no PRD.md",
                                        "details",
                                        new TreeMap<>(Map.of("field", "input.files[0]", "expected", "a file")))));
    }

    @Test
    void cancelled() {
        SessionEvent event = only(in(SessionStatus.RUNNING).cancel(ALICE, LATER));

        assertThat(event.name()).isEqualTo("session.cancelled");
        assertThat(event.data())
                .containsExactly(entry("session_id", SESSION), entry("status", "cancelled"), entry("actor", "alice"));
    }

    @Test
    void approved() {
        SessionEvent event = only(in(SessionStatus.APPLYING).applied(LATER));

        assertThat(event.name()).isEqualTo("approval.approved");
        assertThat(event.data())
                .containsExactly(
                        entry("session_id", SESSION),
                        entry("status", "approved"),
                        entry("artifacts", List.of("assumptions.md", "constraints.json")),
                        entry("actor", "alice"),
                        entry("digest", PROPOSAL.digest().hex()),
                        entry("comment", "LGTM"));
    }

    @Test
    void approvedInPartNamesThatPart() {
        Session applying = in(SessionStatus.PENDING_APPROVAL)
                .approve(approval("assumptions.md"), LATER)
                .session();

        assertThat(only(applying.applied(LATER)).data()).containsEntry("artifacts", List.of("assumptions.md"));
    }

    @Test
    void rejected() {
        SessionEvent event = only(in(SessionStatus.PENDING_APPROVAL).reject(rejection(), LATER));

        assertThat(event.name()).isEqualTo("approval.rejected");
        assertThat(event.data())
                .containsExactly(
                        entry("session_id", SESSION),
                        entry("status", "rejected"),
                        entry("actor", "alice"),
                        entry("digest", PROPOSAL.digest().hex()),
                        entry("reason", "Need to revise power requirements"));
    }

    @Test
    void commentAndReasonAreLeftOutWhereThereIsNone() {
        List<WorkspacePath> paths = PROPOSAL.paths();
        Decision approved = new Decision(Verdict.APPROVED, ALICE, null, PROPOSAL.digest(), paths, LATER);
        Decision rejected = new Decision(Verdict.REJECTED, ALICE, null, PROPOSAL.digest(), List.of(), LATER);

        assertThat(new SessionEvent.Approved(ID, approved).data()).doesNotContainKey("comment");
        assertThat(new SessionEvent.Rejected(ID, rejected).data()).doesNotContainKey("reason");
    }

    @Test
    void deleted() {
        SessionEvent event = in(SessionStatus.APPROVED).delete(ALICE);

        assertThat(event.name()).isEqualTo("session.deleted");
        assertThat(event.data()).containsExactly(entry("session_id", SESSION), entry("actor", "alice"));
    }

    private static SessionEvent only(Transition transition) {
        assertThat(transition.events()).hasSize(1);
        return transition.events().get(0);
    }
}
