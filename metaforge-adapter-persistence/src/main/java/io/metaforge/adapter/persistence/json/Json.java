package io.metaforge.adapter.persistence.json;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectWriter;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Writes and reads JSON objects as columns of type {@code json} hold them. Thread-safe. */
public final class Json {

    private static final TypeReference<LinkedHashMap<String, @Nullable Object>> OBJECT = new TypeReference<>() {};
    private static final ObjectMapper MAPPER =
            new ObjectMapper().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);
    private static final ObjectWriter WRITER = MAPPER.writer().without(JsonGenerator.Feature.AUTO_CLOSE_TARGET);
    private static final ObjectWriter ASCII_WRITER = WRITER.with(JsonWriteFeature.ESCAPE_NON_ASCII);

    private Json() {}

    /** Writes JSON types: null, boolean, number, string, list, map with string keys. */
    public static String write(Map<String, ?> object) {
        try {
            String text = WRITER.writeValueAsString(object);
            return hasLoneSurrogate(text) ? ASCII_WRITER.writeValueAsString(object) : text;
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("not JSON types", e);
        }
    }

    /** Reads what {@link #write} wrote; members keep their order. */
    public static Map<String, @Nullable Object> read(String text) {
        try {
            return MAPPER.readValue(text, OBJECT);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("the database holds a document that is not a JSON object", e);
        }
    }

    /** Such a character has no UTF-8 form, which the database would refuse; as an escape it survives. */
    private static boolean hasLoneSurrogate(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (Character.isSurrogate(c)) {
                if (Character.isHighSurrogate(c)
                        && i + 1 < text.length()
                        && Character.isLowSurrogate(text.charAt(i + 1))) {
                    i++;
                } else {
                    return true;
                }
            }
        }
        return false;
    }
}
