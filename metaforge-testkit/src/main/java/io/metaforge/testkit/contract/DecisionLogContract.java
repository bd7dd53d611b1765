package io.metaforge.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.metaforge.application.port.out.DecisionLog;
import io.metaforge.domain.approval.AuditEntry;
import io.metaforge.domain.approval.Decision;
import io.metaforge.domain.session.Session;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** What every {@link DecisionLog} must do. */
public abstract class DecisionLogContract extends StoresContract {

    @SuppressWarnings("NullAway.Init")
    private DecisionLog log;

    @BeforeEach
    final void findLog() {
        log = stores.decisions();
    }

    @Nested
    class Recording {

        @Test
        void keepsApprovalsAndRejections() {
            Session approved = sessions.approved();
            Session rejected = sessions.rejected();
            record(approved);
            record(rejected);

            assertThat(log.list(10, 0)).containsExactly(entry(rejected), entry(approved));
        }

        @Test
        void keepsCommentsAsTheyAre() {
            for (String comment :
                    List.of("", "Größe ≤ 5 µA “quoted” \\ \n\t 技術 🔌", "nul: \u0000", "x".repeat(10_000))) {
                Session pending = sessions.pendingApproval();
                Session rejected = pending.reject(sessions.rejection(pending, comment), sessions.tick())
                        .session();
                record(rejected);

                assertThat(log.list(1, 0)).containsExactly(entry(rejected));
            }
        }

        @Test
        void keepsApprovalsWithoutAComment() {
            Session pending = sessions.pendingApproval();
            record(pending.approve(sessions.approval(pending, null), sessions.tick())
                    .session());

            assertThat(log.list(1, 0).get(0).decision().comment()).isNull();
        }

        @Test
        void keepsWhichFilesWereApproved() {
            Session pending = sessions.pendingApproval();
            Decision whole = sessions.approval(pending, "all but one");
            Decision partial = new Decision(
                    whole.verdict(),
                    whole.actor(),
                    whole.comment(),
                    whole.digest(),
                    whole.approved().subList(1, 3),
                    whole.at());
            Session session = pending.approve(partial, sessions.tick()).session();
            record(session);

            assertThat(log.list(1, 0)).containsExactly(entry(session));
        }

        @Test
        void keepsTheDecisionWhenTheSessionIsDeleted() {
            Session rejected = sessions.rejected();
            record(rejected);
            stores.sessions().delete(rejected.id());

            assertThat(log.list(10, 0)).containsExactly(entry(rejected));
        }

        @Test
        void leavesNothingBehindWhenRolledBack() {
            Session before = sessions.rejected();
            Session inVain = sessions.rejected();
            record(before);
            stores.sessions().insert(inVain);
            inVain(() -> log.record(inVain, inVain.decision().orElseThrow()));

            assertThat(log.list(10, 0)).containsExactly(entry(before));
        }

        @Test
        void losesNothingOfManyAtOnce() throws Exception {
            List<List<AuditEntry>> recorded = Threads.together(8, number -> {
                List<AuditEntry> mine = new ArrayList<>();
                for (int i = 0; i < 10; i++) {
                    Session session = sessions.rejected();
                    record(session);
                    mine.add(entry(session));
                }
                return mine;
            });

            List<AuditEntry> all = recorded.stream().flatMap(List::stream).toList();
            assertThat(log.list(1_000, 0)).containsExactlyInAnyOrderElementsOf(all);
        }
    }

    @Nested
    class Listing {

        @Test
        void isEmptyAtFirst() {
            assertThat(log.list(10, 0)).isEmpty();
        }

        @Test
        void showsPagesNewestFirst() {
            List<AuditEntry> expected = new ArrayList<>();
            for (int i = 0; i < 11; i++) {
                Session session = i % 2 == 0 ? sessions.approved() : sessions.rejected();
                record(session);
                expected.add(entry(session));
            }
            Collections.reverse(expected);

            List<AuditEntry> paged = new ArrayList<>();
            for (int offset = 0; offset < 11; offset += 4) {
                paged.addAll(log.list(4, offset));
            }
            assertThat(paged).isEqualTo(expected);
            assertThat(log.list(10, 11)).isEmpty();
            assertThat(log.list(10, Long.MAX_VALUE)).isEmpty();
        }
    }

    private void record(Session session) {
        stores.unitOfWork().run(() -> {
            stores.sessions().insert(session);
            log.record(session, session.decision().orElseThrow());
        });
    }

    private static AuditEntry entry(Session session) {
        return new AuditEntry(
                session.id().value(),
                session.skill().value(),
                session.decision().orElseThrow());
    }
}
