package io.metaforge.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.metaforge.api.Events;
import io.metaforge.client.error.ApiException;
import io.metaforge.client.error.GatewayUnreachableException;
import io.metaforge.client.error.UnauthorizedException;
import io.metaforge.client.error.UnavailableException;
import io.metaforge.client.event.Event;
import io.metaforge.client.event.EventWatch;
import io.metaforge.client.fixture.EventCollector;
import io.metaforge.client.fixture.Exchange;
import io.metaforge.client.fixture.Received;
import io.metaforge.client.fixture.ScriptedServer;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The stream of events over connections that are lost, refused, slow or closed. */
@Timeout(60)
class EventsTest {

    private final CountDownLatch left = new CountDownLatch(1);
    private final AtomicInteger streams = new AtomicInteger();
    private final EventCollector collector = new EventCollector();
    private ScriptedServer server = ScriptedServer.start(exchange -> {});
    private MetaForgeClient client = MetaForgeClient.connect(server.url());

    @AfterEach
    void close() {
        client.close();
        server.close();
    }

    /** What becomes of a stream; number 1 is the first. */
    private interface StreamScript {
        void handle(int number, Exchange exchange) throws Exception;
    }

    /** Serves a log that ends at {@code latest}, and streams by script; after it a stream stays open. */
    private void serve(long latest, StreamScript script) {
        server.script(exchange -> {
            if (asksForStream(exchange.request())) {
                script.handle(streams.incrementAndGet(), exchange);
                exchange.awaitDisconnect();
                left.countDown();
                return;
            }
            exchange.json(200, "{\"events\":[],\"next\":" + latest + "}");
        });
    }

    private static void send(Exchange exchange, long... ids) throws Exception {
        for (long id : ids) {
            exchange.event(id, Events.SESSION_STARTED, "{\"session_id\":\"session-1\"}");
        }
    }

    private List<String> connections() {
        return server.received().stream()
                .filter(EventsTest::asksForStream)
                .map(Received::target)
                .toList();
    }

    private static boolean asksForStream(Received request) {
        return request.header("accept").startsWith("text/event-stream");
    }

    @Test
    void begins_with_what_happens_after_the_subscription() throws Exception {
        serve(41, (number, exchange) -> {
            exchange.stream();
            send(exchange, 42);
        });

        client.events().subscribe(collector);
        collector.request(1);

        assertThat(collector.next().id()).isEqualTo(42);
        assertThat(server.received().get(0).target()).isEqualTo("/api/v1/events?after=latest");
        assertThat(connections()).containsExactly("/api/v1/events?after=41");
    }

    @Test
    void connects_again_after_the_last_event_it_delivered_without_loss_or_repetition() throws Exception {
        serve(0, (number, exchange) -> {
            exchange.stream();
            switch (number) {
                case 1 -> {
                    send(exchange, 1, 2);
                    exchange.hangUp();
                }
                case 2 -> exchange.cut();
                case 3 -> {
                    exchange.chunk("");
                    exchange.hangUp();
                }
                default -> send(exchange, 2, 3); // a gateway would not send 2 again
            }
        });

        client.events().after(0).subscribe(collector);
        collector.request(Long.MAX_VALUE);

        assertThat(collector.nextIds(3)).containsExactly(1L, 2L, 3L);
        assertThat(connections())
                .containsExactly(
                        "/api/v1/events?after=0",
                        "/api/v1/events?after=2",
                        "/api/v1/events?after=2",
                        "/api/v1/events?after=2");
    }

    @Test
    void connects_again_where_the_request_meets_something_passing() throws Exception {
        serve(0, (number, exchange) -> {
            switch (number) {
                case 1 -> exchange.answer(502, "text/html", "<html>");
                case 2 -> exchange.error(429, "RATE_LIMITED", "slow down", "Retry-After: 1");
                case 3 -> exchange.error(503, "UNAVAILABLE", "no database");
                case 4 -> exchange.cut();
                default -> {
                    exchange.stream();
                    send(exchange, 1);
                }
            }
            if (number < 4) {
                exchange.hangUp();
            }
        });

        client.events().after(0).subscribe(collector);
        collector.request(1);

        assertThat(collector.next().id()).isEqualTo(1);
    }

    @Test
    void delivers_no_more_than_was_asked_for_and_reads_no_further() throws Exception {
        String filler = "x".repeat(60_000);
        AtomicInteger sent = new AtomicInteger();
        serve(0, (number, exchange) -> {
            exchange.stream();
            // 24 MB, which do not fit into the buffers between two sockets.
            for (int id = 1; id <= 400; id++) {
                exchange.event(id, "x", "{\"filler\":\"" + filler + "\"}");
                sent.set(id);
            }
        });

        client.events().after(0).subscribe(collector);
        collector.request(3);

        assertThat(collector.nextIds(3)).containsExactly(1L, 2L, 3L);
        awaitStandstill(sent);
        assertThat(sent.get()).isLessThan(400);
        assertThat(collector.isEmpty()).isTrue();
        collector.request(300);
        assertThat(collector.nextIds(300)).startsWith(4L).endsWith(303L);
        assertThat(connections()).hasSize(1);
    }

    /** Returns when the peer could send nothing for a while. */
    private static void awaitStandstill(AtomicInteger sent) throws InterruptedException {
        int before;
        do {
            before = sent.get();
            TimeUnit.MILLISECONDS.sleep(700); // how long nothing happens is what is looked at
        } while (sent.get() != before);
    }

    @Test
    void takes_a_connection_that_was_lost_while_nobody_asked_for_events_up_again() throws Exception {
        CountDownLatch cut = new CountDownLatch(1);
        serve(0, (number, exchange) -> {
            exchange.stream();
            if (number == 1) {
                send(exchange, 1);
                cut.await();
                exchange.cut();
            } else {
                send(exchange, 2);
            }
        });
        client.events().after(0).subscribe(collector);
        collector.request(1);
        assertThat(collector.next().id()).isEqualTo(1);

        cut.countDown();
        collector.request(1);

        assertThat(collector.next().id()).isEqualTo(2);
        assertThat(connections()).last().isEqualTo("/api/v1/events?after=1");
    }

    @Test
    void is_refused_with_the_gateways_own_reason() {
        server.script(exchange -> exchange.error(401, "UNAUTHORIZED", "which key?"));

        client.events().after(0).subscribe(collector);
        collector.request(1);

        assertThat(collector.failure())
                .isInstanceOf(UnauthorizedException.class)
                .hasMessage("which key?");
    }

    @Test
    void says_so_where_something_else_answers() {
        serve(0, (number, exchange) -> {
            exchange.answer(404, "text/html", "<html>", "Connection: close");
            exchange.hangUp();
        });

        client.events().subscribe(collector);
        collector.request(1);

        assertThat(collector.failure())
                .isInstanceOfSatisfying(ApiException.class, refusal -> assertThat(refusal.status())
                        .isEqualTo(404))
                .hasMessageContaining("text/html");
    }

    @Test
    void fails_at_once_where_nothing_ever_answered() {
        server.close();

        client.events().after(0).subscribe(collector);
        collector.request(1);

        assertThat(collector.failure()).isInstanceOf(GatewayUnreachableException.class);
        assertThatThrownBy(() -> client.onEvent(event -> {})).isInstanceOf(GatewayUnreachableException.class);
    }

    @Test
    void gives_up_after_the_time_that_was_set() throws Exception {
        serve(0, (number, exchange) -> {
            exchange.stream();
            send(exchange, 1);
        });
        try (MetaForgeClient impatient = MetaForgeClient.builder(server.url())
                .maxReconnectTime(Duration.ofMillis(300))
                .build()) {
            impatient.events().after(0).subscribe(collector);
            collector.request(2);
            assertThat(collector.next().id()).isEqualTo(1);
            server.close();

            assertThat(collector.failure()).isInstanceOf(GatewayUnreachableException.class);
        }
    }

    @Test
    void gives_up_with_the_last_answer_where_there_is_one() {
        serve(0, (number, exchange) -> {
            exchange.error(503, "UNAVAILABLE", "no database");
            exchange.hangUp();
        });
        try (MetaForgeClient impatient = impatient(Duration.ofMillis(300))) {
            impatient.events().after(0).subscribe(collector);
            collector.request(1);

            assertThat(collector.failure())
                    .isInstanceOf(UnavailableException.class)
                    .hasMessage("no database");
        }
    }

    @Test
    void gives_up_on_a_stream_that_ends_as_soon_as_it_has_begun() {
        serve(0, (number, exchange) -> {
            exchange.stream();
            exchange.hangUp();
        });
        try (MetaForgeClient impatient = impatient(Duration.ofMillis(300))) {
            impatient.events().after(0).subscribe(collector);
            collector.request(1);

            assertThat(collector.failure()).isInstanceOf(GatewayUnreachableException.class);
        }
    }

    @Test
    void counts_no_time_in_which_nobody_asked_for_events() throws Exception {
        serve(0, (number, exchange) -> {
            switch (number) {
                case 1 -> {
                    exchange.stream();
                    String event = "data: {\"event\":\"x\",\"data\":{},\"id\":1}\n\n";
                    // The end comes along: nobody hears of it alone who asks for nothing.
                    exchange.raw(Integer.toHexString(event.length()) + "\r\n" + event + "\r\n0\r\n\r\n");
                    exchange.hangUp();
                }
                case 2 -> {
                    exchange.error(503, "UNAVAILABLE", "starting", "Connection: close");
                    exchange.hangUp();
                }
                default -> {
                    exchange.stream();
                    send(exchange, 2);
                }
            }
        });
        try (MetaForgeClient impatient = impatient(Duration.ofSeconds(2))) {
            impatient.events().after(0).subscribe(collector);
            collector.request(1);
            assertThat(collector.next().id()).isEqualTo(1);
            TimeUnit.MILLISECONDS.sleep(2500); // the pause is what is looked at

            collector.request(1);

            assertThat(collector.next().id()).isEqualTo(2);
        }
    }

    private MetaForgeClient impatient(Duration maxReconnectTime) {
        return MetaForgeClient.builder(server.url())
                .maxReconnectTime(maxReconnectTime)
                .retries(0)
                .build();
    }

    @Test
    void begins_during_a_restart_of_a_gateway_that_has_answered() throws Exception {
        server.script(exchange -> exchange.json(200, "{\"skills\":[]}"));
        try (MetaForgeClient hasty =
                MetaForgeClient.builder(server.url()).retries(0).build()) {
            hasty.skills();
            int port = server.port();
            server.close();
            BlockingQueue<Long> seen = new LinkedBlockingQueue<>();
            CompletableFuture<EventWatch> watch = hasty.events().onEventAsync(event -> seen.add(event.id()));
            hasty.events().subscribe(collector);
            Thread.sleep(500); // the refusals are the point
            server = ScriptedServer.startAt(port, exchange -> {});
            serve(41, (number, exchange) -> {
                exchange.stream();
                send(exchange, 42);
            });

            watch.get(20, TimeUnit.SECONDS);
            collector.request(1);

            assertThat(collector.next().id()).isEqualTo(42);
            assertThat(seen.poll(20, TimeUnit.SECONDS)).isEqualTo(42);
        }
    }

    @Test
    void does_not_look_for_its_beginning_longer_than_the_time_that_was_set() {
        server.script(exchange -> exchange.error(503, "UNAVAILABLE", "starting"));
        try (MetaForgeClient impatient = impatient(Duration.ofMillis(300))) {
            impatient.events().subscribe(collector);

            assertThat(collector.failure()).isInstanceOf(UnavailableException.class);
            assertThatThrownBy(() -> impatient.onEvent(event -> {})).isInstanceOf(UnavailableException.class);
        }
    }

    @Test
    void goes_on_where_a_gateway_that_refused_is_restarted() throws Exception {
        CountDownLatch refused = new CountDownLatch(1);
        serve(0, (number, exchange) -> {
            exchange.error(503, "UNAVAILABLE", "stopping");
            refused.countDown();
        });
        client.events().after(0).subscribe(collector);
        collector.request(1);
        assertThat(refused.await(10, TimeUnit.SECONDS)).isTrue();
        int port = server.port();
        server.close();
        Thread.sleep(500); // the refused connections are the point
        server = ScriptedServer.startAt(port, exchange -> {});
        serve(0, (number, exchange) -> {
            exchange.stream();
            send(exchange, 1);
        });

        assertThat(collector.next().id()).isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(ints = {200, 302})
    void is_over_at_once_where_what_answers_is_no_gateway(int status) {
        serve(0, (number, exchange) -> exchange.answer(status, "text/html", "<html>"));

        client.events().after(0).subscribe(collector);
        collector.request(1);

        assertThat(collector.failure()).isInstanceOfSatisfying(ApiException.class, refusal -> assertThat(refusal.code())
                .isEqualTo("UNEXPECTED_RESPONSE"));
        assertThat(connections()).hasSize(1);
    }

    @Test
    void outlives_two_pages_of_something_else_but_not_three() throws Exception {
        serve(0, (number, exchange) -> {
            if (number == 1 || number == 4) {
                exchange.stream();
                send(exchange, number);
            } else {
                exchange.answer(200, "text/html", "<html>back soon</html>");
            }
            exchange.hangUp();
        });

        client.events().after(0).subscribe(collector);
        collector.request(9);

        assertThat(collector.nextIds(2)).containsExactly(1L, 4L);
        assertThat(collector.failure()).isInstanceOfSatisfying(ApiException.class, refusal -> assertThat(refusal.code())
                .isEqualTo("UNEXPECTED_RESPONSE"));
        assertThat(connections()).hasSize(7);
    }

    @Test
    void leaves_the_gateway_when_it_is_cancelled() throws Exception {
        serve(0, (number, exchange) -> {
            exchange.stream();
            send(exchange, 1);
        });
        client.events().after(0).subscribe(collector);
        collector.request(5);
        collector.next();

        collector.cancel();

        assertThat(left.await(10, TimeUnit.SECONDS)).as("connection left").isTrue();
    }

    @Test
    void is_complete_when_the_client_is_closed() {
        serve(0, (number, exchange) -> exchange.stream());
        client.events().subscribe(collector);
        collector.request(1);

        client.close();

        collector.awaitCompletion();
    }

    @Test
    void is_complete_when_the_client_is_closed_before_it_has_begun() throws Exception {
        CountDownLatch asked = new CountDownLatch(1);
        server.script(exchange -> {
            asked.countDown();
            exchange.awaitDisconnect();
        });
        client.events().subscribe(collector);
        asked.await();

        client.close();

        collector.awaitCompletion();
    }

    @Test
    void delivers_names_it_does_not_know_gaps_and_messages_in_pieces() throws Exception {
        serve(0, (number, exchange) -> {
            exchange.stream();
            exchange.event(3, "session.transmogrified", "{\"x\":null}");
            exchange.chunk(":\n\n");
            exchange.chunk("id: 7\nevent: gap\ndata: {\"event\":\"gap\",\"data\":{\"from\":4,\"to\":7},\"id\":7}\n\n");
            exchange.chunk("id: 8\r\nevent: a\r\ndata:{\"event\":\"a\",\r");
            exchange.chunk("\ndata: \"data\":{},\"id\":8}\r\n\r\n");
        });
        client.events().after(0).subscribe(collector);
        collector.request(3);

        Event first = collector.next();
        assertThat(first.name()).isEqualTo("session.transmogrified");
        assertThat(first.data()).containsEntry("x", null);
        assertThat(first.time()).hasToString("2026-01-01T00:00:00Z");
        assertThat(collector.next()).satisfies(gap -> {
            assertThat(gap.name()).isEqualTo(Events.GAP);
            assertThat(gap.id()).isEqualTo(7);
            assertThat(gap.sessionId()).isNull();
        });
        assertThat(collector.next().id()).isEqualTo(8);
    }

    @Test
    void connects_again_where_a_message_is_no_event() throws Exception {
        serve(0, (number, exchange) -> {
            exchange.stream();
            if (number == 1) {
                exchange.chunk("data: hello\n\n");
            } else {
                send(exchange, 1);
            }
        });
        client.events().after(0).subscribe(collector);
        collector.request(1);

        assertThat(collector.next().id()).isEqualTo(1);
    }

    @Test
    void delivers_what_came_before_a_message_that_is_no_event() throws Exception {
        serve(0, (number, exchange) -> {
            exchange.stream();
            if (number == 1) {
                exchange.chunk("data: {\"event\":\"x\",\"data\":{},\"id\":1}\n\ndata: hello\n\n");
            } else {
                send(exchange, 2);
            }
        });
        client.events().after(0).subscribe(collector);
        collector.request(2);

        assertThat(collector.nextIds(2)).containsExactly(1L, 2L);
        assertThat(connections()).containsExactly("/api/v1/events?after=0", "/api/v1/events?after=1");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "hello",
                "null",
                "{\"data\":{},\"id\":2}",
                "{\"event\":\"x\",\"data\":{}}",
                "{\"event\":\"x\",\"data\":{},\"id\":2,\"time\":\"late\"}"
            })
    void is_over_where_the_same_message_is_no_event_three_times(String message) throws Exception {
        serve(0, (number, exchange) -> {
            exchange.stream();
            if (number == 1) {
                send(exchange, 1);
            }
            exchange.chunk("data: " + message + "\n\n");
        });
        client.events().after(0).subscribe(collector);
        collector.request(9);

        assertThat(collector.next().id()).isEqualTo(1);
        assertThat(collector.failure())
                .isInstanceOfSatisfying(ApiException.class, refusal -> assertThat(refusal.code())
                        .isEqualTo("UNEXPECTED_RESPONSE"))
                .hasMessageContaining("event after 1");
        assertThat(connections()).hasSize(3);
    }

    @Test
    void can_be_narrowed_to_a_session() throws Exception {
        serve(9, (number, exchange) -> {
            exchange.stream();
            send(exchange, 10);
        });

        client.events().ofSession("session-1").subscribe(collector);
        collector.request(1);

        collector.next();
        assertThat(connections()).containsExactly("/api/v1/events?after=9&session=session-1");
    }

    @Test
    void insists_on_a_demand_that_is_one() {
        serve(0, (number, exchange) -> exchange.stream());

        client.events().after(0).subscribe(collector);
        collector.request(0);

        assertThat(collector.failure()).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void can_be_handed_to_a_function_until_that_is_closed() throws Exception {
        serve(0, (number, exchange) -> {
            exchange.stream();
            send(exchange, 1, 2);
        });
        BlockingQueue<Long> seen = new LinkedBlockingQueue<>();

        EventWatch watch = client.onEvent(event -> seen.add(event.id()));

        assertThat(seen.poll(10, TimeUnit.SECONDS)).isEqualTo(1);
        assertThat(seen.poll(10, TimeUnit.SECONDS)).isEqualTo(2);
        watch.close();
        watch.ended().get(10, TimeUnit.SECONDS);
        assertThat(left.await(10, TimeUnit.SECONDS)).as("connection left").isTrue();
    }

    @Test
    void ends_with_what_the_function_threw() {
        serve(0, (number, exchange) -> {
            exchange.stream();
            send(exchange, 1);
        });

        EventWatch watch = client.onEvent(event -> {
            throw new IllegalStateException("enough");
        });

        assertThatThrownBy(() -> watch.ended().get(10, TimeUnit.SECONDS))
                .isInstanceOf(ExecutionException.class)
                .hasRootCauseMessage("enough");
    }

    @Test
    void of_a_closed_client_is_refused_in_order() {
        client.close();

        client.events().after(0).subscribe(collector);

        assertThat(collector.failure()).isInstanceOf(IllegalStateException.class);
        collector.request(1);
        collector.cancel();
        assertThatThrownBy(() -> client.onEvent(event -> {})).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> client.events().after(0).onEvent(event -> {}))
                .isInstanceOf(IllegalStateException.class);
    }

    @Test
    void can_be_left_after_the_client_was_closed() throws Exception {
        serve(0, (number, exchange) -> exchange.stream());
        EventWatch watch = client.onEvent(event -> {});
        client.events().after(0).subscribe(collector);
        collector.request(1);

        client.close();
        watch.close();
        collector.cancel();
        collector.request(1);

        watch.ended().get(10, TimeUnit.SECONDS);
    }
}
