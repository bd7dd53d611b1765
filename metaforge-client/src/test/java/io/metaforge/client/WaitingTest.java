package io.metaforge.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.metaforge.client.error.AgentException;
import io.metaforge.client.error.ApiException;
import io.metaforge.client.error.NotFoundException;
import io.metaforge.client.error.RunTimeoutException;
import io.metaforge.client.error.UnauthorizedException;
import io.metaforge.client.error.WaitTimeoutException;
import io.metaforge.client.event.Progress;
import io.metaforge.client.fixture.Exchange;
import io.metaforge.client.fixture.ScriptedServer;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Waiting for the end of a run. */
@Timeout(60)
class WaitingTest {

    private static final Duration LONG = Duration.ofSeconds(30);

    private final List<Progress> reports = new CopyOnWriteArrayList<>();
    private final AtomicInteger looks = new AtomicInteger();
    private volatile String status = "running";
    private volatile ScriptedServer.Script stream = WaitingTest::silentStream;
    private ScriptedServer server = ScriptedServer.start(this::gateway);
    private MetaForgeClient client = MetaForgeClient.connect(server.url());

    @AfterEach
    void close() {
        client.close();
        server.close();
    }

    /** A gateway with one session, of this test's status. */
    private void gateway(Exchange exchange) throws Exception {
        String target = exchange.target();
        if (target.equals("/api/v1/session/session-1/events?after=1")) {
            exchange.json(200, "{\"events\":[" + progress(2, 0.9) + "],\"next\":2}");
        } else if (target.equals("/api/v1/agent/run")) {
            exchange.json(202, "{\"session_id\":\"session-1\",\"status\":\"running\",\"agent\":\"a-agent\"}");
        } else if (target.startsWith("/api/v1/events")) {
            stream.handle(exchange);
        } else if (target.equals("/api/v1/session/session-1/events?after=0")) {
            exchange.json(200, "{\"events\":[" + progress(1, 0.5) + "," + progress(2, 0.9) + "],\"next\":2}");
        } else if (target.startsWith("/api/v1/session/session-1/events")) {
            exchange.json(200, "{\"events\":[],\"next\":2}");
        } else if (target.startsWith("/api/v1/agent/session-1/status?wait=")) {
            status = "completed";
            exchange.json(200, "{\"session_id\":\"session-1\",\"status\":\"completed\",\"agent\":\"a-agent\"}");
        } else {
            looks.incrementAndGet();
            exchange.json(
                    200,
                    "{\"id\":\"session-1\",\"skill\":\"spec\",\"status\":\"" + status
                            + "\",\"created\":\"x\",\"updated\":\"x\""
                            + (status.equals("failed")
                                    ? ",\"error\":{\"code\":\"AGENT_ERROR\",\"message\":\"no PRD\",\"details\":{\"x\":1}}"
                                    : "")
                            + "}");
        }
    }

    private static void silentStream(Exchange exchange) throws Exception {
        exchange.stream();
        exchange.awaitDisconnect();
    }

    private static String progress(long id, double fraction) {
        return "{\"event\":\"agent.progress\",\"data\":{\"session_id\":\"session-1\",\"agent\":\"a-agent\",\"progress\":"
                + fraction + ",\"message\":\"at " + fraction + "\"},\"id\":" + id + "}";
    }

    private static void end(Exchange exchange, long id) throws Exception {
        exchange.event(id, "session.complete", "{\"session_id\":\"session-1\",\"status\":\"completed\"}");
    }

    private Session waited() {
        return client.runSkill("spec").waitForCompletion(LONG, reports::add);
    }

    @Test
    void ends_with_the_event_that_tells_of_it_and_reports_progress_on_the_way() {
        stream = exchange -> {
            exchange.stream();
            exchange.event(1, "session.started", "{\"session_id\":\"session-1\"}");
            exchange.chunk("data: " + progress(2, 0.25) + "\n\n");
            exchange.chunk("data: " + progress(3, 0.75) + "\n\n");
            status = "pending_approval";
            end(exchange, 4);
            exchange.awaitDisconnect();
        };

        Session session = waited();

        assertThat(session.status()).isEqualTo("pending_approval");
        assertThat(reports)
                .containsExactly(
                        new Progress("session-1", "a-agent", 0.25, "at 0.25"),
                        new Progress("session-1", "a-agent", 0.75, "at 0.75"));
        assertThat(looks).as("requests for the session").hasValue(2);
    }

    @Test
    void reports_all_progress_where_the_end_is_heard_before_the_last_of_it() throws Exception {
        CountDownLatch polled = new CountDownLatch(1);
        ScriptedServer.Script usual = this::gateway;
        server.script(exchange -> {
            if (exchange.target().startsWith("/api/v1/agent/session-1/status?wait=")) {
                polled.countDown();
                status = "completed"; // heard while the stream still has reports to bring
            }
            usual.handle(exchange);
        });
        stream = exchange -> {
            exchange.stream();
            exchange.chunk("data: " + progress(1, 0.5) + "\n\n");
            polled.await();
            exchange.awaitDisconnect();
        };

        assertThat(waited().status()).isEqualTo("completed");
        assertThat(reports).extracting(Progress::fraction).containsExactly(0.5, 0.9);
    }

    @Test
    void waits_for_the_report_that_is_being_delivered_when_the_end_is_heard() throws Exception {
        stream = exchange -> {
            exchange.stream();
            exchange.chunk("data: " + progress(1, 0.5) + "\n\n");
            exchange.awaitDisconnect();
        };
        CountDownLatch ended = new CountDownLatch(2);
        ScriptedServer.Script usual = this::gateway;
        server.script(exchange -> {
            usual.handle(exchange);
            if (status.equals("completed")) {
                ended.countDown(); // the answer to the long poll, then the look at the session
            }
        });

        client.runSkill("spec").waitForCompletion(LONG, report -> {
            await(ended);
            reports.add(report);
        });

        assertThat(reports).extracting(Progress::fraction).containsExactly(0.5, 0.9);
    }

    private static void await(CountDownLatch latch) {
        try {
            assertThat(latch.await(20, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void of_a_run_that_has_ended_reports_what_was_missed() {
        status = "completed";

        assertThat(waited().status()).isEqualTo("completed");
        assertThat(reports).extracting(Progress::fraction).containsExactly(0.5, 0.9);
    }

    @Test
    void of_a_failed_run_throws_the_exception_of_its_error() {
        status = "failed";

        AgentException failure = catchThrowableOfType(AgentException.class, this::waited);

        assertThat(failure).hasMessage("no PRD");
        assertThat(failure.status()).isEqualTo(500);
        assertThat(failure.details()).containsEntry("x", 1);
        assertThat(failure.sessionId()).hasValue("session-1");
    }

    @Test
    void survives_a_stream_that_is_cut_and_a_gateway_that_is_away() {
        AtomicInteger streams = new AtomicInteger();
        stream = exchange -> {
            if (streams.incrementAndGet() == 1) {
                exchange.stream();
                exchange.cut();
            } else if (streams.get() == 2) {
                exchange.error(503, "UNAVAILABLE", "starting");
            } else {
                exchange.stream();
                status = "completed";
                end(exchange, 4);
                exchange.awaitDisconnect();
            }
        };

        assertThat(waited().status()).isEqualTo("completed");
    }

    @Test
    void asks_for_the_status_where_no_stream_can_be_had() {
        stream = exchange -> exchange.answer(404, "text/html", "<html>");
        long begun = System.nanoTime();

        assertThat(waited().status()).isEqualTo("completed");
        assertThat(Duration.ofNanos(System.nanoTime() - begun))
                .as("at once, not after the silence that would make it wonder")
                .isLessThan(Duration.ofSeconds(4));
        assertThat(server.received("/api/v1/agent/session-1/status?wait=")).hasSize(1);
    }

    @Test
    void asks_for_the_status_where_the_stream_stays_silent() {
        assertThat(waited().status()).isEqualTo("completed");
    }

    @Test
    void is_over_when_its_time_is_and_the_run_goes_on() {
        Session session = client.runSkill("spec");

        WaitTimeoutException late = catchThrowableOfType(
                WaitTimeoutException.class, () -> session.waitForCompletion(Duration.ofMillis(300)));

        assertThat(late).hasMessage("session-1 is still 'running' after 300 ms; the run goes on");
        assertThat(late.sessionId()).isEqualTo("session-1");
        assertThatThrownBy(() -> session.waitForCompletion(Duration.ZERO)).isInstanceOf(WaitTimeoutException.class);
    }

    @Test
    void without_any_time_takes_one_look() {
        Session session = client.runSkill("spec");
        status = "completed";

        assertThat(session.waitForCompletion(Duration.ZERO).status()).isEqualTo("completed");
        assertThat(session.waitForCompletion(Duration.ZERO).status()).isEqualTo("completed");
    }

    @Test
    void without_any_time_looks_for_a_moment_only() {
        Session session = client.runSkill("spec");
        server.script(exchange -> exchange.awaitDisconnect());
        long begun = System.nanoTime();

        assertThatThrownBy(() -> session.waitForCompletion(Duration.ZERO)).isInstanceOf(WaitTimeoutException.class);
        assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(Duration.ofSeconds(5));
    }

    @Test
    void of_a_run_that_failed_without_a_code_throws_what_is_known() {
        server.script(exchange -> exchange.json(
                200,
                exchange.target().contains("/events")
                        ? "{\"events\":[],\"next\":0}"
                        : "{\"id\":\"session-1\",\"session_id\":\"session-1\",\"skill\":\"spec\",\"status\":\"failed\","
                                + "\"error\":{\"message\":\"no PRD\"}}"));

        assertThat(catchThrowableOfType(AgentException.class, this::waited)).hasMessage("no PRD");
    }

    @Test
    void is_over_when_its_future_is_cancelled() throws Exception {
        CountDownLatch followed = new CountDownLatch(1);
        CountDownLatch left = new CountDownLatch(1);
        stream = exchange -> {
            exchange.stream();
            followed.countDown();
            exchange.awaitDisconnect();
            left.countDown();
        };
        CompletableFuture<Session> wait = client.runSkill("spec").waitForCompletionAsync(LONG, reports::add);
        assertThat(followed.await(10, TimeUnit.SECONDS)).isTrue();

        wait.cancel(true);

        assertThat(left.await(10, TimeUnit.SECONDS)).as("the stream is left").isTrue();
    }

    @Test
    void is_over_when_the_client_is_closed() {
        CompletableFuture<Session> wait = client.runSkill("spec").waitForCompletionAsync();

        client.close();

        assertThatThrownBy(() -> wait.get(10, TimeUnit.SECONDS)).hasRootCauseInstanceOf(IllegalStateException.class);
    }

    @Test
    void ends_with_what_the_receiver_of_reports_threw() {
        status = "completed";
        Session session = client.runSkill("spec");

        assertThatThrownBy(() -> session.waitForCompletion(LONG, progress -> {
                    throw new UnsupportedOperationException("no thanks");
                }))
                .isInstanceOf(UnsupportedOperationException.class)
                .satisfies(thrown -> assertThat(thrown.getStackTrace()[0].getClassName())
                        .as("where it was thrown")
                        .isEqualTo(WaitingTest.class.getName()));
    }

    @Test
    void of_a_gateway_whose_pages_lead_nowhere_comes_to_an_end() {
        status = "completed";
        ScriptedServer.Script usual = this::gateway;
        server.script(exchange -> {
            if (exchange.target().contains("/session/session-1/events")) {
                exchange.json(200, "{\"events\":[" + progress(1, 0.5) + "],\"next\":0}");
            } else {
                usual.handle(exchange);
            }
        });

        Session session = waited();

        assertThat(reports).hasSize(1);
        assertThat(session.pastEvents()).hasSize(1);
    }

    @Test
    void does_not_go_on_where_the_session_is_gone_or_the_key_is() {
        Session session = client.runSkill("spec");
        server.script(exchange -> exchange.error(404, "NOT_FOUND", "no such session"));
        assertThatThrownBy(() -> session.waitForCompletion(LONG)).isInstanceOf(NotFoundException.class);

        server.script(exchange -> exchange.error(401, "UNAUTHORIZED", "the key was revoked"));
        assertThatThrownBy(() -> session.waitForCompletion(LONG)).isInstanceOf(UnauthorizedException.class);
    }

    @Test
    void of_a_run_that_took_too_long_has_the_status_of_a_timeout() {
        server.script(exchange -> exchange.json(
                200,
                exchange.target().contains("/events")
                        ? "{\"events\":[],\"next\":0}"
                        : "{\"id\":\"session-1\",\"session_id\":\"session-1\",\"agent\":\"a\",\"skill\":\"spec\",\"status\":\"failed\","
                                + "\"error\":{\"code\":\"TIMEOUT\",\"message\":\"too long\"}}"));

        ApiException failure = catchThrowableOfType(ApiException.class, this::waited);

        assertThat(failure).isInstanceOf(RunTimeoutException.class);
        assertThat(failure.status()).isEqualTo(504);
    }
}
