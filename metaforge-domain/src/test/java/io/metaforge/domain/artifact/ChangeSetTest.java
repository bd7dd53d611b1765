package io.metaforge.domain.artifact;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class ChangeSetTest {

    private static final Digest ONE = Digest.of("one");
    private static final Digest TWO = Digest.of("two");

    private static ProposedArtifact modified(String path) {
        return new ProposedArtifact(new WorkspacePath(path), Change.MODIFY, 3, ONE, TWO, 2, 1);
    }

    private static InputFile input(String path) {
        return new InputFile(new WorkspacePath(path), 10, ONE);
    }

    private static ChangeSet changes(List<InputFile> inputs, ProposedArtifact... artifacts) {
        return ChangeSet.of("spec", "1.0.0", inputs, List.of(artifacts));
    }

    @Nested
    class Digests {

        @Test
        void coverEveryMember() {
            WorkspacePath path = new WorkspacePath("a.md");
            List<InputFile> inputs = List.of(input("PRD.md"));
            Map<String, ChangeSet> all = new LinkedHashMap<>();
            all.put("as is", changes(inputs, modified("a.md")));
            all.put("skill", ChangeSet.of("bom", "1.0.0", inputs, List.of(modified("a.md"))));
            all.put("agent version", ChangeSet.of("spec", "1.0.1", inputs, List.of(modified("a.md"))));
            all.put("no input", changes(List.of(), modified("a.md")));
            all.put("input path", changes(List.of(input("PRD2.md")), modified("a.md")));
            all.put(
                    "input size",
                    changes(List.of(new InputFile(new WorkspacePath("PRD.md"), 11, ONE)), modified("a.md")));
            all.put(
                    "input digest",
                    changes(List.of(new InputFile(new WorkspacePath("PRD.md"), 10, TWO)), modified("a.md")));
            all.put("another input", changes(List.of(input("PRD.md"), input("more.md")), modified("a.md")));
            all.put("path", changes(inputs, modified("b.md")));
            all.put("another artifact", changes(inputs, modified("a.md"), modified("b.md")));
            all.put("size", changes(inputs, new ProposedArtifact(path, Change.MODIFY, 4, ONE, TWO, 2, 1)));
            all.put("content", changes(inputs, new ProposedArtifact(path, Change.MODIFY, 3, TWO, TWO, 2, 1)));
            all.put("base", changes(inputs, new ProposedArtifact(path, Change.MODIFY, 3, ONE, ONE, 2, 1)));
            all.put("added", changes(inputs, new ProposedArtifact(path, Change.MODIFY, 3, ONE, TWO, 3, 1)));
            all.put("removed", changes(inputs, new ProposedArtifact(path, Change.MODIFY, 3, ONE, TWO, 2, 2)));
            all.put("created", changes(inputs, new ProposedArtifact(path, Change.CREATE, 3, ONE, null, 2, 1)));
            all.put("deleted", changes(inputs, new ProposedArtifact(path, Change.DELETE, 3, null, TWO, 2, 1)));

            Map<Digest, String> seen = new LinkedHashMap<>();
            all.forEach((what, changes) -> assertThat(seen.put(changes.digest(), what))
                    .as("what differs by its " + what + " shares a digest with")
                    .isNull());
        }

        @Test
        void doNotDependOnTheOrderTheAgentProposedIn() {
            ChangeSet one = changes(List.of(input("x"), input("y")), modified("a.md"), modified("b.md"));
            ChangeSet other = changes(List.of(input("y"), input("x")), modified("b.md"), modified("a.md"));

            assertThat(other).isEqualTo(one);
            assertThat(one.paths()).containsExactly(new WorkspacePath("a.md"), new WorkspacePath("b.md"));
        }

        @Test
        void areTheSameInEveryVersionOfMetaForge() {
            assertThat(changes(List.of(input("PRD.md")), modified("a.md"))
                            .digest()
                            .hex())
                    .isEqualTo("b0eb52df180b1a8831a81d565964899086cfa8091bea1389196c02378579ecd8");
        }

        @Test
        void cannotBeForgedThroughAVersion() {
            assertThatThrownBy(() -> ChangeSet.of(
                            "spec", "1.0.0\u001f\ninput\u001fPRD.md", List.of(), List.of(modified("a.md"))))
                    .isInstanceOf(IllegalArgumentException.class);
        }
    }

    @Test
    void aFileCannotBeProposedTwice() {
        assertThatThrownBy(() -> changes(List.of(), modified("a.md"), modified("a.md")))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void nothingIsNotAProposal() {
        assertThatThrownBy(() -> changes(List.of())).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void anArtifactIsFoundByItsPath() {
        ChangeSet changes = changes(List.of(), modified("a.md"), modified("b.md"));

        assertThat(changes.artifact(new WorkspacePath("b.md"))).contains(modified("b.md"));
        assertThat(changes.artifact(new WorkspacePath("c.md"))).isEmpty();
    }

    @Nested
    class Artifacts {

        private final WorkspacePath path = new WorkspacePath("a.md");

        @Test
        void haveTheDigestsOfTheirChange() {
            assertThatThrownBy(() -> new ProposedArtifact(path, Change.CREATE, 3, ONE, TWO, 0, 0))
                    .isInstanceOf(IllegalArgumentException.class);
            assertThatThrownBy(() -> new ProposedArtifact(path, Change.CREATE, 3, null, null, 0, 0))
                    .isInstanceOf(IllegalArgumentException.class);
            assertThatThrownBy(() -> new ProposedArtifact(path, Change.MODIFY, 3, ONE, null, 0, 0))
                    .isInstanceOf(IllegalArgumentException.class);
            assertThatThrownBy(() -> new ProposedArtifact(path, Change.MODIFY, 3, null, TWO, 0, 0))
                    .isInstanceOf(IllegalArgumentException.class);
            assertThatThrownBy(() -> new ProposedArtifact(path, Change.DELETE, 0, ONE, TWO, 0, 0))
                    .isInstanceOf(IllegalArgumentException.class);
            assertThatThrownBy(() -> new ProposedArtifact(path, Change.DELETE, 0, null, null, 0, 0))
                    .isInstanceOf(IllegalArgumentException.class);
        }

        @Test
        void countFromZero() {
            assertThatThrownBy(() -> new ProposedArtifact(path, Change.CREATE, -1, ONE, null, 0, 0))
                    .isInstanceOf(IllegalArgumentException.class);
            assertThatThrownBy(() -> new ProposedArtifact(path, Change.CREATE, 0, ONE, null, -1, 0))
                    .isInstanceOf(IllegalArgumentException.class);
            assertThatThrownBy(() -> new ProposedArtifact(path, Change.CREATE, 0, ONE, null, 0, -1))
                    .isInstanceOf(IllegalArgumentException.class);
        }

        @Test
        void printTheirLinesAsTheApiDoes() {
            assertThat(new ProposedArtifact(path, Change.CREATE, 3072, ONE, null, 85, 0).diffStat())
                    .isEqualTo("+85 -0");
        }
    }

    @Nested
    class Sha256 {

        @Test
        void isThatOfTheStandard() {
            assertThat(Digest.of("abc").hex())
                    .isEqualTo("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
            assertThat(Digest.of(new byte[0]).hex())
                    .isEqualTo("e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
        }

        @Test
        void hasOneSpelling() {
            String hex = Digest.of("abc").hex();

            assertThat(Digest.isValid(hex)).isTrue();
            for (String other :
                    List.of("", hex.toUpperCase(java.util.Locale.ROOT), hex.substring(1), hex + "0", hex + "\n")) {
                assertThat(Digest.isValid(other)).isFalse();
                assertThatThrownBy(() -> new Digest(other)).isInstanceOf(IllegalArgumentException.class);
            }
        }
    }
}
