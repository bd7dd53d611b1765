package io.metaforge.adapter.rest.json;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.ObjectWriter;
import com.fasterxml.jackson.databind.json.JsonMapper;
import org.jspecify.annotations.Nullable;

/** Reads and writes JSON. One mapper for all, since a mapper's caches are what makes it fast. */
public final class Json {

    /** How deep objects and arrays of a request may be nested. */
    public static final int MAX_DEPTH = 100;

    /** How many characters a number of a request may have. */
    public static final int MAX_NUMBER_LENGTH = 100;

    private static final JsonMapper MAPPER = JsonMapper.builder(JsonFactory.builder()
                    .streamReadConstraints(StreamReadConstraints.builder()
                            .maxNestingDepth(MAX_DEPTH)
                            .maxNumberLength(MAX_NUMBER_LENGTH)
                            .build())
                    .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                    .build())
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();
    private static final ObjectReader READER = MAPPER.readerFor(JsonNode.class);
    private static final ObjectWriter WRITER = MAPPER.writer();

    private Json() {}

    /** Writes a wire record in UTF-8. */
    public static byte[] bytes(Object wire) {
        try {
            return WRITER.writeValueAsBytes(wire);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("wire records are made of JSON types only", e);
        }
    }

    /** Parses exactly one value; null where the text holds none. Refuses duplicate members and all that exceeds the bounds. */
    public static @Nullable JsonNode parse(String text) throws JsonProcessingException {
        JsonNode node = READER.readTree(text);
        return node == null || node.isMissingNode() ? null : node;
    }

    /** Turns JSON text that this program wrote into maps, lists and scalars. */
    public static Object value(String text) {
        try {
            return MAPPER.readValue(text, Object.class);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("not JSON: " + text, e);
        }
    }
}
