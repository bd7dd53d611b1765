package io.metaforge.client.internal;

import static org.assertj.core.api.Assertions.assertThat;

import io.metaforge.client.fixture.EventCollector;
import io.metaforge.client.fixture.ScriptedServer;
import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Streams on connections that look open but bring nothing, as behind a router that forgot them. */
@Timeout(60)
class SilenceTest {

    private static final Duration SILENCE = Duration.ofMillis(300);

    private final AtomicInteger streams = new AtomicInteger();
    private final EventCollector collector = new EventCollector();
    private final ExecutorService executor = Executors.newCachedThreadPool();

    @Test
    void are_taken_up_again_elsewhere() throws Exception {
        follow(exchange -> {
            exchange.stream();
            if (streams.incrementAndGet() == 2) {
                exchange.event(1, "x", "{}");
            }
            exchange.awaitDisconnect();
        });
        assertThat(collector.next().id()).isEqualTo(1);
        assertThat(streams).hasValue(2);
    }

    @Test
    void are_left_alone_while_comments_come() throws Exception {
        follow(exchange -> {
            exchange.stream();
            streams.incrementAndGet();
            for (int i = 0; i < 10; i++) {
                Thread.sleep(100); // three times the silence in all
                exchange.chunk(":\n\n");
            }
            exchange.event(1, "x", "{}");
            exchange.awaitDisconnect();
        });
        assertThat(collector.next().id()).isEqualTo(1);
        assertThat(streams).hasValue(1);
    }

    private void follow(ScriptedServer.Script script) {
        ScriptedServer server = ScriptedServer.start(script);
        Transport transport = new Transport(
                new TransportSettings(GatewayAddress.parse(server.url()), null, Duration.ofSeconds(5), 0, null),
                executor,
                null);
        ReconnectingEventStream.of(transport, SILENCE).after(0).subscribe(collector);
        collector.request(1);
    }
}
