package io.metaforge.testkit.facade;

import static org.assertj.core.api.Assertions.assertThat;

import io.metaforge.application.MetaForge;
import io.metaforge.application.access.KeyAdministration;
import io.metaforge.application.memory.MemoryStores;
import io.metaforge.application.memory.MemoryWorkspace;
import io.metaforge.application.port.in.AccessControl.Admission;
import io.metaforge.application.port.in.AccessControl.Allowance;
import io.metaforge.application.port.in.ApiKeys;
import io.metaforge.application.port.in.IdempotencyKey;
import io.metaforge.application.port.in.RunAgent;
import io.metaforge.application.port.out.ApiKeyStore;
import io.metaforge.application.port.out.Stores;
import io.metaforge.application.port.out.UnitOfWork;
import io.metaforge.application.settings.AccessSettings;
import io.metaforge.domain.access.ApiKey;
import io.metaforge.domain.access.Caller;
import io.metaforge.domain.access.Scope;
import io.metaforge.domain.approval.Actor;
import io.metaforge.domain.failure.Failure;
import io.metaforge.domain.failure.FailureKind;
import io.metaforge.domain.failure.MetaForgeException;
import io.metaforge.domain.session.RunInput;
import io.metaforge.domain.session.RunOptions;
import io.metaforge.domain.session.Session;
import io.metaforge.domain.session.SessionStatus;
import io.metaforge.testkit.Gate;
import io.metaforge.testkit.MutableClock;
import io.metaforge.testkit.ScriptedAgent;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class AccessTest {

    private static final int REQUESTS = 100;
    private static final int RUNS = 3;

    private final MutableClock clock = new MutableClock();
    private final Map<String, AtomicInteger> calls = new ConcurrentHashMap<>();
    private final Stores stores = counting(MemoryStores.create());
    private final Gate gate = new Gate();
    private volatile boolean away;
    private final MetaForge gateway = gateway();

    private MetaForge gateway() {
        return MetaForge.builder()
                .workspace(new MemoryWorkspace())
                .stores(stores)
                .agent(ScriptedAgent.waiting("spec", gate, "spec.md", "text"))
                .access(new AccessSettings(true, REQUESTS, RUNS))
                .clock(clock)
                .build();
    }

    @AfterEach
    void close() {
        gate.open();
        gateway.close();
    }

    /** Counts the calls of the store of keys and of the units of work. */
    private Stores counting(Stores kept) {
        return new Stores(
                counted(UnitOfWork.class, kept.unitOfWork()),
                kept.sessions(),
                kept.events(),
                kept.contents(),
                kept.decisions(),
                kept.idempotencyKeys(),
                kept.runs(),
                counted(ApiKeyStore.class, kept.apiKeys()),
                kept.artifacts(),
                kept.ledger());
    }

    private <T> T counted(Class<T> port, T adapter) {
        return port.cast(Proxy.newProxyInstance(
                AccessTest.class.getClassLoader(), new Class<?>[] {port}, (proxy, method, arguments) -> {
                    calls.computeIfAbsent(method.getName(), name -> new AtomicInteger())
                            .incrementAndGet();
                    if (away && port == ApiKeyStore.class) {
                        throw new Failure(FailureKind.UNAVAILABLE, "The store is away").asException();
                    }
                    try {
                        return method.invoke(adapter, arguments);
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                }));
    }

    private int calls(String method) {
        return calls.getOrDefault(method, new AtomicInteger()).get();
    }

    private ApiKeys.Created create(String name, Scope... scopes) {
        return gateway.apiKeys().create(new ApiKeys.Command(name, EnumSet.copyOf(List.of(scopes)), null));
    }

    private Failure refusal(@Nullable String key) {
        return Failures.of(() -> gateway.access().admit(key));
    }

    @Nested
    class Authentication {

        @Test
        void admits_the_holder_of_a_key_as_who_it_is() {
            ApiKeys.Created ana = create("ana", Scope.READ, Scope.APPROVE);

            Caller caller = gateway.access().admit(ana.text().reveal()).caller();

            assertThat(caller.actor()).isEqualTo(new Actor("ana"));
            assertThat(caller.may(Scope.READ)).isTrue();
            assertThat(caller.may(Scope.RUN)).isFalse();
            assertThat(caller.may(Scope.ADMIN)).isFalse();
        }

        @Test
        void admin_may_do_everything() {
            Caller caller = gateway.access()
                    .admit(create("boss", Scope.ADMIN).text().reveal())
                    .caller();

            assertThat(Scope.values())
                    .allSatisfy(scope -> assertThat(caller.may(scope)).isTrue());
        }

        @Test
        void what_is_no_key_an_unknown_one_and_a_wrong_one_are_refused_with_the_same_words() {
            String key = create("ana", Scope.READ).text().reveal();
            char last = key.charAt(key.length() - 1);
            String wrong = key.substring(0, key.length() - 1) + (last == '0' ? '1' : '0');
            String unknown = key.substring(0, 4) + "000000000000" + key.substring(16);

            Failure refusal = refusal(null);

            assertThat(refusal.kind()).isEqualTo(FailureKind.UNAUTHENTICATED);
            assertThat(List.of(
                            "", " ", "mfk_", "\0", key + "0", key.toUpperCase(java.util.Locale.ROOT), wrong, unknown))
                    .allSatisfy(text -> assertThat(refusal(text)).isEqualTo(refusal));
        }

        @Test
        void an_expired_key_is_refused_from_that_moment_on() {
            String key = gateway.apiKeys()
                    .create(new ApiKeys.Command("ana", Set.of(Scope.READ), Duration.ofDays(90)))
                    .text()
                    .reveal();
            Caller caller = gateway.access().admit(key).caller();
            clock.advance(Duration.ofDays(90).minusSeconds(1));
            assertThat(gateway.access().isValid(caller)).isTrue();

            clock.advance(Duration.ofSeconds(1));

            assertThat(refusal(key)).isEqualTo(refusal(null));
            assertThat(gateway.access().isValid(caller)).isFalse();
        }

        @Test
        void a_revoked_key_is_refused_within_seconds_by_every_gateway() {
            ApiKeys.Created ana = create("ana", Scope.READ);
            try (MetaForge other = gateway()) {
                Caller caller = other.access().admit(ana.text().reveal()).caller();
                gateway.access().admit(ana.text().reveal());

                gateway.apiKeys().revoke("ana");

                Awaitility.await().atMost(Duration.ofSeconds(4)).untilAsserted(() -> assertThat(
                                other.access().isValid(caller))
                        .isFalse());
                assertThat(Failures.of(() -> other.access().admit(ana.text().reveal())))
                        .isEqualTo(refusal(ana.text().reveal()));
            }
        }

        @Test
        void a_new_key_works_at_once_although_keys_are_not_looked_up_each_time() {
            String first = create("first", Scope.READ).text().reveal();
            gateway.access().admit(first);
            // Beside the gateway, as the command line does.
            ApiKeys.Created second = new KeyAdministration(stores.apiKeys(), clock)
                    .create(new ApiKeys.Command("second", Set.of(Scope.READ), null));

            Awaitility.await().atMost(Duration.ofMillis(500)).until(() -> {
                try {
                    return gateway.access()
                            .admit(second.text().reveal())
                            .caller()
                            .actor()
                            .name()
                            .equals("second");
                } catch (MetaForgeException notYet) {
                    return false;
                }
            });
        }

        @Test
        void requests_cost_no_query_each_neither_right_ones_nor_wrong_ones() {
            String key = create("ana", Scope.READ).text().reveal();
            String unknown = key.substring(0, 4) + "000000000000" + key.substring(16);
            gateway.access().admit(key);
            int before = calls("held");
            long began = System.nanoTime();

            IntStream.range(0, 50).forEach(i -> gateway.access().admit(key));
            IntStream.range(0, 5_000).forEach(i -> refusal(unknown));

            long chances = Duration.ofNanos(System.nanoTime() - began).toMillis() / 50;
            assertThat(calls("held") - before).isLessThanOrEqualTo((int) chances + 1);
        }

        @Test
        void while_the_store_is_away_requests_are_told_so_without_each_asking_it() {
            String key = create("ana", Scope.READ).text().reveal();
            away = true;
            int before = calls("held");

            IntStream.range(0, 200).forEach(i -> assertThat(refusal(key).kind()).isEqualTo(FailureKind.UNAVAILABLE));

            assertThat(calls("held") - before).isLessThanOrEqualTo(2);
            away = false;
            Awaitility.await()
                    .atMost(Duration.ofSeconds(4))
                    .ignoreExceptionsInstanceOf(MetaForgeException.class)
                    .until(() ->
                            gateway.access().admit(key).caller().actor().name().equals("ana"));
        }

        @Test
        void nothing_that_is_printed_holds_the_secret() {
            ApiKeys.Created created = create("ana", Scope.READ);
            String secret = created.text().reveal().substring(17);

            Admission admission = gateway.access().admit(created.text().reveal());

            assertThat(List.of(
                            created,
                            created.key(),
                            created.text(),
                            admission,
                            gateway.apiKeys().list()))
                    .allSatisfy(printed -> assertThat(printed.toString()).doesNotContain(secret));
            assertThat(created.text().reveal()).matches("mfk_[0-9a-z]{12}_[0-9a-z]{52}");
        }
    }

    @Nested
    class RequestLimit {

        @Test
        void lets_so_many_through_a_minute_and_says_when_to_come_back() {
            String key = create("ana", Scope.READ).text().reveal();
            for (int left = REQUESTS - 1; left >= 0; left--) {
                assertThat(gateway.access().admit(key).allowance())
                        .contains(new Allowance(REQUESTS, left, Duration.ofMinutes(1)));
            }
            clock.advance(Duration.ofSeconds(20));

            Failure refusal = refusal(key);

            assertThat(refusal.kind()).isEqualTo(FailureKind.RATE_LIMITED);
            assertThat(refusal.details()).containsEntry("retry_after", 40L).containsEntry("limit", REQUESTS);
            clock.advance(Duration.ofSeconds(40));
            assertThat(gateway.access().admit(key).allowance().orElseThrow().remaining())
                    .isEqualTo(REQUESTS - 1);
        }

        @Test
        void is_shared_by_all_gateways_on_the_stores() {
            String key = create("ana", Scope.READ).text().reveal();
            int admitted = 0;
            try (MetaForge other = gateway()) {
                for (int i = 0; i < 2 * REQUESTS; i++) {
                    try {
                        (i % 2 == 0 ? gateway : other).access().admit(key);
                        admitted++;
                    } catch (MetaForgeException refused) {
                        assertThat(refused.failure().kind()).isEqualTo(FailureKind.RATE_LIMITED);
                    }
                }
            }

            assertThat(admitted).isEqualTo(REQUESTS);
        }

        @Test
        void costs_the_store_little_and_a_refused_request_nothing() {
            String key = create("ana", Scope.READ).text().reveal();
            IntStream.range(0, REQUESTS).forEach(i -> gateway.access().admit(key));
            assertThat(calls("take")).isEqualTo(20);

            IntStream.range(0, 1_000).forEach(i -> refusal(key));

            assertThat(calls("take")).isEqualTo(20);
        }

        @Test
        void counts_each_key_by_itself() {
            String ana = create("ana", Scope.READ).text().reveal();
            String ben = create("ben", Scope.READ).text().reveal();
            IntStream.range(0, REQUESTS).forEach(i -> gateway.access().admit(ana));

            assertThat(gateway.access().admit(ben).caller().actor().name()).isEqualTo("ben");
        }

        @Test
        void does_not_lock_a_key_out_when_the_clock_is_set_back() {
            String key = create("ana", Scope.READ).text().reveal();
            IntStream.range(0, REQUESTS).forEach(i -> gateway.access().admit(key));

            clock.advance(Duration.ofHours(-1));

            assertThat(gateway.access().admit(key).allowance()).isPresent();
        }

        @Test
        void is_exact_for_many_at_once() throws Exception {
            String key = create("ana", Scope.READ).text().reveal();

            List<Integer> admitted = Callers.together(8, number -> {
                int let = 0;
                for (int i = 0; i < 30; i++) {
                    try {
                        gateway.access().admit(key);
                        let++;
                    } catch (MetaForgeException refused) {
                        // counted below
                    }
                }
                return let;
            });

            assertThat(admitted.stream().mapToInt(Integer::intValue).sum()).isEqualTo(REQUESTS);
        }
    }

    @Nested
    class RunLimit {

        private Session run(String actor, @Nullable String idempotencyKey) {
            return gateway.runAgent()
                    .run(new RunAgent.Command(
                            ScriptedAgent.idle("spec").skill(),
                            RunInput.EMPTY,
                            RunOptions.DEFAULT,
                            null,
                            new Actor(actor),
                            idempotencyKey == null ? null : new IdempotencyKey(idempotencyKey)));
        }

        @Test
        void refuses_the_run_that_is_one_too_many_and_leaves_nothing_of_it() {
            create("ana", Scope.RUN);
            IntStream.range(0, RUNS).forEach(i -> run("ana", null));

            Failure refusal = Failures.of(() -> run("ana", null));

            assertThat(refusal.kind()).isEqualTo(FailureKind.RATE_LIMITED);
            assertThat(refusal.details()).containsKey("retry_after").containsEntry("limit", RUNS);
            assertThat(gateway.sessions().list(null, 100, 0).total()).isEqualTo(RUNS);
        }

        @Test
        void costs_no_unit_of_work_once_there_is_no_room() {
            create("ana", Scope.RUN);
            IntStream.range(0, RUNS).forEach(i -> run("ana", null));
            int begun = calls("execute");

            Failures.of(() -> run("ana", null));

            assertThat(calls("execute")).isEqualTo(begun);
        }

        @Test
        void refuses_it_also_where_an_idempotency_key_could_make_it_a_repeated_one() {
            create("ana", Scope.RUN);
            IntStream.range(0, RUNS).forEach(i -> run("ana", "key-" + i));

            assertThat(Failures.of(() -> run("ana", "another")).kind()).isEqualTo(FailureKind.RATE_LIMITED);
            assertThat(gateway.sessions().list(null, 100, 0).total()).isEqualTo(RUNS);
        }

        @Test
        void makes_room_when_a_run_has_ended() {
            create("ana", Scope.RUN);
            List<Session> running =
                    IntStream.range(0, RUNS).mapToObj(i -> run("ana", null)).toList();

            gateway.cancelSession().cancel(running.get(0).id(), new Actor("ana"));

            assertThat(run("ana", null).status()).isEqualTo(SessionStatus.RUNNING);
        }

        @Test
        void answers_a_repeated_request_although_there_is_no_room_for_another() {
            create("ana", Scope.RUN);
            Session first = run("ana", "once");
            IntStream.range(1, RUNS).forEach(i -> run("ana", null));

            assertThat(run("ana", "once").id()).isEqualTo(first.id());
        }

        @Test
        void does_not_concern_other_keys_nor_whoever_has_none() {
            create("ana", Scope.RUN);
            create("ben", Scope.RUN);
            IntStream.range(0, RUNS).forEach(i -> run("ana", null));

            assertThat(run("ben", null).status()).isEqualTo(SessionStatus.RUNNING);
            IntStream.range(0, 2 * RUNS)
                    .forEach(i -> assertThat(run("local", null).status()).isEqualTo(SessionStatus.RUNNING));
        }

        @Test
        void is_exact_for_many_at_once() throws Exception {
            create("ana", Scope.RUN);

            List<Integer> accepted = Callers.together(12, number -> {
                try {
                    run("ana", null);
                    return 1;
                } catch (MetaForgeException refused) {
                    return 0;
                }
            });

            assertThat(accepted.stream().mapToInt(Integer::intValue).sum()).isEqualTo(RUNS);
        }
    }

    @Nested
    class Keys {

        @Test
        void are_revoked_by_id_or_name_and_can_be_replaced_then() {
            ApiKey first = create("ana", Scope.READ).key();
            assertThat(gateway.apiKeys().revoke("ana").revoked()).isEqualTo(clock.instant());
            ApiKey second = create("ana", Scope.READ).key();

            assertThat(gateway.apiKeys().revoke(second.id().value()).revoked()).isNotNull();
            assertThat(gateway.apiKeys().revoke(second.id().value()).id()).isEqualTo(second.id());
            assertThat(gateway.apiKeys().list()).extracting(ApiKey::id).contains(first.id(), second.id());
        }

        @Test
        void that_do_not_exist_cannot_be_revoked() {
            assertThat(Failures.of(() -> gateway.apiKeys().revoke("nobody")).kind())
                    .isEqualTo(FailureKind.NOT_FOUND);
        }

        @Test
        void have_names_that_nobody_can_mistake_for_another_actor() {
            assertThat(List.of("local", "Gateway", "policy:any", "", " ana", "ana\n", "a\u202eb", "x".repeat(101), "-"))
                    .allSatisfy(name -> assertThat(
                                    Failures.of(() -> create(name, Scope.READ)).kind())
                            .as(name)
                            .isEqualTo(FailureKind.VALIDATION));
        }

        @Test
        void need_a_scope_and_a_time_to_come() {
            ApiKeys keys = gateway.apiKeys();
            assertThat(Failures.of(() -> keys.create(new ApiKeys.Command("ana", Set.of(), null)))
                            .kind())
                    .isEqualTo(FailureKind.VALIDATION);
            assertThat(Failures.of(() -> keys.create(new ApiKeys.Command("ana", Set.of(Scope.READ), Duration.ZERO)))
                            .kind())
                    .isEqualTo(FailureKind.VALIDATION);
        }
    }

    @Test
    void without_required_keys_everybody_is_let_in_and_nobody_is_limited() {
        try (MetaForge open =
                MetaForge.builder().workspace(new MemoryWorkspace()).build()) {
            Admission admission = open.access().admit(null);

            assertThat(admission.caller()).isEqualTo(Caller.LOCAL);
            assertThat(admission.allowance()).isEmpty();
            assertThat(open.access().isValid(admission.caller())).isTrue();
        }
    }
}
