package io.metaforge.agents.power.document;

import io.metaforge.agents.json.JsonWriter;
import io.metaforge.agents.power.amount.Amounts;
import io.metaforge.agents.power.budget.Battery;
import io.metaforge.agents.power.budget.Budget;
import io.metaforge.agents.power.budget.Budget.RailBudget;
import io.metaforge.agents.power.budget.Budget.SourceBudget;
import io.metaforge.agents.power.budget.Cited;
import io.metaforge.agents.power.budget.DeviceBudget;
import io.metaforge.agents.power.budget.DeviceBudget.ModeUse;
import io.metaforge.agents.power.budget.DeviceBudget.State;
import io.metaforge.agents.power.budget.Supply;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Prints {@code power-budget.json}, version 1; its schema is {@code power-budget.schema.json} beside the agent. */
public final class JsonBudget {

    /** The version of the format. */
    public static final int VERSION = 1;

    private final JsonWriter json = new JsonWriter(16_384);

    private JsonBudget() {}

    /** Returns the document. */
    public static String of(Budget budget) {
        return new JsonBudget().print(budget);
    }

    private String print(Budget budget) {
        json.object().name("version").value(VERSION);
        json.name("project")
                .object()
                .name("name")
                .value(budget.architecture().project())
                .end();
        json.name("verdicts")
                .inlineObject()
                .name("met")
                .value(budget.count("met"))
                .name("not_met")
                .value(budget.count("not met"))
                .name("open")
                .value(budget.count("open"))
                .end();
        profile(budget);
        supply(budget.supply());
        json.name("sources").list();
        budget.sources().forEach(this::source);
        json.end().name("currents").object();
        budget.sums().forEach((state, sum) -> {
            json.name(word(state)).object();
            quantity("nominal", sum.nominal(), "mA");
            quantity("at_lowest_voltage", sum.atLowest(), "mA");
            quantity("at_highest_voltage", sum.atHighest(), "mA");
            json.name("not_in_the_sum").strings(sum.gaps()).end();
        });
        json.end().name("rails").list();
        budget.rails().forEach(this::rail);
        json.end().name("parts").list();
        budget.devices().forEach(this::device);
        json.end();
        battery(budget);
        json.name("shares").list();
        budget.shares().forEach(share -> {
            json.inlineObject().name("name").value(share.name());
            json.name("rail").value(optional(share.rail()));
            quantity("current", share.milliamperes(), "mA");
            json.name("share").value(Amounts.stored(share.milliamperes() / budget.total()));
            json.end();
        });
        json.end().name("effects").list();
        budget.effects().forEach(effect -> {
            json.inlineObject().name("change").value(effect.change());
            quantity("average", effect.average(), "mA");
            optionalQuantity("life", effect.lifeHours(), "h");
            json.end();
        });
        json.end().name("requirements").list();
        budget.verdicts().forEach(verdict -> {
            json.object().name("requirement").value(verdict.requirement());
            json.name("parameter").value(verdict.parameter());
            json.name("limit").value(verdict.limit());
            json.name("verdict").value(verdict.word());
            json.name("arithmetic").value(verdict.arithmetic());
            json.name("basis").strings(verdict.basis()).end();
        });
        json.end().name("not_compared").strings(budget.uncompared());
        texts("not_counted", budget.notCounted());
        json.name("assumptions").list();
        budget.assumptions().forEach(assumed -> {
            json.inlineObject().name("id").value(assumed.id());
            json.name("text").value(assumed.text());
            json.name("source").value(assumed.source());
            json.name("arg").value(optional(assumed.arg())).end();
        });
        json.end().name("open_questions").list();
        for (int i = 0; i < budget.questions().size(); i++) {
            json.inlineObject()
                    .name("id")
                    .value("Q" + (i + 1))
                    .name("text")
                    .value(budget.questions().get(i))
                    .end();
        }
        json.end();
        texts("warnings", budget.warnings());
        return json.end().text();
    }

    private void texts(String name, Iterable<String> texts) {
        json.name(name).list();
        texts.forEach(json::value);
        json.end();
    }

    private void profile(Budget budget) {
        json.name("profile").object().name("kind").value(budget.cyclic() ? "cyclic" : "continuous");
        json.name("because").strings(budget.cyclicBecause());
        json.name("intervals").list();
        budget.intervals().forEach((name, cited) -> {
            json.inlineObject().name("of").value(name);
            cited("every", cited, "s");
            json.end();
        });
        json.end().end();
    }

    private void supply(@Nullable Supply supply) {
        json.name("counted_at");
        if (supply == null) {
            json.value((String) null);
            return;
        }
        json.object().name("source").value(supply.source().name());
        cited("volts", supply.nominal(), "V");
        json.name("how").value(supply.how()).end();
    }

    private void source(SourceBudget source) {
        json.object().name("name").value(source.name());
        json.name("volts").inlineObject().name("min").value(Amounts.stored(source.min()));
        json.name("max")
                .value(Amounts.stored(source.max()))
                .name("unit")
                .value("V")
                .end();
        json.name("part").value(optional(source.part()));
        json.name("feeds_rails").value(source.feeds());
        json.name("requirements").strings(source.requirements());
        states("at_lowest_voltage", source.atLowest());
        states("at_highest_voltage", source.atHighest());
        json.end();
    }

    private void rail(RailBudget rail) {
        json.object().name("name").value(rail.name());
        quantity("volts", rail.volts(), "V");
        json.name("from").value(rail.from());
        json.name("regulator").value(optional(rail.regulator()));
        json.name("kind").value(optional(rail.kind()));
        if (rail.efficiency() == null) {
            json.name("efficiency").value((String) null);
        } else {
            cited("efficiency", rail.efficiency(), "share");
        }
        optionalQuantity("quiescent", rail.quiescent(), "mA");
        states("load", rail.loads());
        states("input", rail.inputs());
        json.name("not_wholly_known")
                .strings(rail.incomplete().stream().map(JsonBudget::word).toList());
        quantity("loss", rail.lossMilliwatts(), "mW");
        optionalQuantity("available", rail.available(), "mA");
        json.name("requirements").strings(rail.requirements()).end();
    }

    private void device(DeviceBudget budget) {
        json.object().name("ref").value(budget.device().reference());
        json.name("mpn").value(budget.device().mpn());
        json.name("quantity").value(budget.device().quantity());
        json.name("rail").value(optional(budget.device().rail()));
        json.name("requirements").strings(budget.device().requirements());
        json.name("modes").list();
        for (ModeUse use : budget.uses()) {
            json.inlineObject().name("mode").value(use.mode());
            quantity("current", use.milliamperes(), "mA");
            json.name("at").value(optional(use.at()));
            json.name("share").value(Amounts.stored(use.share()));
            json.name("how").value(use.how());
            quantity("average", use.average(), "mA");
            json.name("basis").strings(use.basis()).end();
        }
        json.end();
        states("draws", budget.draws());
        json.name("not_known").list();
        for (State state : State.values()) {
            String gap = budget.gaps().get(state);
            if (gap != null) {
                json.inlineObject()
                        .name("of")
                        .value(word(state))
                        .name("why")
                        .value(gap)
                        .end();
            }
        }
        json.end();
        json.name("datasheet").value(budget.device().dataSheet()).end();
    }

    private void battery(Budget budget) {
        Battery battery = budget.battery();
        json.name("battery");
        if (battery == null) {
            json.value((String) null);
            return;
        }
        json.object().name("name").value(battery.name());
        json.name("chemistry").value(optional(battery.chemistry()));
        cited("capacity", battery.capacity(), "mAh");
        json.name("capacity_at").value(optional(battery.condition()));
        cited("usable", battery.usable(), "share");
        cited("self_discharge", battery.selfDischarge(), "%/year");
        quantity("self_discharge_current", battery.selfDischargeMilliamperes(), "mA");
        optionalQuantity("life", budget.lifeHours(), "h");
        json.end();
    }

    private void states(String name, Map<State, Double> currents) {
        json.name(name).inlineObject();
        for (State state : State.values()) {
            Double value = currents.get(state);
            if (value != null) {
                quantity(word(state), value, "mA");
            }
        }
        json.end();
    }

    private void cited(String name, Cited cited, String unit) {
        json.name(name).inlineObject().name("value").value(Amounts.stored(cited.value()));
        json.name("unit").value(unit);
        json.name("basis").strings(cited.basis()).end();
    }

    private void optionalQuantity(String name, @Nullable Double value, String unit) {
        if (value == null) {
            json.name(name).value((String) null);
        } else {
            quantity(name, value, unit);
        }
    }

    private void quantity(String name, double value, String unit) {
        json.name(name)
                .inlineObject()
                .name("value")
                .value(Amounts.stored(value))
                .name("unit")
                .value(unit)
                .end();
    }

    private static String word(State state) {
        return state.name().toLowerCase(Locale.ROOT);
    }

    private static @Nullable String optional(String text) {
        return text.isEmpty() ? null : text;
    }
}
