package io.metaforge.application.port.out;

import java.math.BigDecimal;

/**
 * What a language model costs, in US dollars for a million tokens.
 *
 * @param input of tokens that are sent; 0 or more
 * @param output of tokens that come back; 0 or more
 */
public record ModelPrices(BigDecimal input, BigDecimal output) {

    public ModelPrices {
        if (input.signum() < 0 || output.signum() < 0) {
            throw new IllegalArgumentException("a price is not negative");
        }
    }

    /** Returns what so many tokens cost, in US dollars. */
    public BigDecimal of(long inputTokens, long outputTokens) {
        return input.multiply(BigDecimal.valueOf(inputTokens))
                .add(output.multiply(BigDecimal.valueOf(outputTokens)))
                .movePointLeft(6);
    }
}
