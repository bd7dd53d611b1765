package io.metaforge.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.metaforge.application.port.out.IdGenerator;
import io.metaforge.domain.session.SessionId;
import io.metaforge.testkit.MutableClock;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What every {@link IdGenerator} must do. */
public abstract class IdGeneratorContract {

    private final MutableClock clock = new MutableClock();

    /** Returns a generator that goes by {@code clock}. */
    protected abstract IdGenerator newIds(Clock clock);

    @Test
    void neverReturnsAnIdTwice() throws Exception {
        IdGenerator ids = newIds(clock);

        List<List<SessionId>> made = Threads.together(4, number -> {
            List<SessionId> mine = new ArrayList<>();
            for (int i = 0; i < 5_000; i++) {
                mine.add(ids.next());
            }
            return mine;
        });

        Set<SessionId> distinct = new HashSet<>();
        made.forEach(distinct::addAll);
        assertThat(distinct).hasSize(20_000);
    }

    @Test
    void sortsIdsAfterThoseOfEarlierMilliseconds() {
        IdGenerator ids = newIds(clock);
        List<SessionId> inOrder = new ArrayList<>();
        for (int i = 0; i < 200; i++) {
            inOrder.add(ids.next());
            clock.advance(Duration.ofMillis(1));
        }
        clock.advance(Duration.ofDays(20_000));
        inOrder.add(ids.next());

        assertThat(inOrder).isSorted();
    }

    @Test
    void neverReturnsAnIdTwiceWhenTheClockIsSetBack() {
        IdGenerator ids = newIds(clock);
        Set<SessionId> distinct = new HashSet<>();
        for (int i = 0; i < 1_000; i++) {
            distinct.add(ids.next());
            clock.advance(Duration.ofMillis(i % 2 == 0 ? 3 : -4));
        }

        assertThat(distinct).hasSize(1_000);
    }

    @Test
    void doesNotLetOneGeneratorGuessTheIdsOfAnother() {
        IdGenerator one = newIds(clock);
        IdGenerator another = newIds(clock);

        for (int i = 0; i < 100; i++) {
            assertThat(one.next()).isNotEqualTo(another.next());
        }
    }
}
