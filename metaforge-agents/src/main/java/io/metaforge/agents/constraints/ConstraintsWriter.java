package io.metaforge.agents.constraints;

import io.metaforge.agents.json.JsonWriter;
import java.util.List;
import java.util.Map;

/** Writes {@code constraints.json}: equal constraints give equal bytes. */
public final class ConstraintsWriter {

    private ConstraintsWriter() {}

    /** Returns the document as JSON text. */
    public static String write(Constraints constraints) {
        JsonWriter json = new JsonWriter(1024 + 512 * constraints.requirements().size());
        json.object().name("version").value(Constraints.VERSION);
        json.name("project")
                .object()
                .name("name")
                .value(constraints.project().name())
                .name("summary")
                .value(constraints.project().summary())
                .end();
        json.name("requirements").list();
        for (Requirement requirement : constraints.requirements()) {
            write(requirement, json);
        }
        json.end();
        write("electrical", constraints.electrical(), json);
        write("mechanical", constraints.mechanical(), json);
        write("environmental", constraints.environmental(), json);
        write("performance", constraints.performance(), json);
        write("cost", constraints.cost(), json);
        json.name("conflicts").list();
        for (Conflict conflict : constraints.conflicts()) {
            json.object().name("requirements").strings(conflict.requirements());
            json.name("reason").value(conflict.reason()).end();
        }
        json.end().name("gaps").list();
        for (Gap gap : constraints.gaps()) {
            json.object().name("topic").value(gap.topic());
            json.name("why").value(gap.why()).end();
        }
        return json.end().end().text();
    }

    private static void write(Requirement requirement, JsonWriter json) {
        json.object().name("id").value(requirement.id());
        json.name("category").value(requirement.category().word());
        json.name("priority").value(requirement.priority().word());
        json.name("text").value(requirement.text());
        json.name("source")
                .inlineObject()
                .name("file")
                .value(requirement.source().file());
        json.name("line").value(requirement.source().line()).end();
        json.name("quantities").list();
        for (Quantity quantity : requirement.quantities()) {
            json.inlineObject().name("parameter").value(quantity.parameter());
            members(quantity, json);
            json.end();
        }
        json.end().name("interfaces").strings(requirement.interfaces());
        if (requirement.origin() == Origin.MODEL) {
            json.name("origin").value("model");
        }
        if (!requirement.rationale().isEmpty()) {
            json.name("rationale").object().name("text").value(requirement.rationale());
            json.name("origin").value("model").end();
        }
        json.end();
    }

    private static void members(Quantity quantity, JsonWriter json) {
        json.name("min").value(quantity.min());
        json.name("max").value(quantity.max());
        json.name("nominal").value(quantity.nominal());
        json.name("tolerance");
        Tolerance tolerance = quantity.tolerance();
        if (tolerance == null) {
            json.value((String) null);
        } else {
            json.inlineObject().name("plus").value(tolerance.plus());
            json.name("minus").value(tolerance.minus());
            json.name("unit").value(tolerance.unit()).end();
        }
        json.name("unit").value(quantity.unit());
    }

    private static void write(String name, Summary summary, JsonWriter json) {
        json.name(name).object();
        for (Map.Entry<String, List<SummaryValue>> entry : summary.values().entrySet()) {
            json.name(entry.getKey()).list();
            for (SummaryValue value : entry.getValue()) {
                json.inlineObject();
                members(value.quantity(), json);
                json.name("requirements").strings(value.requirements()).end();
            }
            json.end();
        }
        if (!summary.interfaces().isEmpty()) {
            json.name("interfaces").list();
            for (InterfaceUse use : summary.interfaces()) {
                json.inlineObject().name("name").value(use.name());
                json.name("requirements").strings(use.requirements()).end();
            }
            json.end();
        }
        json.end();
    }
}
