package io.metaforge.api;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Response of {@code GET /health}, with HTTP 200 or, when unhealthy, 503.
 *
 * @param status {@code healthy}, {@code degraded} or {@code unhealthy}
 * @param version of the gateway
 * @param uptime in whole seconds
 * @param components the parts and how they do
 */
@JsonIgnoreProperties(ignoreUnknown = true)
public record HealthResponse(String status, String version, long uptime, Components components) {

    /**
     * The parts of a gateway.
     *
     * @param gateway {@code ok}
     * @param llmProvider {@code ok}, {@code not_configured} or {@code unreachable}
     * @param tools by name: {@code detected}, {@code not_found}, {@code too_old} or {@code does_not_start}
     * @param database {@code ok} or {@code unavailable}
     */
    @JsonIgnoreProperties(ignoreUnknown = true)
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Components(
            String gateway,
            @JsonProperty("llm_provider") String llmProvider,
            Map<String, String> tools,
            @Nullable String database) {

        public Components {
            tools = Wire.map(tools);
        }
    }
}
