package io.metaforge.adapter.rest.response;

import io.metaforge.api.ApprovalRequest;
import io.metaforge.api.ModelUsage;
import io.metaforge.domain.session.BudgetRequest;
import io.metaforge.domain.session.ModelBudget;
import io.metaforge.domain.session.Session;
import org.jspecify.annotations.Nullable;

/** Shows what sessions use of a language model, and what they ask for. */
final class ModelViews {

    private ModelViews() {}

    static @Nullable ModelUsage usageOrNull(io.metaforge.domain.session.ModelUsage usage) {
        return usage.requests() == 0
                ? null
                : new ModelUsage(usage.requests(), usage.inputTokens(), usage.outputTokens(), usage.costUsd());
    }

    static @Nullable ApprovalRequest approvalOrNull(Session session) {
        return session.budgetRequest().map(ModelViews::approval).orElse(null);
    }

    private static ApprovalRequest approval(BudgetRequest request) {
        return new ApprovalRequest(
                "budget",
                request.sentence(),
                new ApprovalRequest.Amount(
                        request.used().tokens(), request.used().costUsd()),
                amount(request.granted()),
                amount(request.requested()));
    }

    private static ApprovalRequest.Amount amount(ModelBudget budget) {
        return new ApprovalRequest.Amount(budget.tokens(), budget.usd());
    }
}
