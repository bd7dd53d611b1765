package io.metaforge.testkit.facade;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.metaforge.application.MetaForge;
import io.metaforge.application.agent.Proposal;
import io.metaforge.application.approval.ApprovalPolicy;
import io.metaforge.application.approval.Opinion;
import io.metaforge.application.approval.ProposedChange;
import io.metaforge.application.memory.MemoryStores;
import io.metaforge.application.memory.MemoryWorkspace;
import io.metaforge.application.port.in.RunAgent;
import io.metaforge.application.port.out.Stores;
import io.metaforge.application.port.out.Workspace;
import io.metaforge.domain.approval.Actor;
import io.metaforge.domain.approval.AuditEntry;
import io.metaforge.domain.approval.Decision;
import io.metaforge.domain.approval.Verdict;
import io.metaforge.domain.artifact.Digest;
import io.metaforge.domain.artifact.WorkspacePath;
import io.metaforge.domain.failure.Failure;
import io.metaforge.domain.failure.FailureKind;
import io.metaforge.domain.session.RecordedEvent;
import io.metaforge.domain.session.RunInput;
import io.metaforge.domain.session.RunOptions;
import io.metaforge.domain.session.Session;
import io.metaforge.domain.session.SessionId;
import io.metaforge.domain.session.SessionStatus;
import io.metaforge.testkit.ScriptedAgent;
import io.metaforge.testkit.TestGateway;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Policies that decide over proposals as they are made. */
@Timeout(60)
class ApprovalPolicyTest {

    private static final ScriptedAgent WRITER = ScriptedAgent.following("edit", context -> Proposal.builder()
            .write(new WorkspacePath("docs/a.md"), "one\ntwo\n")
            .build());

    private static TestGateway gateway(ScriptedAgent agent, ApprovalPolicy... policies) {
        return TestGateway.describedBy(builder -> {
            builder.agent(agent);
            List.of(policies).forEach(builder::approvalPolicy);
            return builder;
        });
    }

    private static ApprovalPolicy saying(String name, Opinion opinion) {
        return ApprovalPolicy.of(name, proposed -> opinion);
    }

    private static Session decided(TestGateway gateway, SessionStatus expected) {
        SessionId session = gateway.runToEnd("edit").id();
        await().until(() -> gateway.session(session).status() == expected);
        return gateway.session(session);
    }

    @Nested
    class Deciding {

        @Test
        void anApprovalIsAppliedAndRecordedAsThePolicys() {
            try (TestGateway gateway = gateway(WRITER, saying("docs-only", Opinion.approve("only documents")))) {
                Session approved = decided(gateway, SessionStatus.APPROVED);

                assertThat(gateway.workspace().get("docs/a.md")).isPresent();
                Decision decision = approved.decision().orElseThrow();
                assertThat(decision.actor()).isEqualTo(new Actor("policy:docs-only"));
                assertThat(decision.comment()).isEqualTo("only documents");
                assertThat(decision.digest())
                        .isEqualTo(approved.proposal().orElseThrow().digest());
                assertThat(gateway.metaForge().system().audit(10, 0))
                        .containsExactly(new AuditEntry(approved.id().value(), "edit", decision));
                assertThat(last(gateway, approved)).satisfies(event -> {
                    assertThat(event.name()).isEqualTo("approval.approved");
                    assertThat(event.data().toString()).contains("policy:docs-only", "only documents");
                });
            }
        }

        @Test
        void aRefusalIsRecordedWithItsReasonAndNothingIsWritten() {
            try (TestGateway gateway = gateway(WRITER, saying("freeze", Opinion.reject("the board is released")))) {
                Session rejected = decided(gateway, SessionStatus.REJECTED);

                assertThat(gateway.workspace().paths()).isEmpty();
                assertThat(rejected.decision().orElseThrow().verdict()).isEqualTo(Verdict.REJECTED);
                assertThat(rejected.decision().orElseThrow().comment()).isEqualTo("the board is released");
                assertThat(gateway.metaForge().system().audit(10, 0))
                        .extracting(entry -> entry.decision().actor())
                        .containsExactly(new Actor("policy:freeze"));
                assertThat(last(gateway, rejected).name()).isEqualTo("approval.rejected");
            }
        }

        @Test
        void whatIsLeftToAPersonSaysWhy() {
            try (TestGateway gateway = gateway(WRITER, saying("docs-only", Opinion.person("more than 1 line")))) {
                Session pending = decided(gateway, SessionStatus.PENDING_APPROVAL);

                assertThat(gateway.metaForge().events().history(pending.id(), 0, 10))
                        .filteredOn(event -> event.name().equals("agent.progress"))
                        .extracting(event -> event.data().get("message"))
                        .containsExactly("Left to a person by policy:docs-only: more than 1 line");
                assertThat(gateway.approve(pending.id()).status()).isEqualTo(SessionStatus.APPROVED);
            }
        }

        @Test
        void aPolicyIsToldWhatIsProposedByWhomAndForWhom() {
            AtomicReference<ProposedChange> seen = new AtomicReference<>();
            ApprovalPolicy looking = ApprovalPolicy.of("looking", proposed -> {
                seen.set(proposed);
                return Opinion.none();
            });
            try (TestGateway gateway = gateway(WRITER, looking)) {
                Session pending = decided(gateway, SessionStatus.PENDING_APPROVAL);

                ProposedChange proposed = seen.get();
                assertThat(proposed.session()).isEqualTo(pending.id());
                assertThat(proposed.skill().name()).isEqualTo(pending.skill());
                assertThat(proposed.requestedBy()).isEqualTo(Actor.LOCAL);
                assertThat(proposed.changes()).isEqualTo(pending.proposal().orElseThrow());
                assertThat(proposed.changes().artifacts().get(0).linesAdded()).isEqualTo(2);
            }
        }

        @Test
        void nobodyIsAskedWhereNothingIsProposed() {
            List<ProposedChange> asked = new CopyOnWriteArrayList<>();
            ApprovalPolicy looking = ApprovalPolicy.of("looking", proposed -> {
                asked.add(proposed);
                return Opinion.none();
            });
            try (TestGateway gateway = gateway(ScriptedAgent.idle("edit"), looking)) {
                decided(gateway, SessionStatus.COMPLETED);

                assertThat(asked).isEmpty();
            }
        }

        @Test
        void aPolicyThatThrowsLeavesItToAPersonWhateverOthersApprove() {
            ApprovalPolicy throwing = ApprovalPolicy.of("buggy", proposed -> {
                throw new IllegalStateException("secret");
            });
            try (TestGateway gateway =
                    gateway(WRITER.approvedAutomatically(), saying("all", Opinion.approve("fine")), throwing)) {
                Session pending = decided(gateway, SessionStatus.PENDING_APPROVAL);

                assertThat(gateway.metaForge()
                                .events()
                                .history(pending.id(), 0, 10)
                                .toString())
                        .contains("Left to a person by policy:buggy: the policy failed")
                        .doesNotContain("secret");
            }
        }

        private RecordedEvent last(TestGateway gateway, Session session) {
            List<RecordedEvent> events = gateway.metaForge().events().history(session.id(), 0, 10);
            return events.get(events.size() - 1);
        }
    }

    @Nested
    class Together {

        @ParameterizedTest
        @CsvSource({
            "APPROVE REJECT PERSON, REJECTED, b",
            "REJECT REJECT, REJECTED, a",
            "APPROVE PERSON APPROVE, PENDING_APPROVAL,",
            "NONE APPROVE APPROVE, APPROVED, b",
            "APPROVE NONE, APPROVED, a",
            "NONE NONE, PENDING_APPROVAL,",
            "NONE PERSON, PENDING_APPROVAL,",
        })
        void theFirstRefusalWinsElseWhoWantsAPersonElseTheFirstApproval(
                String opinions, SessionStatus expected, @Nullable String by) {
            String[] kinds = opinions.split(" ");
            ApprovalPolicy[] policies = new ApprovalPolicy[kinds.length];
            for (int i = 0; i < kinds.length; i++) {
                policies[i] = saying(Character.toString('a' + i), opinion(kinds[i]));
            }
            try (TestGateway gateway = gateway(WRITER, policies)) {
                Session session = decided(gateway, expected);

                assertThat(session.decision().map(decision -> decision.actor().name()))
                        .isEqualTo(Optional.ofNullable(by).map(name -> "policy:" + name));
            }
        }

        @Test
        void theSkillsOwnModeHoldsWhereNoPolicyHasAnOpinion() {
            try (TestGateway gateway = gateway(WRITER.approvedAutomatically(), saying("a", Opinion.none()))) {
                assertThat(decided(gateway, SessionStatus.APPROVED)
                                .decision()
                                .orElseThrow()
                                .actor())
                        .isEqualTo(Actor.GATEWAY);
            }
        }

        @Test
        void aPolicyCanHoldBackWhatTheSkillWouldApprove() {
            try (TestGateway gateway = gateway(WRITER.approvedAutomatically(), saying("a", Opinion.person("wait")))) {
                decided(gateway, SessionStatus.PENDING_APPROVAL);

                assertThat(gateway.workspace().paths()).isEmpty();
            }
        }

        @Test
        void namesAreUniqueAndFitForARecord() {
            assertThatThrownBy(() -> gateway(WRITER, saying("a", Opinion.none()), saying("a", Opinion.none())))
                    .isInstanceOf(IllegalArgumentException.class);
            assertThatThrownBy(() -> gateway(WRITER, saying("A b", Opinion.none())))
                    .isInstanceOf(IllegalArgumentException.class);
            assertThatThrownBy(() -> Opinion.reject(" ")).isInstanceOf(IllegalArgumentException.class);
        }

        private static Opinion opinion(String kind) {
            return switch (kind) {
                case "APPROVE" -> Opinion.approve("fine");
                case "PERSON" -> Opinion.person("look at it");
                case "REJECT" -> Opinion.reject("no");
                default -> Opinion.none();
            };
        }
    }

    @Nested
    class WhereTheFilesCannotBeWritten {

        @Test
        void aHandEditKeepsTheProposalPending() {
            MemoryWorkspace workspace = new MemoryWorkspace();
            ApprovalPolicy slow = ApprovalPolicy.of("slow", proposed -> {
                workspace.put("docs/a.md", "by hand\n");
                return Opinion.approve("fine");
            });
            try (MetaForge gateway = MetaForge.builder()
                    .workspace(workspace)
                    .agent(WRITER)
                    .approvalPolicy(slow)
                    .build()) {
                gateway.start();
                SessionId session = run(gateway);

                await().until(() -> gateway.sessions().get(session).status() == SessionStatus.PENDING_APPROVAL);
                assertThat(workspace.get("docs/a.md")).hasValue("by hand\n".getBytes());
                assertThat(gateway.system().audit(10, 0)).isEmpty();
                assertThat(told(gateway, session))
                        .containsExactly(
                                "Left to a person by policy:slow: it would approve, but docs/a.md was changed meanwhile");
            }
        }

        @Test
        void anEditOfTheSameBytesIsNoObstacle() {
            MemoryWorkspace workspace = new MemoryWorkspace();
            ApprovalPolicy slow = ApprovalPolicy.of("slow", proposed -> {
                workspace.put("docs/a.md", "one\ntwo\n");
                return Opinion.approve("fine");
            });
            try (MetaForge gateway = MetaForge.builder()
                    .workspace(workspace)
                    .agent(WRITER)
                    .approvalPolicy(slow)
                    .build()) {
                gateway.start();
                SessionId session = run(gateway);

                await().until(() -> gateway.sessions().get(session).status() == SessionStatus.APPROVED);
            }
        }

        @Test
        void aHandEditBeforeTheNextGatewayFinishesTheApprovalIsToldInTheEvents() {
            Stores stores = MemoryStores.create();
            DyingWorkspace workspace = new DyingWorkspace();
            SessionId session;
            try (MetaForge first = MetaForge.builder()
                    .stores(stores)
                    .workspace(workspace)
                    .agent(WRITER)
                    .approvalPolicy(saying("all", Opinion.approve("fine")))
                    .build()) {
                first.start();
                session = run(first);
                await().until(() -> workspace.died);
            }
            workspace.files.put("docs/a.md", "by hand\n");

            try (MetaForge second = MetaForge.builder()
                    .stores(stores)
                    .workspace(workspace)
                    .agent(WRITER)
                    .build()) {
                second.start();

                await().until(() -> second.sessions().get(session).status() == SessionStatus.PENDING_APPROVAL);
                assertThat(told(second, session))
                        .containsExactly(
                                "The approval by policy:all was taken back: docs/a.md was changed after the proposal was made");
                assertThat(second.system().audit(10, 0)).isEmpty();
            }
        }

        @Test
        void aWorkspaceThatCannotBeLockedLeavesItToAPerson() {
            DyingWorkspace workspace = new DyingWorkspace();
            workspace.lockable = false;
            try (MetaForge gateway = MetaForge.builder()
                    .workspace(workspace)
                    .agent(WRITER)
                    .approvalPolicy(saying("all", Opinion.approve("fine")))
                    .build()) {
                gateway.start();
                SessionId session = run(gateway);

                await().until(() -> gateway.sessions().get(session).status() == SessionStatus.PENDING_APPROVAL);
                assertThat(gateway.events().history(session, 0, 10).toString())
                        .contains("Left to a person by policy:all");
            }
        }

        /** The proposal and its approval are one unit of work, so there is nothing between them to be lost. */
        @ParameterizedTest
        @ValueSource(booleans = {true, false})
        void aGatewayThatDiesBeforeItWroteThemLeavesTheApprovalToTheNextOne(boolean byPolicy) {
            Stores stores = MemoryStores.create();
            DyingWorkspace workspace = new DyingWorkspace();
            MetaForge.Builder description = MetaForge.builder()
                    .stores(stores)
                    .workspace(workspace)
                    .agent(byPolicy ? WRITER : WRITER.approvedAutomatically());
            if (byPolicy) {
                description.approvalPolicy(saying("all", Opinion.approve("fine")));
            }
            SessionId session;
            try (MetaForge first = description.build()) {
                first.start();
                session = run(first);
                await().until(() -> workspace.died);
            }
            Session left = stores.sessions().find(session).orElseThrow();
            assertThat(left.status()).isEqualTo(SessionStatus.APPLYING);
            assertThat(left.decision().orElseThrow().actor()).isEqualTo(byPolicy ? Actor.policy("all") : Actor.GATEWAY);

            try (MetaForge second = MetaForge.builder()
                    .stores(stores)
                    .workspace(workspace)
                    .agent(WRITER)
                    .build()) {
                second.start();

                await().until(() -> second.sessions().get(session).status() == SessionStatus.APPROVED);
                assertThat(workspace.files.get("docs/a.md")).isPresent();
                assertThat(second.system().audit(10, 0)).hasSize(1);
            }
        }

        private static List<Object> told(MetaForge gateway, SessionId session) {
            return gateway.events().history(session, 0, 10).stream()
                    .filter(event -> event.name().equals("agent.progress"))
                    .map(event -> event.data().get("message"))
                    .toList();
        }

        private static SessionId run(MetaForge gateway) {
            return gateway.runAgent()
                    .run(new RunAgent.Command(
                            WRITER.skill(), RunInput.EMPTY, RunOptions.DEFAULT, null, Actor.LOCAL, null))
                    .id();
        }
    }

    /** A workspace that dies at the first attempt to write. */
    private static final class DyingWorkspace implements Workspace {

        private final MemoryWorkspace files = new MemoryWorkspace();
        private volatile boolean died;
        private volatile boolean lockable = true;

        @Override
        public String location() {
            return files.location();
        }

        @Override
        public Optional<byte[]> read(WorkspacePath path, long maxBytes) {
            return files.read(path, maxBytes);
        }

        @Override
        public Optional<Digest> digest(WorkspacePath path) {
            return files.digest(path);
        }

        @Override
        public Lock lock(Collection<WorkspacePath> paths) {
            if (!lockable) {
                throw new Failure(FailureKind.UNAVAILABLE, "the disk is gone").asException();
            }
            return files.lock(paths);
        }

        @Override
        public Lock lockAll() {
            return files.lockAll();
        }

        @Override
        public void apply(List<FileChange> changes) throws ApplyRefused {
            if (!died) {
                died = true;
                throw new AssertionError("the gateway dies");
            }
            files.apply(changes);
        }
    }
}
