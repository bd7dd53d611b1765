package io.metaforge.domain.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.metaforge.domain.failure.FailureKind;
import io.metaforge.domain.failure.MetaForgeException;
import java.util.UUID;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;

class SessionIdProperties {

    @Property
    void aUuidSurvivesTheWayThereAndBack(@ForAll long high, @ForAll long low) {
        UUID uuid = new UUID(high, low);

        SessionId id = SessionId.of(uuid);

        assertThat(id.uuid()).isEqualTo(uuid);
        assertThat(id.value()).matches("session-[0-9a-hjkmnp-tv-z]{26}");
        assertThat(SessionId.parse(id.value())).isEqualTo(id);
    }

    @Property
    void idsSortByTimeOfCreation(
            @ForAll @LongRange(min = 0, max = (1L << 48) - 1) long earlier,
            @ForAll @LongRange(min = 0, max = (1L << 48) - 1) long later,
            @ForAll long random,
            @ForAll long otherRandom) {
        int order = SessionId.of(version7(earlier, random)).compareTo(SessionId.of(version7(later, otherRandom)));

        if (earlier != later) {
            assertThat(Integer.signum(order)).isEqualTo(Long.compare(earlier, later));
        }
    }

    private static UUID version7(long millis, long random) {
        return new UUID(millis << 16 | 0x7000 | random & 0xfff, random & 0x3fffffffffffffffL | 0x8000000000000000L);
    }

    @Example
    void theEncodingIsThatOfCrockford() {
        assertThat(SessionId.of(new UUID(0, 0)).value()).isEqualTo("session-00000000000000000000000000");
        assertThat(SessionId.of(new UUID(-1, -1)).value()).isEqualTo("session-7zzzzzzzzzzzzzzzzzzzzzzzzz");
        assertThat(SessionId.of(new UUID(0, 32 * 31 + 10)).value()).isEqualTo("session-000000000000000000000000za");
    }

    @Example
    void whatCannotBeAnIdIsNotFound() {
        String[] texts = {
            "",
            "session-",
            "session-abc123",
            "01hnq3q5000000000000000000",
            "session-81hnq3q5000000000000000000", // over 128 bits
            "session-01HNQ3Q5000000000000000000",
            "session-01hnq3q500000000000000000i",
            "session-01hnq3q500000000000000000",
            "session-01hnq3q50000000000000000000",
            "session-01hnq3q5000000000000000000\n",
            "../../etc/passwd",
            "x".repeat(10_000)
        };
        for (String text : texts) {
            assertThatThrownBy(() -> SessionId.parse(text))
                    .as(text)
                    .isInstanceOfSatisfying(MetaForgeException.class, e -> {
                        assertThat(e.failure().kind()).isEqualTo(FailureKind.NOT_FOUND);
                        assertThat(e.failure().message()).hasSizeLessThan(120).doesNotContain("\n");
                    });
            assertThatThrownBy(() -> new SessionId(text)).isInstanceOf(IllegalArgumentException.class);
        }
    }
}
