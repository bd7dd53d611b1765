package io.metaforge.adapter.ws;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;

/** The AsyncAPI document that the module publishes, as a judge of messages. */
final class AsyncApi {

    private static final JsonMapper JSON = JsonMapper.builder().build();

    static final JsonNode DOCUMENT = read();

    private static final Map<String, Schema> SCHEMAS = schemas();

    private AsyncApi() {}

    private static JsonNode read() {
        try (InputStream in = EventSockets.class.getResourceAsStream("asyncapi.json")) {
            return JSON.readTree(Objects.requireNonNull(in));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Map<String, Schema> schemas() {
        SchemaRegistry registry = SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12);
        Map<String, Schema> schemas = new HashMap<>();
        DOCUMENT.at("/components/messages").forEach(message -> {
            // Resolved inside the document, as its references are.
            ObjectNode schema = JSON.createObjectNode();
            schema.set("$ref", message.at("/payload/$ref"));
            schema.set("components", DOCUMENT.get("components"));
            schemas.put(message.get("name").textValue(), registry.getSchema(schema));
        });
        return schemas;
    }

    /** Fails unless the document describes the message. */
    static void assertValid(String message) {
        try {
            String name = JSON.readTree(message).path("event").asText();
            assertThat(SCHEMAS).as("events of the AsyncAPI document").containsKey(name);
            assertThat(SCHEMAS.get(name)
                            .validate(
                                    message,
                                    InputFormat.JSON,
                                    context -> context.executionConfig(config -> config.formatAssertionsEnabled(true))))
                    .as(message)
                    .isEmpty();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
