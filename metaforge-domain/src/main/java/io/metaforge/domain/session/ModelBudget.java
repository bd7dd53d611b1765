package io.metaforge.domain.session;

import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/**
 * How much of a language model may be used.
 *
 * @param tokens input and output together; 0 or more
 * @param usd in US dollars, 0 or more; null where money is not counted
 */
public record ModelBudget(long tokens, @Nullable BigDecimal usd) {

    /** Nothing. */
    public static final ModelBudget NONE = new ModelBudget(0, null);

    public ModelBudget {
        if (tokens < 0 || usd != null && usd.signum() < 0) {
            throw new IllegalArgumentException("a budget is not negative");
        }
        if (usd != null) {
            usd = ModelUsage.plain(usd);
        }
    }

    /** Returns both together. */
    public ModelBudget plus(ModelBudget more) {
        return new ModelBudget(
                tokens + more.tokens, usd == null ? more.usd : more.usd == null ? usd : usd.add(more.usd));
    }

    /** Returns this so many times. */
    public ModelBudget times(long factor) {
        return new ModelBudget(tokens * factor, usd == null ? null : usd.multiply(BigDecimal.valueOf(factor)));
    }

    /** Reports whether so much would be within it. What is not counted, or not known, is. */
    public boolean covers(ModelUsage usage) {
        return usage.tokens() <= tokens
                && (usd == null || usage.costUsd() == null || usage.costUsd().compareTo(usd) <= 0);
    }

    @Override
    public String toString() {
        return tokens + " tokens" + (usd == null ? "" : " or $" + usd.toPlainString());
    }
}
