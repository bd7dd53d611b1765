package io.metaforge.domain.approval;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.metaforge.domain.artifact.Digest;
import io.metaforge.domain.artifact.WorkspacePath;
import io.metaforge.domain.failure.MetaForgeException;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DecisionTest {

    private static final Digest DIGEST = Digest.of("proposal");
    private static final List<WorkspacePath> FILES = List.of(new WorkspacePath("a.md"));

    @Test
    void onlyAnApprovalNamesFiles() {
        assertThat(new Decision(Verdict.APPROVED, Actor.LOCAL, null, DIGEST, FILES, Instant.EPOCH).approved())
                .isEqualTo(FILES);
        assertThat(new Decision(Verdict.REJECTED, Actor.LOCAL, null, DIGEST, List.of(), Instant.EPOCH).approved())
                .isEmpty();
        assertThatThrownBy(() -> new Decision(Verdict.REJECTED, Actor.LOCAL, null, DIGEST, FILES, Instant.EPOCH))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "a\nb", "a\u0000", "a\u0085"})
    void anActorHasAPrintableName(String name) {
        assertThatThrownBy(() -> new Actor(name)).isInstanceOf(MetaForgeException.class);
    }

    @Test
    void anActorHasAtMost200Characters() {
        assertThat(new Actor("x".repeat(200)).name()).hasSize(200);
        assertThatThrownBy(() -> new Actor("x".repeat(201))).isInstanceOf(MetaForgeException.class);
    }
}
