package io.metaforge.domain.session;

import io.metaforge.domain.artifact.Digest;

/**
 * What a run asks a person for that would use more of a language model than it may.
 *
 * @param used so far
 * @param granted so far; the next request could exceed it
 * @param requested how much more; an approval grants exactly this
 */
public record BudgetRequest(ModelUsage used, ModelBudget granted, ModelBudget requested) {

    /** Returns the digest that a decision is bound to: another request has another one. */
    public Digest digest() {
        return Digest.of("budget\n" + used.requests() + "\n" + used + "\n" + granted + "\n" + requested);
    }

    /** Returns this as a sentence without its full stop, for whoever decides. */
    public String sentence() {
        return "The run has used " + used.tokens() + " tokens of the language model"
                + (used.costUsd() == null ? "" : " ($" + used.costUsd().toPlainString() + ")")
                + ", and its next request could exceed the budget of " + granted
                + "; it goes on once " + requested + " more are approved";
    }
}
