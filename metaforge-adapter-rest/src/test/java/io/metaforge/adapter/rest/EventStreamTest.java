package io.metaforge.adapter.rest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import io.metaforge.application.port.in.EventStreams;
import io.metaforge.domain.session.RecordedEvent;
import io.metaforge.domain.session.SessionId;
import io.metaforge.testkit.Sessions;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Follows events as a browser's EventSource does, over sockets whose reading is under the test's control. */
@Timeout(60)
class EventStreamTest {

    private final Counting counting = new Counting();
    private final Gateway gateway = new Gateway(
            new RestApi.Options(1 << 20, Duration.ofMillis(100), Duration.ofSeconds(30), () -> new byte[0]), real -> {
                counting.real = real.events();
                return new ChosenUseCases(
                        real.createSession(),
                        real.runAgent(),
                        real.approveSession(),
                        real.rejectSession(),
                        real.cancelSession(),
                        real.deleteSession(),
                        real.sessions(),
                        real.system(),
                        counting);
            });

    @AfterEach
    void stop() {
        gateway.close();
    }

    private String run() {
        return Answers.json(gateway.post("/agent/run?wait=20", "{\"skill\":\"spec\"}"))
                .get("session_id")
                .textValue();
    }

    @Test
    void a_stream_replays_what_came_after_a_position_and_goes_live() throws IOException {
        String first = run();
        try (Stream stream = new Stream("/api/v1/events?after=0")) {
            List<Event> replayed = stream.until("session.complete");
            String second = run();
            List<Event> live = stream.until("session.complete");

            assertThat(stream.head).contains("Content-Type: text/event-stream; charset=utf-8");
            assertThat(replayed).extracting(Event::name).startsWith("session.started", "agent.progress");
            assertThat(replayed).allSatisfy(e -> assertThat(e.session()).isEqualTo(first));
            assertThat(live).allSatisfy(e -> assertThat(e.session()).isEqualTo(second));
            assertThat(live.get(0).id())
                    .isGreaterThan(replayed.get(replayed.size() - 1).id());
        }
    }

    @Test
    void the_data_is_the_message_of_the_web_socket() throws IOException {
        String id = run();
        try (Stream stream = new Stream("/api/v1/events?after=0")) {
            Event event = stream.next();

            assertThat(event.data().fieldNames()).toIterable().containsExactly("event", "data", "id", "time");
            assertThat(event.data().get("id").longValue()).isEqualTo(event.id());
            assertThat(event.data().get("event").textValue()).isEqualTo("session.started");
            assertThat(event.data().get("data").toString())
                    .isEqualTo("{\"session_id\":\"" + id + "\",\"skill\":\"spec\"}");
        }
    }

    @Test
    void without_a_position_only_what_is_to_come_is_sent() throws IOException {
        run();
        try (Stream stream = new Stream("/api/v1/events")) {
            stream.awaitComment();
            String second = run();

            assertThat(stream.next().session()).isEqualTo(second);
        }
    }

    @Test
    void latest_is_where_the_log_ends_also_before_it_begins() {
        assertThat(page("/events?after=latest")).isEqualTo("{\"events\":[],\"next\":0}");

        String id = run();
        long last = Answers.parse(page("/events")).get("next").longValue();

        assertThat(page("/events?after=latest")).isEqualTo("{\"events\":[],\"next\":" + last + "}");
        assertThat(page("/session/" + id + "/events?after=latest")).isEqualTo("{\"events\":[],\"next\":" + last + "}");
        Answers.error(gateway.get("/session/session-x/events?after=latest"), 404, "NOT_FOUND");
    }

    private String page(String path) {
        return gateway.send(
                        HttpRequest.newBuilder(gateway.uri("/api/v1" + path)).header("Accept", "application/json"))
                .body();
    }

    @Test
    void what_is_to_come_after_the_latest_can_be_asked_for() throws IOException {
        String id = run();
        for (String path : List.of("/api/v1/events?after=latest", "/api/v1/session/" + id + "/events?after=latest")) {
            try (Stream stream = new Stream(path)) {
                stream.awaitComment();
                gateway.delete("/session/" + run());
                if (path.contains(id)) {
                    gateway.post("/reject/" + id, "{\"reason\":\"no\"}");
                    assertThat(stream.next().name()).isEqualTo("approval.rejected");
                } else {
                    assertThat(stream.next().session()).isNotEqualTo(id);
                }
            }
        }
    }

    @Test
    void a_reconnecting_browser_goes_on_after_the_last_event_it_saw() throws IOException {
        run();
        long last;
        try (Stream stream = new Stream("/api/v1/events?after=0")) {
            last = stream.next().id();
        }
        try (Stream stream = new Stream("/api/v1/events?after=0", "Last-Event-ID: " + last)) {
            assertThat(stream.next().id()).isGreaterThan(last);
        }
    }

    @Test
    void a_stream_can_be_of_one_session() throws IOException {
        run();
        String id = run();
        for (String path :
                List.of("/api/v1/events?after=0&session=" + id, "/api/v1/session/" + id + "/events?after=0")) {
            try (Stream stream = new Stream(path)) {
                assertThat(stream.until("session.complete")).isNotEmpty().allSatisfy(e -> assertThat(e.session())
                        .isEqualTo(id));
            }
        }
    }

    @Test
    void events_can_be_read_as_pages_too_also_of_a_deleted_session() {
        String id = run();
        gateway.delete("/session/" + id);

        JsonNode first = Answers.json(gateway.get("/session/" + id + "/events?limit=1"));
        JsonNode rest = Answers.json(gateway.get(
                "/session/" + id + "/events?after=" + first.get("next").longValue()));

        assertThat(first.get("events")).hasSize(1);
        assertThat(first.get("events").get(0).get("event").textValue()).isEqualTo("session.started");
        assertThat(rest.get("events").findValuesAsText("event")).endsWith("session.deleted");
        assertThat(gateway.send(HttpRequest.newBuilder(gateway.uri("/api/v1/events"))
                                .header("Accept", "application/json"))
                        .body())
                .startsWith("{\"events\":[{\"event\":\"session.started\"");
    }

    @Test
    void a_stream_over_http_1_1_is_framed_and_ends_with_the_gateway() throws Exception {
        String id = run();
        HttpResponse<java.util.stream.Stream<String>> response = gateway.client.send(
                HttpRequest.newBuilder(gateway.uri("/api/v1/events?after=0")).build(),
                HttpResponse.BodyHandlers.ofLines());

        Iterator<String> data =
                response.body().filter(line -> line.startsWith("data: ")).iterator();
        // Once something has come the replay is under way; what is left may come or not.
        assertThat(data.next()).contains(id);
        gateway.metaForge.close();

        assertThat(response.headers().firstValue("Transfer-Encoding")).hasValue("chunked");
        assertThat(data).toIterable().allSatisfy(line -> assertThat(line).contains(id));
    }

    @Test
    void silence_is_broken_by_comments() throws IOException {
        try (Stream stream = new Stream("/api/v1/events")) {
            stream.awaitComment();
            stream.awaitComment();
            stream.awaitComment();
        }
    }

    @Test
    void the_first_bytes_do_not_wait_for_the_first_heartbeat() throws IOException {
        assertThat(RestApi.Options.DEFAULT.heartbeat()).isBetween(Duration.ofSeconds(5), Duration.ofSeconds(30));
        try (Gateway usual = new Gateway();
                Stream stream = new Stream(usual, "/api/v1/events")) {
            stream.socket.setSoTimeout(4_000);
            stream.awaitComment();
        }
    }

    @Test
    void a_browser_that_reads_nothing_is_dropped_also_when_nothing_else_happens() throws IOException {
        RestApi.Options impatient = new RestApi.Options(
                1 << 20, Duration.ofMillis(100), Duration.ofMillis(300), RestApi.Options.DEFAULT.asyncApi());
        OneLargeEvent log = new OneLargeEvent();
        try (Gateway other = new Gateway(
                        impatient,
                        real -> new ChosenUseCases(
                                real.createSession(),
                                real.runAgent(),
                                real.approveSession(),
                                real.rejectSession(),
                                real.cancelSession(),
                                real.deleteSession(),
                                real.sessions(),
                                real.system(),
                                log));
                Stream stream = new Stream(other, "/api/v1/events?after=0")) {
            Awaitility.await().atMost(Duration.ofSeconds(20)).until(log.closed::get);

            assertThat(log.delivered).isNotDone();
            assertThatThrownBy(stream::next).isInstanceOfAny(IOException.class, AssertionError.class);
        }
    }

    @Test
    void a_browser_that_leaves_frees_its_subscription() throws IOException {
        try (Stream stream = new Stream("/api/v1/events")) {
            stream.awaitComment();
            Awaitility.await().atMost(Duration.ofSeconds(20)).until(() -> counting.open.get() == 1);
        }

        Awaitility.await().atMost(Duration.ofSeconds(20)).until(() -> counting.open.get() == 0);
    }

    @Test
    void a_browser_that_stops_reading_is_asked_for_room_and_loses_nothing() throws IOException {
        String reason = "x".repeat(9_999);
        try (Stream stream = new Stream("/api/v1/events?after=0")) {
            List<String> ids = new ArrayList<>();
            for (int i = 0; i < 300; i++) {
                String id = Answers.json(gateway.post(
                                "/agent/run?wait=20",
                                "{\"skill\":\"spec\",\"input\":{\"args\":{\"write\":{\"f" + i + "\":\"x\"}}}}"))
                        .get("session_id")
                        .textValue();
                ids.add(id);
                // The reason travels in the event and fills the connection.
                gateway.post("/reject/" + id, "{\"reason\":\"" + reason + "\"}");
            }
            List<String> seen = new ArrayList<>();
            while (seen.size() < ids.size()) {
                Event event = stream.next();
                if (event.name().equals("approval.rejected")) {
                    seen.add(event.session());
                }
            }
            assertThat(seen).isEqualTo(ids);
        }
    }

    @Test
    void a_gateway_that_stops_ends_its_streams() throws IOException {
        try (Stream stream = new Stream("/api/v1/events")) {
            stream.awaitComment();
            gateway.metaForge.close();

            assertThat(stream.atEnd()).isTrue();
        }
    }

    private record Event(long id, String name, JsonNode data) {
        String session() {
            return data.get("data").get("session_id").textValue();
        }
    }

    /** A connection of HTTP/1.0, whose body is not framed, with little room for what is not read yet. */
    private final class Stream implements AutoCloseable {

        private final Socket socket;
        private final BufferedReader in;
        private final String head;

        Stream(String path, String... headers) throws IOException {
            this(gateway, path, headers);
        }

        Stream(Gateway gateway, String path, String... headers) throws IOException {
            socket = new Socket();
            socket.setReceiveBufferSize(4096);
            socket.connect(new InetSocketAddress("127.0.0.1", gateway.port()));
            socket.setSoTimeout(20_000);
            StringBuilder request =
                    new StringBuilder("GET " + path + " HTTP/1.0\r\nHost: localhost\r\nAccept: text/event-stream\r\n");
            for (String header : headers) {
                request.append(header).append("\r\n");
            }
            socket.getOutputStream().write(request.append("\r\n").toString().getBytes(StandardCharsets.US_ASCII));
            in = new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));
            StringBuilder lines = new StringBuilder();
            for (String line = in.readLine(); line != null && !line.isEmpty(); line = in.readLine()) {
                lines.append(line).append('\n');
            }
            head = lines.toString();
            assertThat(head).contains(" 200 ");
        }

        void awaitComment() throws IOException {
            String line;
            do {
                line = in.readLine();
                assertThat(line).isNotNull();
            } while (!line.startsWith(":"));
        }

        Event next() throws IOException {
            String line;
            do {
                line = in.readLine();
                assertThat(line).isNotNull();
            } while (!line.startsWith("id: "));
            long id = Long.parseLong(line.substring(4));
            String name = in.readLine().substring("event: ".length());
            String data = in.readLine().substring("data: ".length());
            assertThat(in.readLine()).isEmpty();
            return new Event(id, name, Answers.parse(data));
        }

        List<Event> until(String name) throws IOException {
            List<Event> events = new ArrayList<>();
            do {
                events.add(next());
            } while (!events.get(events.size() - 1).name().equals(name));
            return events;
        }

        boolean atEnd() throws IOException {
            String line;
            do {
                line = in.readLine();
            } while (line != null);
            return true;
        }

        @Override
        public void close() throws IOException {
            socket.close();
        }
    }

    /** Has one event, larger than what a connection holds, and then nothing more. */
    private static final class OneLargeEvent implements EventStreams {

        private final AtomicBoolean closed = new AtomicBoolean();
        private final CompletableFuture<@Nullable Void> delivered = new CompletableFuture<>();

        @Override
        public long head() {
            return 1;
        }

        @Override
        public List<RecordedEvent> history(@Nullable SessionId session, long after, int limit) {
            return List.of();
        }

        @Override
        public Subscription subscribe(long after, @Nullable SessionId session, Subscriber subscriber) {
            RecordedEvent event = new RecordedEvent(
                    1,
                    Instant.EPOCH,
                    new Sessions().unknownId(),
                    "agent.progress",
                    Map.of("message", "x".repeat(32 << 20)));
            subscriber.onEvents(List.of(event)).thenRun(() -> delivered.complete(null));
            return () -> closed.set(true);
        }
    }

    /** Counts the subscriptions that are open. */
    private static final class Counting implements EventStreams {

        private final AtomicInteger open = new AtomicInteger();
        private @Nullable EventStreams real;

        private EventStreams real() {
            return java.util.Objects.requireNonNull(real);
        }

        @Override
        public long head() {
            return real().head();
        }

        @Override
        public List<RecordedEvent> history(@Nullable SessionId session, long after, int limit) {
            return real().history(session, after, limit);
        }

        @Override
        public Subscription subscribe(long after, @Nullable SessionId session, Subscriber subscriber) {
            open.incrementAndGet();
            return real().subscribe(after, session, new Subscriber() {
                @Override
                public CompletionStage<?> onEvents(List<RecordedEvent> events) {
                    return subscriber.onEvents(events);
                }

                @Override
                public CompletionStage<?> onGap(long from, long to) {
                    return subscriber.onGap(from, to);
                }

                @Override
                public void onEnd(End reason) {
                    open.decrementAndGet();
                    subscriber.onEnd(reason);
                }
            });
        }
    }
}
