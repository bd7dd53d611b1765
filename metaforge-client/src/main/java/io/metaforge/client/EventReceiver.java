package io.metaforge.client;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.metaforge.api.EventMessage;
import java.net.http.WebSocket;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Puts the fragments of a socket together to events. */
final class EventReceiver implements WebSocket.Listener {

    private static final ObjectReader READER = JsonMapper.builder().build().readerFor(EventMessage.class);

    private final Consumer<EventMessage> receiver;
    private final StringBuilder partial = new StringBuilder();

    EventReceiver(Consumer<EventMessage> receiver) {
        this.receiver = receiver;
    }

    @Override
    public @Nullable CompletionStage<?> onText(WebSocket socket, CharSequence data, boolean last) {
        partial.append(data);
        if (last) {
            String text = partial.toString();
            partial.setLength(0);
            try {
                receiver.accept(READER.readValue(text));
            } catch (JsonProcessingException e) {
                socket.abort();
            }
        }
        socket.request(1);
        return null;
    }
}
