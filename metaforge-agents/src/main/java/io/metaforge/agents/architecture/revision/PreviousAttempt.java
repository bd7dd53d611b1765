package io.metaforge.agents.architecture.revision;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.math.BigDecimal;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What an earlier attempt proposed, as far as it is compared with the next one.
 *
 * @param known whether it could be read
 * @param parts with their number of pieces
 * @param rails by their name, with the part number of the regulator; an empty one where there is none
 * @param cost of the parts, US dollars; null where unknown
 */
public record PreviousAttempt(
        boolean known,
        Map<String, Integer> parts,
        Map<String, String> rails,
        @Nullable BigDecimal cost) {

    /** An attempt that proposed no architecture, or one that cannot be read. */
    public static final PreviousAttempt UNKNOWN = new PreviousAttempt(false, Map.of(), Map.of(), null);

    private static final JsonMapper JSON = JsonMapper.builder().build();

    public PreviousAttempt {
        parts = Collections.unmodifiableMap(new LinkedHashMap<>(parts));
        rails = Collections.unmodifiableMap(new LinkedHashMap<>(rails));
    }

    /** Reads an {@code architecture.json}; what is not one is {@link #UNKNOWN}. */
    public static PreviousAttempt read(byte[] json) {
        try {
            JsonNode root = JSON.readTree(json);
            if (!root.path("parts").isArray()) {
                return UNKNOWN;
            }
            Map<String, Integer> parts = new LinkedHashMap<>();
            Map<String, String> byReference = new LinkedHashMap<>();
            for (JsonNode part : root.path("parts")) {
                parts.merge(part.path("mpn").asText(), part.path("quantity").asInt(1), Integer::sum);
                byReference.put(part.path("ref").asText(), part.path("mpn").asText());
            }
            Map<String, String> rails = new LinkedHashMap<>();
            for (JsonNode rail : root.path("rails")) {
                rails.put(
                        rail.path("name").asText(),
                        byReference.getOrDefault(rail.path("regulator").asText(""), ""));
            }
            JsonNode cost = root.path("cost").path("parts");
            return new PreviousAttempt(true, parts, rails, cost.isNumber() ? cost.decimalValue() : null);
        } catch (JacksonException e) {
            return UNKNOWN;
        } catch (IOException e) {
            return UNKNOWN;
        }
    }
}
