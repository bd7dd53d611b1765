package io.metaforge.agents.bom.bill;

import io.metaforge.agents.bom.circuit.Values;
import io.metaforge.agents.bom.design.Architecture;
import io.metaforge.agents.bom.design.Architecture.Block;
import io.metaforge.agents.bom.design.Architecture.Part;
import io.metaforge.agents.bom.rule.Application;
import io.metaforge.agents.bom.rule.Ask;
import io.metaforge.agents.bom.rule.Rule;
import io.metaforge.agents.bom.rule.RuleBook;
import io.metaforge.agents.bom.stock.Stock;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Makes the parts list of an architecture: its parts, and what rules and data sheets ask for around them. */
public final class BillBuilder {

    private final Architecture design;
    private final RuleBook book;
    private final Settings settings;
    private final Wishes wishes;
    private final Chooser chooser;
    private final Designators designators;
    private final Collector collector;
    private final Kinds kinds;

    private BillBuilder(Architecture design, RuleBook book, Stock stock, Settings settings, Wishes wishes) {
        this.design = design;
        this.book = book;
        this.settings = settings;
        this.wishes = wishes;
        Nets nets = new Nets(design);
        chooser = new Chooser(stock, nets, wishes, new Computations(design, nets, stock, settings, wishes));
        designators =
                new Designators(design.parts().stream().map(Part::reference).toList());
        collector = new Collector(designators);
        kinds = new Kinds();
    }

    /** Returns the parts list. The same arguments give the same list. */
    public static Bill build(Architecture design, RuleBook book, Stock stock, Settings settings, Wishes wishes) {
        return new BillBuilder(design, book, stock, settings, wishes).bill();
    }

    private Bill bill() {
        Map<String, List<String>> pieces = new LinkedHashMap<>();
        for (Part part : design.parts()) {
            pieces.put(part.reference(), pieces(part));
        }
        for (Part part : design.parts()) {
            chosen(part, pieces.getOrDefault(part.reference(), List.of()));
        }
        for (Part part : design.parts()) {
            around(part, pieces.getOrDefault(part.reference(), List.of()));
        }
        for (Rule rule : book.rules()) {
            switch (rule.applies().to()) {
                case BLOCK -> design.blocks().forEach(block -> block(rule, block));
                case BUS -> buses(rule.applies().bus()).forEach(bus -> bus(rule, bus));
                default -> {
                    // the rules for parts come with each part, so that what belongs together is numbered together
                }
            }
        }
        unmet();
        List<Line> lines = collector.lines();
        return new Bill(
                design.project(),
                lines,
                new Alternates(design, collector.seconds()).of(lines),
                collector.missing(),
                assumptions(),
                collector.questions());
    }

    /** What the architecture could not provide is not in the list, and must not look as if nobody needed it. */
    private void unmet() {
        for (Block block : design.blocks()) {
            boolean left = block.status().equals("reserved")
                    && !aroundPart(block)
                    && book.rules().stream()
                            .noneMatch(rule -> rule.applies().to() == Rule.Target.BLOCK
                                    && rule.applies().functions().contains(block.function()));
            if (left) {
                collector.miss(new Bill.Missing(
                        block.title(),
                        "left to the schematic; no rule lists parts for it",
                        List.of(),
                        block.requirements()));
            }
            if (block.status().equals("unmet")) {
                collector.miss(new Bill.Missing(
                        block.title(),
                        "unmet in architecture.json: no part is chosen",
                        List.of(),
                        block.requirements()));
            }
        }
        for (Architecture.Rail rail : design.rails()) {
            if (!rail.met()) {
                collector.miss(new Bill.Missing(
                        "regulator of rail " + rail.name(),
                        "unmet in architecture.json: no regulator is chosen",
                        List.of(),
                        rail.requirements()));
            }
        }
    }

    /** A block that has a part of its own, such as a charger, is left open around that part; there it is listed. */
    private boolean aroundPart(Block block) {
        return block.parts().stream().anyMatch(reference -> !reference.equals(design.controller()));
    }

    private List<String> pieces(Part part) {
        List<String> pieces = new ArrayList<>();
        pieces.add(part.reference());
        while (pieces.size() < part.quantity()) {
            pieces.add(designators.next(Designators.letters(part.reference())));
        }
        return pieces;
    }

    private void chosen(Part part, List<String> pieces) {
        boolean cell = !part.cell().isEmpty();
        List<String> sources = new ArrayList<>();
        sources.add("architecture.json: " + part.reference());
        if (!part.dataSheet().isEmpty()) {
            sources.add(part.dataSheet());
        }
        String basis = assumption(part);
        if (!basis.isEmpty()) {
            sources.add(basis);
        }
        collector.add(
                new Collector.Key(
                        Designators.letters(part.reference()),
                        part.mpn(),
                        part.mpn(),
                        part.maker(),
                        cell ? part.packageName() + " cell" : letterFirst(part.packageName(), part.reference()),
                        part.footprint(),
                        !cell,
                        part.title() + (cell ? "; packed with the product, not soldered" : ""),
                        ""),
                part.prices(),
                pieces,
                purpose(part),
                part.reference(),
                requirements(part),
                sources);
        if (part.prices().isEmpty()) {
            collector.ask("What does " + part.mpn() + " cost? The catalogue has no price.", pieces);
        }
    }

    /** A package of digits alone, such as 0603, would be a number in a spreadsheet. */
    private static String letterFirst(String packageName, String reference) {
        return packageName.matches("[0-9.]+") ? Designators.letters(reference) + packageName : packageName;
    }

    private void around(Part part, List<String> pieces) {
        Application application = book.application(part.mpn()).orElse(null);
        Owner owner = new Owner(
                part.reference(),
                pieces.size(),
                requirements(part),
                assumption(part),
                part,
                application,
                "",
                List.of());
        for (Rule rule : book.rules()) {
            if (applies(rule, part, application)) {
                // a holder takes all cells
                Owner whole = rule.applies().to() == Rule.Target.CELL ? owner.once() : owner;
                rule.asks().forEach(ask -> ask(ask, whole, rule.id() + ": " + rule.source()));
            }
        }
        if (application != null) {
            application.asks().forEach(ask -> ask(ask, owner, application.source()));
        }
        boolean decoupled = book.rules().stream()
                .anyMatch(rule ->
                        applies(rule, part, application) && rule.asks().stream().anyMatch(Ask::perSupplyPin));
        if (decoupled && (application == null || application.supplyPins() == null)) {
            collector.ask(
                    "How many supply pins does " + part.mpn()
                            + " have, and what else does its data sheet ask for? One pin with 100 nF is counted.",
                    pieces);
        }
    }

    private boolean applies(Rule rule, Part part, @Nullable Application application) {
        Rule.Applies applies = rule.applies();
        boolean target =
                switch (applies.to()) {
                    case PART -> true;
                    case CONTROLLER -> part.reference().equals(design.controller());
                    case CELL -> !part.cell().isEmpty();
                    default -> false;
                };
        Set<String> own = kinds.of(part, application);
        return target
                && (applies.classes().isEmpty() || applies.classes().contains(Designators.letters(part.reference())))
                && (applies.functions().isEmpty()
                        || applies.functions().stream().anyMatch(part.functions()::contains))
                && (applies.mpns().isEmpty() || applies.mpns().stream().anyMatch(part.mpn()::startsWith))
                && (applies.kinds().isEmpty() || applies.kinds().stream().anyMatch(own::contains))
                && applies.unlessKinds().stream().noneMatch(own::contains)
                && (part.supply() != null
                        || application != null && application.supplyPins() != null
                        || rule.asks().stream().noneMatch(ask -> ask.net().equals("supply")));
    }

    private void block(Rule rule, Block block) {
        String status = rule.applies().status();
        if (rule.applies().functions().contains(block.function())
                && (status.isEmpty()
                        ? !block.status().equals("unmet")
                        : block.status().equals(status))) {
            for (Owner owner : new Places(wishes).of(block, rule.applies().apart(), basis(block))) {
                rule.asks().forEach(ask -> ask(ask, owner, rule.id() + ": " + rule.source()));
            }
        }
    }

    private void bus(Rule rule, String bus) {
        Set<String> requirements = new LinkedHashSet<>();
        design.parts().stream()
                .filter(part -> part.buses().contains(bus))
                .forEach(part -> requirements.addAll(requirements(part)));
        Owner owner = new Owner(bus, 1, List.copyOf(requirements), "", null, null, bus, List.of());
        rule.asks().forEach(ask -> ask(ask, owner, rule.id() + ": " + rule.source()));
    }

    private Set<String> buses(String kind) {
        return design.parts().stream()
                .flatMap(part -> part.buses().stream())
                .filter(bus -> bus.matches(kind + "[0-9]*"))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private void ask(Ask ask, Owner owner, String source) {
        if (!ask.when().isEmpty() && ask.when().stream().noneMatch(design::has)
                || ask.unless().stream().anyMatch(design::has)
                || !ask.whenText().isEmpty() && !wishes.speakOf(owner.requirements(), ask.whenText())
                || !ask.compute().isEmpty() && !chooser.needed(ask, owner)) {
            return;
        }
        if (wishes.speakOf(owner.requirements(), ask.unlessText())) {
            if (!ask.otherwise().isEmpty()) {
                collector.note(ask.otherwise() + " (" + String.join(", ", owner.requirements()) + ").");
            }
            return;
        }
        if (ask.designator().isEmpty()) {
            collector.miss(new Bill.Missing(
                    ask.spec(), "to be designed; not in the parts list", List.of(owner.name()), owner.requirements()));
            collector.ask(ask.question(), List.of(owner.name()));
            return;
        }
        Choice choice = chooser.choose(ask, owner);
        int perPiece = ask.count();
        if (ask.perSupplyPin()) {
            perPiece *= Optional.ofNullable(owner.application())
                    .map(Application::supplyPins)
                    .orElse(1);
        }
        List<String> requirements = new ArrayList<>(owner.requirements());
        requirements.addAll(choice.requirements());
        collector.add(
                choice,
                ask.designator(),
                perPiece * Math.max(1, owner.pieces()),
                ask.fitted(),
                ask.role(),
                owner,
                requirements,
                source);
    }

    /** Returns what the part serves: its own requirements, or those of the parts it supplies. */
    private List<String> requirements(Part part) {
        if (!part.requirements().isEmpty()) {
            return part.requirements();
        }
        Set<String> supplied = new LinkedHashSet<>();
        loads(part).forEach(load -> supplied.addAll(load.requirements()));
        return List.copyOf(supplied);
    }

    private List<Part> loads(Part part) {
        return design.rails().stream()
                .filter(rail -> rail.regulator().equals(part.reference()))
                .flatMap(rail -> rail.loads().stream())
                .distinct()
                .flatMap(reference -> design.part(reference).stream())
                .toList();
    }

    private String assumption(Part part) {
        if (!requirements(part).isEmpty()) {
            return "";
        }
        return design.blocksOf(part.reference()).stream()
                .map(this::basis)
                .filter(basis -> !basis.isEmpty())
                .findFirst()
                .orElse("assumption: no requirement asks for " + part.reference());
    }

    private String purpose(Part part) {
        List<String> purposes = new ArrayList<>();
        design.blocksOf(part.reference()).forEach(block -> purposes.add(block.title()));
        for (Architecture.Rail rail : design.rails()) {
            if (rail.regulator().equals(part.reference())) {
                purposes.add("makes rail " + rail.name()
                        + (rail.loads().isEmpty() ? "" : " for " + String.join(", ", rail.loads())));
            }
        }
        return purposes.isEmpty()
                ? String.join(", ", part.functions())
                : purposes.stream().distinct().collect(Collectors.joining(", "));
    }

    private String basis(Block block) {
        if (!block.requirements().isEmpty() && block.assumption().isEmpty()) {
            return "";
        }
        return design.assumptions().stream()
                .filter(assumption -> assumption.text().equals(block.assumption()))
                .map(assumption -> "architecture.json: assumption " + assumption.id())
                .findFirst()
                .orElse(block.requirements().isEmpty() ? "assumption: no requirement asks for " + block.title() : "");
    }

    private List<String> assumptions() {
        List<String> assumptions = new ArrayList<>();
        assumptions.add("Ceramic capacitors are rated at least " + Values.plain(Chooser.VOLTAGE_FACTOR)
                + " times the highest voltage of their net, unless a data sheet asks for a rating.");
        if (collector.uses("i2c.pull-up")) {
            assumptions.add("I2C runs at " + Values.plain(settings.busHertz() / 1000)
                    + " kHz; a line has 10 pF for each device, the controller included, and 20 pF of traces.");
        }
        if (collector.uses("indicator.led")) {
            assumptions.add("Indicator LEDs take " + Values.plain(settings.ledAmperes() * 1000) + " mA.");
        }
        if (collector.hasClass("Y")) {
            assumptions.add("Pins and traces add " + Values.plain(settings.strayFarads() * 1e12)
                    + " pF at a crystal, where its load capacitors are computed.");
        }
        assumptions.add("Where no rule says otherwise, resistors are of size 0402 and dissipate less than 63 mW.");
        wishes.operating()
                .ifPresent(span -> assumptions.add("Parts whose range of temperatures is on file are compared with the "
                        + Values.plain(span.min()) + " to " + Values.plain(span.max())
                        + " C of the requirements; of the other discrete parts it has to be looked up."));
        assumptions.addAll(collector.notes());
        assumptions.add(
                "Designators other than those of architecture.json are numbered here and hold until the schematic"
                        + " gives its own.");
        return assumptions;
    }
}
