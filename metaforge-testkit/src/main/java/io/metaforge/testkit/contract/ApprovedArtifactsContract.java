package io.metaforge.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.metaforge.application.port.out.ApprovedArtifacts;
import io.metaforge.domain.artifact.Digest;
import io.metaforge.domain.artifact.InputFile;
import io.metaforge.domain.artifact.WorkspacePath;
import io.metaforge.domain.provenance.ApprovedArtifact;
import io.metaforge.domain.session.Session;
import io.metaforge.domain.session.SessionId;
import io.metaforge.domain.skill.SkillName;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** What every {@link ApprovedArtifacts} must do. */
public abstract class ApprovedArtifactsContract extends StoresContract {

    private static final SkillName SPEC = new SkillName("spec");
    private static final List<InputFile> FROM_PRD = List.of(input("PRD.md", "one"));

    @SuppressWarnings("NullAway.Init")
    private ApprovedArtifacts artifacts;

    @BeforeEach
    final void findArtifacts() {
        artifacts = stores.artifacts();
    }

    @Nested
    class Recording {

        @Test
        void keepsEverythingOfCreationsChangesAndDeletions() {
            Session session = sessions.approved();
            List<ApprovedArtifact> written = ApprovedArtifact.of(session);
            artifacts.record(written);

            assertThat(written).hasSize(3);
            assertThat(artifacts.find(session.proposal().orElseThrow().paths())).isEqualTo(written);
        }

        @Test
        void keepsTheLatestOfEachPathOnly() {
            ApprovedArtifact first = artifact("a.json", "1", sessions.unknownId());
            ApprovedArtifact other = artifact("b.json", "1", first.session());
            ApprovedArtifact second = artifact("a.json", "2", sessions.unknownId());
            artifacts.record(List.of(first, other));
            artifacts.record(List.of(second));

            assertThat(artifacts.newest(10)).containsExactly(second, other);
            assertThat(artifacts.ofSessions(List.of(first.session()))).containsExactly(other);
        }

        @Test
        void keepsPathsAsLongAsTheyCanBe() {
            String longest = ("技".repeat(80) + "/").repeat(12) + "Ω".repeat(49) + ".md";
            ApprovedArtifact artifact = artifact(longest, "deep", sessions.unknownId());
            artifacts.record(List.of(artifact));

            assertThat(artifacts.find(List.of(artifact.path()))).containsExactly(artifact);
        }

        @Test
        void keepsWhatWasApprovedWhenTheSessionIsDeleted() {
            Session session = sessions.approved();
            stores.sessions().insert(session);
            artifacts.record(ApprovedArtifact.of(session));
            stores.sessions().delete(session.id());

            assertThat(artifacts.ofSessions(List.of(session.id()))).hasSize(3);
        }

        @Test
        void leavesNothingBehindWhenRolledBack() {
            ApprovedArtifact before = artifact("a.json", "1", sessions.unknownId());
            artifacts.record(List.of(before));
            inVain(() -> {
                artifacts.record(List.of(artifact("a.json", "2", sessions.unknownId())));
                artifacts.confirm(before.path(), Digest.of("2"), SPEC, List.of());
                artifacts.record(List.of(artifact("b.json", "1", sessions.unknownId())));
            });

            assertThat(artifacts.newest(10)).containsExactly(before);
            assertThat(artifacts.ofSessions(List.of(before.session()))).containsExactly(before);
        }

        @Test
        void copesWithManyAtOnceOnTheSamePaths() throws Exception {
            List<List<ApprovedArtifact>> written = Threads.together(8, number -> {
                List<ApprovedArtifact> mine = new ArrayList<>();
                for (int i = 0; i < 10; i++) {
                    SessionId session = sessions.unknownId();
                    List<ApprovedArtifact> both =
                            List.of(artifact("b.json", "x", session), artifact("a.json", "x", session));
                    artifacts.record(both);
                    mine.addAll(both);
                }
                return mine;
            });

            assertThat(artifacts.newest(10))
                    .hasSize(2)
                    .isSubsetOf(written.stream().flatMap(List::stream).toList());
        }
    }

    @Nested
    class Confirming {

        private final List<InputFile> fromNewPrd = List.of(input("PRD.md", "two"), input("parts.csv", "p"));

        @Test
        void changesWhatAnArtifactWasMadeFromAndNothingElse() {
            ApprovedArtifact artifact = artifact("a.json", "1", sessions.unknownId());
            artifacts.record(List.of(artifact));
            artifacts.confirm(artifact.path(), artifact.content(), SPEC, fromNewPrd);
            artifacts.confirm(artifact.path(), artifact.content(), SPEC, fromNewPrd);

            assertThat(artifacts.newest(10)).containsExactly(artifact.from(fromNewPrd));
            assertThat(artifacts.ofSessions(List.of(artifact.session()))).containsExactly(artifact.from(fromNewPrd));
        }

        @Test
        void confirmsDeletionsToo() {
            ApprovedArtifact deleted = artifact("old.txt", null, sessions.unknownId());
            artifacts.record(List.of(deleted));
            artifacts.confirm(deleted.path(), null, SPEC, fromNewPrd);

            assertThat(artifacts.newest(10)).containsExactly(deleted.from(fromNewPrd));
        }

        @Test
        void leavesOtherBytesOtherSkillsAndOtherPathsAlone() {
            ApprovedArtifact artifact = artifact("a.json", "1", sessions.unknownId());
            artifacts.record(List.of(artifact));
            artifacts.confirm(artifact.path(), Digest.of("2"), SPEC, fromNewPrd);
            artifacts.confirm(artifact.path(), null, SPEC, fromNewPrd);
            artifacts.confirm(artifact.path(), artifact.content(), new SkillName("power"), fromNewPrd);
            artifacts.confirm(new WorkspacePath("b.json"), artifact.content(), SPEC, fromNewPrd);

            assertThat(artifacts.newest(10)).containsExactly(artifact);
        }
    }

    @Nested
    class Finding {

        @Test
        void findsNothingAtFirstAndNothingForNothing() {
            assertThat(artifacts.newest(10)).isEmpty();
            assertThat(artifacts.find(List.of())).isEmpty();
            assertThat(artifacts.find(List.of(new WorkspacePath("a.json")))).isEmpty();
            assertThat(artifacts.ofSessions(List.of())).isEmpty();
            assertThat(artifacts.ofSessions(List.of(sessions.unknownId()))).isEmpty();
        }

        @Test
        void sortsByPathAndNamesNoneTwice() {
            ApprovedArtifact b = artifact("b.json", "1", sessions.unknownId());
            ApprovedArtifact a = artifact("a.json", "1", b.session());
            artifacts.record(List.of(b, a));

            assertThat(artifacts.find(List.of(b.path(), a.path(), b.path()))).containsExactly(a, b);
            assertThat(artifacts.ofSessions(List.of(b.session(), b.session()))).containsExactly(a, b);
        }

        @Test
        void listsTheNewestFirstAndOfOneMomentByPath() {
            ApprovedArtifact old = artifact("z.json", "1", sessions.unknownId());
            ApprovedArtifact upper = artifact("B.json", "1", sessions.unknownId());
            ApprovedArtifact lower = new ApprovedArtifact(
                    new WorkspacePath("a.json"), Digest.of("1"), upper.session(), SPEC, FROM_PRD, upper.approved());
            artifacts.record(List.of(lower, old, upper));

            assertThat(artifacts.newest(10)).containsExactly(upper, lower, old);
            assertThat(artifacts.newest(2)).containsExactly(upper, lower);
        }
    }

    private ApprovedArtifact artifact(String path, @Nullable String text, SessionId session) {
        return new ApprovedArtifact(
                new WorkspacePath(path),
                text == null ? null : Digest.of(text),
                session,
                SPEC,
                FROM_PRD,
                sessions.tick());
    }

    private static InputFile input(String path, String text) {
        return new InputFile(new WorkspacePath(path), text.length(), Digest.of(text));
    }
}
