package io.metaforge.agents.bom.document;

import io.metaforge.agents.bom.bill.Bill;
import io.metaforge.agents.bom.bill.Line;
import io.metaforge.agents.bom.cost.Costing;
import io.metaforge.agents.bom.cost.Target;
import io.metaforge.agents.bom.cost.TargetReader;
import io.metaforge.agents.json.JsonWriter;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Prints {@code costing.json}, version 1; its schema is {@code costing.schema.json} beside the agent. */
public final class CostingJson {

    /** The version of the format. */
    public static final int VERSION = 1;

    private final JsonWriter json = new JsonWriter(32_768);

    private CostingJson() {}

    /**
     * Returns the document.
     *
     * @param notes on the inputs, for those who read it without the session; they stand before the assumptions
     */
    public static String of(Costing costing, List<String> notes) {
        return new CostingJson().print(costing, notes);
    }

    private String print(Costing costing, List<String> notes) {
        json.object().name("version").value(VERSION);
        json.name("project")
                .object()
                .name("name")
                .value(costing.bill().project())
                .end();
        json.name("currency").value("USD").name("indicative").value(true);
        json.name("exchange_rates").list();
        costing.rates().forEach((currency, rate) -> json.inlineObject()
                .name("currency")
                .value(currency)
                .name("usd")
                .value(rate)
                .name("from")
                .value("args.exchange_rates." + currency)
                .end());
        json.end().name("batches").list();
        for (Costing.Batch batch : costing.batches()) {
            json.inlineObject().name("boards").value(batch.boards());
            json.name("from").strings(batch.from()).end();
        }
        json.end().name("targets").list();
        costing.verdicts().forEach(this::verdict);
        json.end().name("totals").list();
        costing.totals().forEach(this::total);
        json.end().name("rows").list();
        costing.rows().forEach(this::row);
        json.end().name("unpriced").list();
        for (Costing.Unpriced unpriced : costing.unpriced()) {
            json.object().name("what").value(unpriced.what());
            json.name("why").value(unpriced.why());
            json.name("designators").strings(unpriced.designators());
            json.name("requirements").strings(unpriced.requirements()).end();
        }
        json.end().name("not_included").list();
        TargetReader.notIncluded().forEach(json::value);
        json.end();
        List<String> assumptions = new ArrayList<>(notes);
        assumptions.addAll(costing.bill().assumptions());
        assumptions.addAll(costing.assumptions());
        json.name("assumptions").list();
        for (int i = 0; i < assumptions.size(); i++) {
            json.inlineObject()
                    .name("id")
                    .value("B" + (i + 1))
                    .name("text")
                    .value(assumptions.get(i))
                    .end();
        }
        json.end().name("open_questions").list();
        int number = 1;
        for (Bill.Question question : costing.bill().questions()) {
            json.object().name("id").value("P" + number++);
            json.name("text").value(question.text());
            json.name("designators").strings(question.designators()).end();
        }
        return json.end().end().text();
    }

    private void verdict(Costing.Verdict verdict) {
        Target target = verdict.target();
        json.object().name("requirement").value(target.requirement());
        json.name("parameter").value(target.parameter());
        json.name("scope").value(target.scope().name().toLowerCase(Locale.ROOT));
        json.name("limit")
                .inlineObject()
                .name("value")
                .value(target.limit())
                .name("currency")
                .value(target.currency())
                .end();
        json.name("limit_usd").value(verdict.limitUsd());
        json.name("boards").value(verdict.boards() == null ? null : BigDecimal.valueOf(verdict.boards()));
        json.name("parts_usd").value(verdict.total());
        json.name("verdict").value(verdict.word());
        json.name("why").value(verdict.why()).end();
    }

    private void total(Costing.Total total) {
        json.inlineObject().name("boards").value(total.boards());
        json.name("parts_usd").value(total.perBoard());
        json.name("priced_lines").value(total.pricedLines());
        json.name("unpriced_lines").value(total.unpricedLines());
        json.name("lines_below_smallest_break").value(total.belowBreaks()).end();
    }

    private void row(Costing.Row row) {
        Line line = row.line();
        json.object().name("designators").strings(line.designators());
        json.name("quantity").value(line.quantity());
        json.name("mpn").value(optional(line.mpn()));
        json.name("maker").value(optional(line.maker()));
        json.name("description").value(line.description());
        json.name("placed").value(line.placed());
        json.name("requirements").strings(line.requirements());
        json.name("sources").strings(line.sources());
        json.name("prices").list();
        for (Costing.Taken taken : row.prices()) {
            json.inlineObject().name("boards").value(taken.boards());
            json.name("needed").value(taken.needed());
            json.name("unit_usd").value(taken.price().usd());
            json.name("break_quantity").value(taken.price().quantity());
            json.name("year").value(taken.price().year());
            json.name("below_smallest_break").value(taken.below());
            json.name("per_board_usd").value(taken.extended()).end();
        }
        json.end().end();
    }

    private static @Nullable String optional(String text) {
        return text.isEmpty() ? null : text;
    }
}
