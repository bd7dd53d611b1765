package io.metaforge.boot.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.metaforge.client.event.Event;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What {@code --json} prints: one object a line, as the API has it. Members are only ever added. */
final class Json {

    private static final JsonMapper MAPPER = JsonMapper.builder().build();

    private Json() {}

    /** Writes a wire record, or maps and lists, on one line. */
    static String line(Object value) {
        try {
            return MAPPER.writeValueAsString(value);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("not data", e);
        }
    }

    /** Writes an event as the gateway's log has it. */
    static String line(Event event) {
        Map<String, @Nullable Object> members = new LinkedHashMap<>();
        members.put("event", event.name());
        members.put("data", event.data());
        members.put("id", event.id());
        if (event.time() != null) {
            members.put("time", event.time().toString());
        }
        return line((Object) members);
    }

    static JsonMapper mapper() {
        return MAPPER;
    }
}
