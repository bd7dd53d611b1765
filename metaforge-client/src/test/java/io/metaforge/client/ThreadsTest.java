package io.metaforge.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.metaforge.client.error.CallInterruptedException;
import io.metaforge.client.fixture.ScriptedServer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What callers, cancellers, interrupters and many threads at once can rely on. */
@Timeout(60)
class ThreadsTest {

    private static final String SKILLS = "{\"skills\":[]}";

    private final CountDownLatch asked = new CountDownLatch(1);
    private final CountDownLatch left = new CountDownLatch(1);
    private final ScriptedServer server = ScriptedServer.start(exchange -> {
        asked.countDown();
        exchange.awaitDisconnect();
        left.countDown();
    });
    private final MetaForgeClient client = MetaForgeClient.connect(server.url());

    @AfterEach
    void close() {
        client.close();
        server.close();
    }

    @Test
    void an_interruption_ends_a_blocking_call_and_its_request() throws Exception {
        CompletableFuture<Boolean> interrupted = new CompletableFuture<>();
        Thread caller = new Thread(() -> {
            try {
                client.skills();
            } catch (CallInterruptedException e) {
                interrupted.complete(Thread.currentThread().isInterrupted());
            }
        });
        caller.start();
        asked.await();

        caller.interrupt();

        assertThat(interrupted.get(10, TimeUnit.SECONDS)).as("interrupt status").isTrue();
        assertThat(left.await(10, TimeUnit.SECONDS)).as("connection left").isTrue();
    }

    @Test
    void cancelling_a_future_ends_its_request() throws Exception {
        var call = client.skillsAsync();
        asked.await();

        call.cancel(true);

        assertThat(left.await(10, TimeUnit.SECONDS)).as("connection left").isTrue();
    }

    @Test
    void closing_ends_calls_and_refuses_new_ones() throws Exception {
        var call = client.skillsAsync();
        asked.await();

        client.close();

        assertThatThrownBy(() -> call.get(10, TimeUnit.SECONDS))
                .hasRootCauseInstanceOf(IllegalStateException.class)
                .hasRootCauseMessage("this client is closed");
        assertThatThrownBy(client::skills).isInstanceOf(IllegalStateException.class);
        client.close();
    }

    @Test
    void callbacks_run_on_the_executor_that_was_given_and_may_call_the_client() throws Exception {
        server.script(exchange -> exchange.json(200, SKILLS));
        ExecutorService own = Executors.newFixedThreadPool(3, task -> new Thread(task, "own"));
        try (MetaForgeClient withExecutor =
                MetaForgeClient.builder(server.url()).executor(own).build()) {
            AtomicBoolean onOwn = new AtomicBoolean();

            Integer skills = withExecutor
                    .skillsAsync()
                    .thenApplyAsync(
                            none -> {
                                onOwn.set(Thread.currentThread().getName().equals("own"));
                                return withExecutor.skills().size();
                            },
                            own)
                    .get(10, TimeUnit.SECONDS);

            assertThat(skills).isZero();
            assertThat(onOwn).isTrue();
        } finally {
            own.shutdown();
        }
    }

    /** The JDK has one thread for the limits of all futures. */
    @Test
    void a_callback_that_blocks_keeps_no_other_call_from_its_limit() throws Exception {
        CountDownLatch release = new CountDownLatch(1);
        try (MetaForgeClient impatient = MetaForgeClient.builder(server.url())
                .requestTimeout(Duration.ofSeconds(2)) // longer than it takes to say what comes next
                .retries(0)
                .build()) {
            Thread test = Thread.currentThread();
            CompletableFuture<Void> blocked;
            do {
                blocked = impatient.skillsAsync().handle((none, late) -> {
                    // On a busy machine the call may be over before this is hung on it, which then runs here.
                    if (Thread.currentThread() != test) {
                        try {
                            release.await();
                        } catch (InterruptedException e) {
                            throw new IllegalStateException(e);
                        }
                    }
                    return null;
                });
            } while (blocked.isDone());

            assertThatThrownBy(() -> impatient.skillsAsync().get(10, TimeUnit.SECONDS))
                    .hasRootCauseInstanceOf(TimeoutException.class)
                    .hasMessageContaining("no answer within");
            assertThat(blocked).isNotDone();
        } finally {
            release.countDown();
        }
    }

    @Test
    void a_client_is_shared_by_many_threads() throws Exception {
        AtomicInteger requests = new AtomicInteger();
        server.script(exchange -> {
            requests.incrementAndGet();
            exchange.json(200, SKILLS);
        });
        ExecutorService threads = Executors.newFixedThreadPool(16);
        try {
            List<Future<?>> calls = new ArrayList<>();
            for (int i = 0; i < 400; i++) {
                calls.add(threads.submit(client::skills));
            }
            for (Future<?> call : calls) {
                call.get();
            }
        } finally {
            threads.shutdown();
        }
        assertThat(requests).hasValue(400);
    }

    /** With a carrier for each call that blocks, these would take two minutes: there are as many carriers as processors. */
    @Test
    void virtual_threads_leave_their_carriers_while_they_wait() throws Exception {
        ExecutorService virtual = virtualThreads();
        assumeTrue(virtual != null, "skipped: this JDK has no virtual threads");
        server.script(exchange -> {
            TimeUnit.MILLISECONDS.sleep(1_000); // a gateway that takes its time
            exchange.json(200, SKILLS);
        });
        long begun = System.nanoTime();
        try {
            List<Future<?>> calls = new ArrayList<>();
            for (int i = 0; i < 200; i++) {
                calls.add(virtual.submit(client::skills));
            }
            for (Future<?> call : calls) {
                call.get();
            }
        } finally {
            virtual.shutdown();
        }
        assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(Duration.ofSeconds(15));
    }

    private static ExecutorService virtualThreads() throws Exception {
        try {
            return (ExecutorService)
                    Executors.class.getMethod("newVirtualThreadPerTaskExecutor").invoke(null);
        } catch (NoSuchMethodException jdk17) {
            return null;
        }
    }

    /** Who goes on with an answer may take long, which must hold up neither the JDK's timer nor its common pool. */
    @Test
    void answers_and_time_outs_come_on_threads_of_the_client() throws Exception {
        CountDownLatch ready = new CountDownLatch(1);
        server.script(exchange -> {
            if (exchange.target().endsWith("/skills")) {
                ready.await();
                exchange.json(200, SKILLS);
            } else if (exchange.target().endsWith("/agent/run")) {
                exchange.json(202, "{\"session_id\":\"session-1\",\"status\":\"running\"}");
            } else {
                exchange.awaitDisconnect();
            }
        });
        try (MetaForgeClient hasty = MetaForgeClient.builder(server.url())
                .requestTimeout(Duration.ofMillis(300))
                .retries(0)
                .build()) {
            Session session = client.runSkill("spec");
            var answer = client.skillsAsync().handle((skills, failure) -> thread());
            var timeOut = hasty.pendingAsync().handle((pending, failure) -> thread());
            var waitOver = session.waitForCompletionAsync(Duration.ofMillis(300), report -> {})
                    .handle((ended, failure) -> thread());
            ready.countDown();

            assertThat(List.of(
                            answer.get(10, TimeUnit.SECONDS),
                            timeOut.get(10, TimeUnit.SECONDS),
                            waitOver.get(10, TimeUnit.SECONDS)))
                    .allMatch(name -> name.startsWith("metaforge-client-"));
        }
    }

    private static String thread() {
        return Thread.currentThread().getName();
    }

    @Test
    void an_executor_that_takes_no_more_keeps_nobody_waiting() throws Exception {
        CountDownLatch ready = new CountDownLatch(1);
        server.script(exchange -> {
            asked.countDown();
            ready.await();
            exchange.json(200, SKILLS);
        });
        ExecutorService own = Executors.newFixedThreadPool(3);
        try (MetaForgeClient withExecutor = MetaForgeClient.builder(server.url())
                .executor(own)
                .requestTimeout(Duration.ofSeconds(1))
                .build()) {
            var call = withExecutor.skillsAsync();
            asked.await();

            own.shutdown();
            ready.countDown();

            assertThatThrownBy(() -> call.get(20, TimeUnit.SECONDS)).isInstanceOf(ExecutionException.class);
        }
    }

    @Test
    void whoever_ends_a_future_ends_its_request() throws Exception {
        var call = client.skillsAsync().orTimeout(200, TimeUnit.MILLISECONDS);
        asked.await();

        assertThatThrownBy(call::get).hasRootCauseInstanceOf(TimeoutException.class);
        assertThat(left.await(10, TimeUnit.SECONDS)).as("connection left").isTrue();
    }

    @Test
    void cancelling_the_future_of_several_requests_ends_the_one_under_way() throws Exception {
        CountDownLatch second = new CountDownLatch(1);
        server.script(exchange -> {
            if (exchange.target().endsWith("/agent/run")) {
                exchange.json(202, "{\"session_id\":\"session-1\",\"status\":\"running\"}");
            } else if (exchange.target().endsWith("after=0")) {
                exchange.json(200, "{\"events\":[{\"event\":\"x\",\"data\":{},\"id\":5}],\"next\":5}");
            } else {
                second.countDown();
                exchange.awaitDisconnect();
                left.countDown();
            }
        });
        var events = client.runSkill("spec").pastEventsAsync();
        second.await();

        events.cancel(true);

        assertThat(left.await(10, TimeUnit.SECONDS)).as("connection left").isTrue();
    }

    /** JDKs before 21 end the thread of a client, and with it its connections, only when it is garbage. */
    @Test
    void a_closed_client_leaves_no_thread_behind_also_where_somebody_keeps_it() throws Exception {
        server.script(exchange -> exchange.json(200, SKILLS));
        Set<Thread> before = Thread.getAllStackTraces().keySet();
        MetaForgeClient kept = MetaForgeClient.connect(server.url());
        kept.skills();
        List<Thread> its = Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().contains("HttpClient") && !before.contains(thread))
                .toList();
        assertThat(its).isNotEmpty();

        kept.close();

        for (Thread thread : its) {
            while (thread.isAlive()) { // the limit of the test ends it
                System.gc();
                thread.join(100);
            }
        }
        assertThatThrownBy(kept::skills).isInstanceOf(IllegalStateException.class);
    }
}
