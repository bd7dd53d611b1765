package io.metaforge.application.settings;

import io.metaforge.application.agent.Model.OnFailure;
import io.metaforge.domain.session.ModelBudget;
import java.math.BigDecimal;

/**
 * How runs may use a language model.
 *
 * @param budget of each session, before somebody grants it more: at least 1,000 tokens; money counts only where prices are
 *     known
 * @param onFailure what runs do without a usable answer
 */
public record ModelSettings(ModelBudget budget, OnFailure onFailure) {

    /** 200,000 tokens or one dollar for each session; without an answer, runs go on by their rules and say so. */
    public static final ModelSettings DEFAULT =
            new ModelSettings(new ModelBudget(200_000, BigDecimal.ONE), OnFailure.FALL_BACK);

    private static final long LEAST_TOKENS = 1_000;

    public ModelSettings {
        if (budget.tokens() < LEAST_TOKENS) {
            throw new IllegalArgumentException("a budget has at least " + LEAST_TOKENS + " tokens");
        }
        BigDecimal usd = budget.usd();
        if (usd != null && usd.signum() == 0) {
            throw new IllegalArgumentException("a budget of no money allows no request");
        }
    }
}
