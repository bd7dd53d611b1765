package io.metaforge.domain.session;

import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/**
 * What a language model was used for: an amount, of one request or of many.
 *
 * @param requests that were answered and counted; 0 or more
 * @param inputTokens that were sent, as the provider counted them; 0 or more
 * @param outputTokens that came back; 0 or more
 * @param costUsd what they cost in US dollars, by the configured prices; null where no prices are configured
 */
public record ModelUsage(
        long requests,
        long inputTokens,
        long outputTokens,
        @Nullable BigDecimal costUsd) {

    /** Nothing used. */
    public static final ModelUsage NONE = new ModelUsage(0, 0, 0, null);

    public ModelUsage {
        if (requests < 0 || inputTokens < 0 || outputTokens < 0) {
            throw new IllegalArgumentException("usage is not negative");
        }
        if (costUsd != null) {
            if (costUsd.signum() < 0) {
                throw new IllegalArgumentException("a cost is not negative");
            }
            costUsd = plain(costUsd);
        }
    }

    /** Numbers that are equal are equal here too: 0.10 is 0.1. */
    static BigDecimal plain(BigDecimal number) {
        BigDecimal stripped = number.stripTrailingZeros();
        return stripped.scale() < 0 ? stripped.setScale(0) : stripped;
    }

    /** Returns input and output tokens together. */
    public long tokens() {
        return inputTokens + outputTokens;
    }

    /** Returns both together; the cost is what is known of it. */
    public ModelUsage plus(ModelUsage other) {
        return new ModelUsage(
                requests + other.requests,
                inputTokens + other.inputTokens,
                outputTokens + other.outputTokens,
                costUsd == null ? other.costUsd : other.costUsd == null ? costUsd : costUsd.add(other.costUsd));
    }
}
