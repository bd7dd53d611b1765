package io.metaforge.adapter.persistence.session;

import io.metaforge.domain.session.BudgetRequest;
import io.metaforge.domain.session.ModelBudget;
import io.metaforge.domain.session.ModelUsage;
import java.math.BigDecimal;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What a session asks for of a language model, as a JSON object. Money is text: it must come back digit by digit. */
final class BudgetJson {

    private BudgetJson() {}

    static Map<String, @Nullable Object> write(BudgetRequest request) {
        Map<String, @Nullable Object> json = new LinkedHashMap<>();
        json.put("requests", request.used().requests());
        json.put("input_tokens", request.used().inputTokens());
        json.put("output_tokens", request.used().outputTokens());
        json.put("cost_usd", text(request.used().costUsd()));
        json.put("granted_tokens", request.granted().tokens());
        json.put("granted_usd", text(request.granted().usd()));
        json.put("requested_tokens", request.requested().tokens());
        json.put("requested_usd", text(request.requested().usd()));
        return json;
    }

    static BudgetRequest read(Map<String, @Nullable Object> json) {
        return new BudgetRequest(
                new ModelUsage(
                        number(json, "requests"),
                        number(json, "input_tokens"),
                        number(json, "output_tokens"),
                        money(json, "cost_usd")),
                new ModelBudget(number(json, "granted_tokens"), money(json, "granted_usd")),
                new ModelBudget(number(json, "requested_tokens"), money(json, "requested_usd")));
    }

    private static @Nullable String text(@Nullable BigDecimal money) {
        return money == null ? null : money.toPlainString();
    }

    private static long number(Map<String, @Nullable Object> json, String member) {
        return json.get(member) instanceof Number number ? number.longValue() : 0;
    }

    private static @Nullable BigDecimal money(Map<String, @Nullable Object> json, String member) {
        return json.get(member) instanceof String text ? new BigDecimal(text) : null;
    }
}
