package io.metaforge.adapter.rest;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.metaforge.application.port.in.EventStreams;
import io.metaforge.domain.session.RecordedEvent;
import io.metaforge.domain.session.SessionId;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionStage;
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
    private final Gateway gateway =
            new Gateway(new RestApi.Options(1 << 20, Duration.ofMillis(100), () -> new byte[0]), real -> {
                counting.real = real.events();
                return new RestApi.UseCases(
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

        gateway.metaForge.close();

        assertThat(response.headers().firstValue("Transfer-Encoding")).hasValue("chunked");
        assertThat(response.body().filter(line -> line.startsWith("data: ")))
                .isNotEmpty()
                .allSatisfy(line -> assertThat(line).contains(id));
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
