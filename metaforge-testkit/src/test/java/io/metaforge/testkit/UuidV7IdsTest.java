package io.metaforge.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import io.metaforge.application.ids.UuidV7Ids;
import io.metaforge.application.port.out.IdGenerator;
import io.metaforge.domain.session.SessionId;
import io.metaforge.testkit.contract.IdGeneratorContract;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class UuidV7IdsTest extends IdGeneratorContract {

    private final MutableClock time = new MutableClock();
    private final UuidV7Ids ids = new UuidV7Ids(time);

    @Override
    protected IdGenerator newIds(Clock clock) {
        return new UuidV7Ids(clock);
    }

    @Test
    void hasTheFormOfRfc9562() {
        UUID uuid = ids.next().uuid();

        assertThat(uuid.version()).isEqualTo(7);
        assertThat(uuid.variant()).isEqualTo(2);
        assertThat(uuid.getMostSignificantBits() >>> 16).isEqualTo(time.millis());
    }

    @Test
    void ascendsWithinAMillisecondAlsoWhenTheCounterRunsOver() {
        List<SessionId> made = new ArrayList<>();
        for (int i = 0; i < 10_000; i++) {
            made.add(ids.next());
        }
        time.advance(Duration.ofMillis(1));
        made.add(ids.next());

        assertThat(made).isSorted().doesNotHaveDuplicates();
        assertThat(made).allMatch(id -> id.uuid().version() == 7 && id.uuid().variant() == 2);
        assertThat(made.get(9_999).uuid().getMostSignificantBits() >>> 16)
                .as("time that was borrowed")
                .isBetween(time.millis(), time.millis() + 3);
    }

    @Test
    void ascendsWhenTheClockIsSetBack() {
        SessionId before = ids.next();
        time.advance(Duration.ofHours(-1));

        assertThat(ids.next()).isGreaterThan(before);
    }

    @Test
    void drawsFreshRandomBitsForEveryId() {
        Set<Long> random = new HashSet<>();
        long always = -1L;
        long ever = 0;
        for (int i = 0; i < 200; i++) {
            long low = ids.next().uuid().getLeastSignificantBits() << 2;
            random.add(low);
            always &= low;
            ever |= low;
        }

        assertThat(random).hasSize(200);
        assertThat(always).as("bits that are always set").isZero();
        assertThat(ever >>> 2).as("bits that are ever set").isEqualTo(-1L >>> 2);
    }
}
