package io.metaforge.application.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.metaforge.application.approval.ApprovalPolicy;
import io.metaforge.application.approval.Opinion;
import io.metaforge.application.approval.ProposedChange;
import io.metaforge.domain.approval.Actor;
import io.metaforge.domain.artifact.Change;
import io.metaforge.domain.artifact.ChangeSet;
import io.metaforge.domain.artifact.Digest;
import io.metaforge.domain.artifact.ProposedArtifact;
import io.metaforge.domain.artifact.WorkspacePath;
import io.metaforge.domain.session.SessionId;
import io.metaforge.domain.skill.Skill;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Policies that do not answer. */
@Timeout(30)
class PolicyBoardTest {

    private static final ProposedChange PROPOSED = new ProposedChange(
            new SessionId("session-00000000000000000000000001"),
            Skill.of("edit", "editor", "Edits", List.of(), List.of()),
            Actor.LOCAL,
            ChangeSet.of(
                    "edit",
                    "1",
                    List.of(),
                    List.of(new ProposedArtifact(
                            new WorkspacePath("a.md"), Change.CREATE, 1, Digest.of("x"), null, 1, 0))));

    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final CountDownLatch asked = new CountDownLatch(1);
    private final CountDownLatch release = new CountDownLatch(1);
    private final CountDownLatch interrupted = new CountDownLatch(1);

    private final ApprovalPolicy deaf = ApprovalPolicy.of("deaf", proposed -> {
        asked.countDown();
        while (true) {
            try {
                release.await();
                return Opinion.approve("at last");
            } catch (InterruptedException e) {
                interrupted.countDown();
            }
        }
    });

    @AfterEach
    void stop() {
        release.countDown();
        threads.shutdownNow();
    }

    @Test
    void leaveTheProposalToAPersonWhateverOthersApprove() throws Exception {
        ApprovalPolicy all = ApprovalPolicy.of("all", proposed -> Opinion.approve("fine"));

        Ruling ruling = new PolicyBoard(List.of(deaf, all), Duration.ofMillis(50)).rule(PROPOSED, threads);

        assertThat(ruling)
                .isEqualTo(new Ruling(Ruling.Kind.PERSON, Actor.policy("deaf"), "the policy did not answer in time"));
        assertThat(interrupted.await(10, TimeUnit.SECONDS)).as("told to stop").isTrue();
    }

    @Test
    void keepNoGatewayFromStopping() throws Exception {
        Thread stopping = Thread.currentThread();
        threads.execute(() -> {
            try {
                asked.await();
                stopping.interrupt();
            } catch (InterruptedException over) {
                // the test failed before
            }
        });

        assertThatThrownBy(() -> new PolicyBoard(List.of(deaf)).rule(PROPOSED, threads))
                .isInstanceOf(InterruptedException.class);
        assertThat(interrupted.await(10, TimeUnit.SECONDS)).as("told to stop").isTrue();
    }
}
