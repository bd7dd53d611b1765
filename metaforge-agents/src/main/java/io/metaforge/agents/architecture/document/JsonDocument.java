package io.metaforge.agents.architecture.document;

import io.metaforge.agents.architecture.catalogue.Cell;
import io.metaforge.agents.architecture.catalogue.Charger;
import io.metaforge.agents.architecture.catalogue.Listing;
import io.metaforge.agents.architecture.catalogue.MainsSupply;
import io.metaforge.agents.architecture.catalogue.Part;
import io.metaforge.agents.architecture.catalogue.Price;
import io.metaforge.agents.architecture.catalogue.Range;
import io.metaforge.agents.architecture.catalogue.Regulator;
import io.metaforge.agents.architecture.design.Block;
import io.metaforge.agents.architecture.design.Check;
import io.metaforge.agents.architecture.design.Coverage;
import io.metaforge.agents.architecture.design.Design;
import io.metaforge.agents.architecture.design.Placed;
import io.metaforge.agents.architecture.design.Rail;
import io.metaforge.agents.architecture.design.Rejection;
import io.metaforge.agents.architecture.design.Revised;
import io.metaforge.agents.architecture.design.Source;
import io.metaforge.agents.architecture.design.Wiring;
import io.metaforge.agents.architecture.revision.Directive;
import io.metaforge.agents.json.JsonWriter;
import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Prints {@code architecture.json}, version 1; its schema is {@code architecture.schema.json} beside the agent. */
public final class JsonDocument {

    /** The version of the format. */
    public static final int VERSION = 1;

    /** More digits than any data sheet gives, fewer than the rounding errors of sums show. */
    private static final MathContext DIGITS = new MathContext(9, RoundingMode.HALF_UP);

    private final JsonWriter json = new JsonWriter(32_768);

    private JsonDocument() {}

    /** Returns the document. */
    public static String of(Design design) {
        return new JsonDocument().print(design);
    }

    private String print(Design design) {
        json.object().name("version").value(VERSION);
        json.name("project")
                .object()
                .name("name")
                .value(design.constraints().project().name())
                .end();
        json.name("controller").value(optional(design.controller()));
        json.name("blocks").list();
        design.blocks().forEach(this::block);
        json.end().name("parts").list();
        design.parts().forEach(placed -> part(placed, design));
        json.end().name("sources").list();
        design.sources().forEach(this::source);
        json.end().name("rails").list();
        design.rails().forEach(this::rail);
        json.end();
        pins(design);
        json.name("cost").object().name("currency").value("USD").name("parts").value(design.cost());
        json.name("indicative")
                .value(true)
                .name("unpriced")
                .strings(design.unpriced())
                .end();
        json.name("checks").list();
        design.checks().forEach(this::check);
        json.end().name("coverage").list();
        design.coverage().forEach(this::coverage);
        json.end();
        revision(design.revised());
        json.name("trades").list();
        design.trades().forEach(json::value);
        json.end();
        statements("assumptions", MarkdownDocument.ASSUMPTION, design.assumptions());
        statements("open_questions", MarkdownDocument.QUESTION, design.questions());
        return json.end().text();
    }

    private void revision(@Nullable Revised revised) {
        if (revised == null) {
            return;
        }
        json.name("revision").object().name("session").value(revised.session());
        json.name("directives").list();
        for (Directive directive : revised.directives()) {
            json.inlineObject().name("id").value(directive.id());
            json.name("text").value(directive.text());
            json.name("meaning").value(directive.meaning()).end();
        }
        json.end();
        json.name("not_understood").strings(revised.notUnderstood());
        json.name("changes").strings(revised.changes()).end();
    }

    private void statements(String name, String letter, List<String> texts) {
        json.name(name).list();
        for (int i = 0; i < texts.size(); i++) {
            json.inlineObject()
                    .name("id")
                    .value(letter + (i + 1))
                    .name("text")
                    .value(texts.get(i))
                    .end();
        }
        json.end();
    }

    private void block(Block block) {
        json.object().name("id").value(block.id());
        json.name("function").value(block.need().function().id());
        json.name("title").value(block.need().function().title());
        json.name("count").value(block.need().count());
        json.name("status").value(block.status().word());
        json.name("parts").strings(block.parts());
        json.name("requirements").strings(sorted(block.need().requirements()));
        json.name("assumption").value(optional(block.need().assumption()));
        json.name("why").value(block.why());
        rejections(block.rejected());
        json.end();
    }

    private void part(Placed placed, Design design) {
        Part part = placed.part();
        json.object().name("ref").value(placed.reference());
        json.name("mpn").value(part.mpn());
        json.name("maker").value(part.maker());
        json.name("title").value(part.title());
        json.name("quantity").value(placed.quantity());
        json.name("functions").strings(placed.functions());
        json.name("requirements").strings(sorted(placed.requirements()));
        json.name("package").value(part.packageName());
        json.name("footprint").value(optional(part.land().footprint()));
        json.name("rail")
                .value(design.railOf(placed.reference()).map(Rail::name).orElse(null));
        range("supply", part.supply(), "V");
        range("temperature", part.temperature(), "°C");
        json.name("currents").list();
        part.currents().forEach(current -> {
            json.inlineObject().name("mode").value(current.mode());
            json.name("value")
                    .value(number(current.milliamperes()))
                    .name("unit")
                    .value("mA");
            json.name("at").value(optional(current.at())).end();
        });
        json.end().name("connections").list();
        for (Wiring.Connection connection : design.wiring().connections()) {
            if (connection.mpn().equals(part.mpn())) {
                json.inlineObject().name("piece").value(connection.piece());
                json.name("bus").value(connection.bus());
                json.name("address").value(optional(connection.address())).end();
            }
        }
        json.end();
        regulator(part.regulator());
        cell(part.cell());
        charger(part.charger());
        mains(part.mains());
        price(part.price());
        json.name("datasheet").value(part.dataSheet());
        json.name("unknown").strings(part.unknown());
        listing(part.listing());
        json.name("note").value(optional(part.note()));
        json.name("rationale").value(placed.rationale());
        json.name("unverified").strings(placed.unverified());
        json.name("alternatives").list();
        placed.alternatives().forEach(other -> {
            json.object().name("mpn").value(other.mpn());
            json.name("maker").value(other.part().maker());
            json.name("title").value(other.part().title());
            json.name("package").value(other.part().packageName());
            price(other.part().price());
            json.name("difference").value(other.difference()).end();
        });
        json.end();
        rejections(placed.rejected());
        json.end();
    }

    private void price(@Nullable Price price) {
        json.name("price");
        if (price == null) {
            json.value((String) null);
            return;
        }
        json.inlineObject().name("value").value(price.usd()).name("currency").value("USD");
        json.name("quantity").value(price.quantity()).name("year").value(price.year());
        json.name("indicative").value(true);
        if (price.breaks().size() > 1) {
            json.name("breaks").list();
            price.breaks().forEach(at -> json.inlineObject()
                    .name("value")
                    .value(at.usd())
                    .name("quantity")
                    .value(at.quantity())
                    .name("year")
                    .value(at.year())
                    .end());
            json.end();
        }
        json.end();
    }

    private void regulator(@Nullable Regulator regulator) {
        json.name("regulator");
        if (regulator == null) {
            json.value((String) null);
            return;
        }
        json.inlineObject().name("kind").value(regulator.kind());
        range("input", regulator.input(), "V");
        current("quiescent", regulator.quiescentMilliamperes());
        current("max", regulator.maxMilliamperes());
        volts("dropout", regulator.dropout());
        json.name("efficiency");
        if (regulator.efficiency() == null) {
            json.value((String) null);
        } else {
            json.inlineObject().name("value").value(number(regulator.efficiency()));
            json.name("at").value(optional(regulator.efficiencyAt())).end();
        }
        json.end();
    }

    private void charger(@Nullable Charger charger) {
        json.name("charger");
        if (charger == null) {
            json.value((String) null);
            return;
        }
        json.inlineObject().name("kind").value(optional(charger.kind()));
        range("input", charger.input(), "V");
        current("max", charger.maxMilliamperes());
        json.name("chemistries").strings(charger.chemistries());
        json.name("mppt").value(charger.tracksPowerPoint()).end();
    }

    private void mains(@Nullable MainsSupply mains) {
        json.name("mains");
        if (mains == null) {
            json.value((String) null);
            return;
        }
        json.inlineObject();
        range("input", mains.input(), "V");
        volts("output", mains.volts());
        current("max", mains.maxMilliamperes());
        json.end();
    }

    private void volts(String name, @Nullable Double volts) {
        json.name(name);
        if (volts == null) {
            json.value((String) null);
        } else {
            json.inlineObject()
                    .name("value")
                    .value(number(volts))
                    .name("unit")
                    .value("V")
                    .end();
        }
    }

    private void current(String name, @Nullable Double milliamperes) {
        json.name(name);
        if (milliamperes == null) {
            json.value((String) null);
        } else {
            json.inlineObject()
                    .name("value")
                    .value(number(milliamperes))
                    .name("unit")
                    .value("mA")
                    .end();
        }
    }

    private void cell(@Nullable Cell cell) {
        json.name("cell");
        if (cell == null) {
            json.value((String) null);
            return;
        }
        json.inlineObject().name("chemistry").value(cell.chemistry());
        json.name("format").value(cell.format());
        json.name("capacity").inlineObject().name("value").value(number(cell.milliampereHours()));
        json.name("unit").value("mAh");
        json.name("at").value(optional(cell.capacityAt())).end();
        range("volts", cell.volts(), "V");
        volts("nominal", cell.nominalVolts());
        current("max", cell.maxMilliamperes());
        json.name("self_discharge");
        if (cell.selfDischarge() == null) {
            json.value((String) null);
        } else {
            json.inlineObject().name("value").value(number(cell.selfDischarge()));
            json.name("unit").value("%/year");
            json.name("at").value(optional(cell.selfDischargeAt())).end();
        }
        json.end();
    }

    private void source(Source source) {
        json.object().name("name").value(source.name());
        range("volts", source.volts(), "V");
        json.name("part").value(optional(source.part()));
        json.name("feeds_rails").value(source.feedsRails());
        json.name("requirements").strings(sorted(source.requirements()));
        json.name("basis").value(source.basis()).end();
    }

    private void rail(Rail rail) {
        json.object().name("name").value(rail.name()).name("met").value(rail.met());
        json.name("volts").value(number(rail.volts()));
        range("window", rail.window(), "V");
        json.name("from").value(optional(rail.from()));
        json.name("regulator").value(optional(rail.regulator()));
        json.name("loads").list();
        rail.loads().stream()
                .sorted(Comparator.comparing(Rail.Load::reference, PowerDiagram.REFERENCES))
                .forEach(load -> {
                    json.inlineObject().name("part").value(load.reference());
                    current("current", load.milliamperes());
                    json.name("mode").value(optional(load.mode())).end();
                });
        json.end();
        current("sum", rail.sumMilliamperes());
        current("with_margin", rail.neededMilliamperes());
        current("available", rail.capacityMilliamperes());
        json.name("requirements").strings(sorted(rail.requirements()));
        json.name("explanation").value(rail.explanation()).end();
    }

    private void pins(Design design) {
        json.name("pins").list();
        design.part(design.controller())
                .ifPresent(controller -> design.wiring().used().forEach((resource, count) -> {
                    json.inlineObject()
                            .name("resource")
                            .value(resource)
                            .name("used")
                            .value(count);
                    json.name("available")
                            .value(controller.part().provides().getOrDefault(resource, 0))
                            .end();
                }));
        json.end();
    }

    private void check(Check check) {
        json.object().name("subject").value(check.subject());
        json.name("verdict").value(check.verdict().word());
        json.name("statement").value(check.statement());
        json.name("requirements").strings(sorted(check.requirements())).end();
    }

    private void coverage(Coverage coverage) {
        json.object().name("requirement").value(coverage.requirement());
        json.name("status").value(coverage.status().word());
        json.name("by").strings(coverage.by());
        json.name("left_to").strings(coverage.leftTo());
        json.name("why").value(coverage.why()).end();
    }

    private void listing(@Nullable Listing listing) {
        json.name("listing");
        if (listing == null) {
            json.value((String) null);
            return;
        }
        json.inlineObject().name("file").value(listing.file());
        json.name("line").value(listing.line());
        json.name("added").value(listing.added());
        json.name("use").value(listing.use().name().toLowerCase(Locale.ROOT));
        json.name("columns").strings(listing.columns()).end();
    }

    private void rejections(List<Rejection> rejections) {
        json.name("rejected").list();
        rejections.forEach(rejection -> {
            json.inlineObject().name("mpn").value(rejection.mpn());
            json.name("requirements").strings(sorted(rejection.requirements()));
            json.name("reason").value(rejection.reason()).end();
        });
        json.end();
    }

    private void range(String name, @Nullable Range range, String unit) {
        json.name(name);
        if (range == null) {
            json.value((String) null);
            return;
        }
        json.inlineObject().name("min").value(number(range.min())).name("max").value(number(range.max()));
        json.name("unit").value(unit).end();
    }

    private static List<String> sorted(List<String> ids) {
        return ids.stream().sorted().toList();
    }

    private static @Nullable String optional(String text) {
        return text.isEmpty() ? null : text;
    }

    private static BigDecimal number(double value) {
        return BigDecimal.valueOf(value).round(DIGITS);
    }
}
