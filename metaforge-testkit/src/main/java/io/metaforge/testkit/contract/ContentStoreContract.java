package io.metaforge.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.metaforge.application.port.out.ContentStore;
import io.metaforge.domain.artifact.Digest;
import io.metaforge.domain.session.Session;
import io.metaforge.domain.session.SessionId;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** What every {@link ContentStore} must do. */
public abstract class ContentStoreContract extends StoresContract {

    @SuppressWarnings("NullAway.Init")
    private ContentStore store;

    private final byte[] bytes = "R1 = 4.7 kΩ".getBytes(StandardCharsets.UTF_8);
    private final Digest digest = Digest.of(bytes);

    @BeforeEach
    final void findStore() {
        store = stores.contents();
    }

    @Nested
    class Putting {

        @Test
        void keepsBytesAsTheyAre() {
            SessionId session = session();
            byte[] everyByte = new byte[256];
            for (int i = 0; i < everyByte.length; i++) {
                everyByte[i] = (byte) i;
            }
            byte[] large = new byte[1 << 20];
            new Random(7).nextBytes(large);
            byte[] empty = {};

            store.put(session, List.of(everyByte, large, empty));

            assertThat(store.get(Digest.of(everyByte))).hasValue(everyByte);
            assertThat(store.get(Digest.of(large))).hasValue(large);
            assertThat(store.get(Digest.of(empty))).hasValue(empty);
        }

        @Test
        void acceptsNothingAtAll() {
            store.put(session(), List.of());

            assertThat(store.get(digest)).isEmpty();
        }

        @Test
        void acceptsTheSameBytesAgain() {
            SessionId session = session();
            store.put(session, List.of(bytes, bytes.clone()));
            store.put(session, List.of(bytes));
            store.put(session(), List.of(bytes));

            assertThat(store.get(digest)).hasValue(bytes);
        }

        @Test
        void isNotTouchedByWhatCallersDoToTheirArrays() {
            byte[] mine = bytes.clone();
            store.put(session(), List.of(mine));
            Arrays.fill(mine, (byte) 0);
            Arrays.fill(store.get(digest).orElseThrow(), (byte) 0);

            assertThat(store.get(digest)).hasValue(bytes);
        }

        @Test
        void leavesNothingBehindWhenRolledBack() {
            SessionId session = session();
            inVain(() -> store.put(session, List.of(bytes)));

            assertThat(store.get(digest)).isEmpty();
        }

        @Test
        void showsTheSameUnitWhatItPut() {
            SessionId session = session();
            stores.unitOfWork().run(() -> {
                store.put(session, List.of(bytes));
                assertThat(store.get(digest)).hasValue(bytes);
            });
        }

        @Test
        void acceptsTheSameBytesFromManyAtOnce() throws Exception {
            Threads.together(8, number -> {
                for (int i = 0; i < 10; i++) {
                    byte[] shared = ("shared " + i).getBytes(StandardCharsets.UTF_8);
                    SessionId session = session();
                    stores.unitOfWork().run(() -> store.put(session, List.of(shared)));
                }
                return true;
            });

            for (int i = 0; i < 10; i++) {
                assertThat(store.get(Digest.of("shared " + i))).isPresent();
            }
        }
    }

    @Nested
    class Getting {

        @Test
        void findsNothingForAnUnknownDigest() {
            assertThat(store.get(Digest.of("unknown"))).isEmpty();
        }
    }

    @Nested
    class Releasing {

        @Test
        void keepsWhatAnotherSessionKeeps() {
            SessionId first = session();
            SessionId second = session();
            store.put(first, List.of(bytes));
            store.put(second, List.of(bytes));

            store.release(first);

            assertThat(store.get(digest)).hasValue(bytes);
        }

        @Test
        void keepsEverythingWhenRolledBack() {
            SessionId session = session();
            store.put(session, List.of(bytes));
            inVain(() -> store.release(session));

            assertThat(store.get(digest)).hasValue(bytes);
        }

        @Test
        void doesNothingForASessionWithoutContents() {
            SessionId session = session();
            store.release(session);
            store.put(session, List.of(bytes));

            assertThat(store.get(digest)).hasValue(bytes);
        }

        @Test
        void allowsToPutTheSameBytesLater() {
            SessionId first = session();
            store.put(first, List.of(bytes));
            store.release(first);
            store.put(session(), List.of(bytes));

            assertThat(store.get(digest)).hasValue(bytes);
        }

        @Test
        void neverTakesAwayWhatAnotherSessionPutsAtTheSameMoment() throws Exception {
            for (int i = 0; i < 25; i++) {
                byte[] contended = ("contended " + i).getBytes(StandardCharsets.UTF_8);
                SessionId leaving = session();
                SessionId coming = session();
                store.put(leaving, List.of(contended));

                Threads.together(2, number -> {
                    stores.unitOfWork().run(() -> {
                        if (number == 0) {
                            store.release(leaving);
                        } else {
                            store.put(coming, List.of(contended));
                        }
                    });
                    return true;
                });

                assertThat(store.get(Digest.of(contended))).hasValue(contended);
            }
        }
    }

    private SessionId session() {
        Session session = sessions.pendingApproval();
        stores.sessions().insert(session);
        return session.id();
    }
}
