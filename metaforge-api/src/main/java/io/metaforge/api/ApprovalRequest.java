package io.metaforge.api;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/**
 * What a session in {@code pending_approval} asks for that proposes no files.
 *
 * @param kind {@code budget}: to use more of the language model; more may be added
 * @param reason a sentence for a person, without its full stop
 * @param used so far
 * @param granted so far
 * @param requested how much more an approval grants
 */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
public record ApprovalRequest(
        String kind,
        String reason,
        @Nullable Amount used,
        @Nullable Amount granted,
        @Nullable Amount requested) {

    /**
     * Of a language model.
     *
     * @param tokens input and output together
     * @param usd US dollars; absent where money is not counted
     */
    @JsonIgnoreProperties(ignoreUnknown = true)
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Amount(long tokens, @Nullable BigDecimal usd) {}
}
