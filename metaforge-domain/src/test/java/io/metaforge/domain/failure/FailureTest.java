package io.metaforge.domain.failure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.entry;

import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

class FailureTest {

    @Test
    void codesAreStable() {
        assertThat(FailureKind.values())
                .extracting(FailureKind::code)
                .containsExactly(
                        "VALIDATION_ERROR",
                        "NOT_FOUND",
                        "CONFLICT",
                        "UNAUTHORIZED",
                        "FORBIDDEN",
                        "RATE_LIMITED",
                        "PAYLOAD_TOO_LARGE",
                        "AGENT_ERROR",
                        "TOOL_ERROR",
                        "TIMEOUT",
                        "UNAVAILABLE",
                        "INTERNAL_ERROR");
    }

    @Test
    void anInvalidFieldIsNamedWithWhatWasExpected() {
        Failure failure = Failure.invalid("skill", "string", "Invalid input: missing required field 'skill'");

        assertThat(failure.kind()).isEqualTo(FailureKind.VALIDATION);
        assertThat(failure.details()).containsExactly(entry("field", "skill"), entry("expected", "string"));
        assertThat(failure.asException().failure()).isSameAs(failure);
        assertThat(failure.asException()).hasMessage("Invalid input: missing required field 'skill'");
    }

    @Test
    void whatIsMissingIsNamed() {
        Failure failure = Failure.notFound("session", "session-abc123");

        assertThat(failure.kind()).isEqualTo(FailureKind.NOT_FOUND);
        assertThat(failure.message()).isEqualTo("There is no session session-abc123");
        assertThat(failure.details()).containsExactly(entry("session", "session-abc123"));
    }

    @Test
    void detailsAreACopy() {
        Map<String, Object> details = new HashMap<>(Map.of("a", 1));
        Failure failure = new Failure(FailureKind.TOOL, "broken", details);

        details.put("b", 2);

        assertThat(failure.details()).containsExactly(entry("a", 1));
        assertThatThrownBy(() -> failure.details().put("c", 3)).isInstanceOf(UnsupportedOperationException.class);
    }
}
