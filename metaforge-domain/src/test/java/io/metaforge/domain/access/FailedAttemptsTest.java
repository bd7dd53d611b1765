package io.metaforge.domain.access;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class FailedAttemptsTest {

    private static final long START = Long.MAX_VALUE - 5;

    private final FailedAttempts attempts = new FailedAttempts();

    private OptionalLong after(Duration time) {
        return attempts.note(START + time.toNanos());
    }

    @Test
    void a_flood_is_reported_ten_times_a_minute_and_then_counted() {
        for (int i = 0; i < FailedAttempts.REPORTED; i++) {
            assertThat(after(Duration.ofMillis(i))).hasValue(0);
        }
        for (int i = 0; i < 1000; i++) {
            assertThat(after(Duration.ofSeconds(30))).isEmpty();
        }
        assertThat(after(Duration.ofSeconds(60).minusNanos(1))).isEmpty();

        assertThat(after(Duration.ofSeconds(60))).hasValue(1001);
        assertThat(after(Duration.ofSeconds(60))).hasValue(0);
    }
}
