package io.metaforge.agents.architecture.document;

import io.metaforge.agents.architecture.catalogue.Current;
import io.metaforge.agents.architecture.catalogue.Listing;
import io.metaforge.agents.architecture.catalogue.Part;
import io.metaforge.agents.architecture.design.Alternative;
import io.metaforge.agents.architecture.design.Block;
import io.metaforge.agents.architecture.design.Check;
import io.metaforge.agents.architecture.design.Coverage;
import io.metaforge.agents.architecture.design.Design;
import io.metaforge.agents.architecture.design.Placed;
import io.metaforge.agents.architecture.design.Rail;
import io.metaforge.agents.architecture.design.Revised;
import io.metaforge.agents.architecture.design.Source;
import io.metaforge.agents.architecture.need.Figures;
import io.metaforge.agents.architecture.revision.Directive;
import io.metaforge.agents.constraints.Requirement;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

/** Prints {@code architecture.md}. */
public final class MarkdownDocument {

    private static final int TEXT_LENGTH = 160;
    private static final String NONE = "–";

    /** Begins the ids of assumptions; other documents number theirs with letters of their own. */
    static final String ASSUMPTION = "AA";
    /** Begins the ids of questions. */
    static final String QUESTION = "AQ";

    private final Design design;
    private final StringBuilder out = new StringBuilder(16_384);

    private MarkdownDocument(Design design) {
        this.design = design;
    }

    /**
     * Returns the document.
     *
     * @param input name of the file with the constraints
     */
    public static String of(Design design, String input) {
        return new MarkdownDocument(design).print(input);
    }

    private String print(String input) {
        heading(
                1,
                "Architecture: "
                        + md(Escape.shortened(design.constraints().project().name(), TEXT_LENGTH)));
        boolean listed =
                design.parts().stream().anyMatch(placed -> placed.part().listing() != null);
        String own = listed ? ", changed by the workspace's parts.csv" : "";
        line("Proposed from " + md(input)
                + ". Parts come from a built-in catalogue" + own + ": every figure and price is indicative"
                + " and names the data sheet to check it against. `architecture.json` holds the same with all figures and"
                + " every part that was rejected.");
        line("");
        summary();
        revision();
        heading(2, "Block diagram");
        fence(Diagrams.blocks(design));
        heading(2, "Power tree");
        fence(Diagrams.power(design));
        blocks();
        parts();
        figures();
        ownParts();
        rejections();
        supply();
        checks();
        coverage();
        heading(2, "What was traded");
        if (design.trades().isEmpty()) {
            line("Nothing: each block got the cheapest part that fits.");
        }
        design.trades().forEach(trade -> line("- " + md(trade)));
        numbered("Assumptions", ASSUMPTION, design.assumptions());
        numbered("Open questions", QUESTION, design.questions());
        return out.toString();
    }

    private void summary() {
        Map<Coverage.Status, Integer> counts = new TreeMap<>();
        design.coverage().forEach(coverage -> counts.merge(coverage.status(), 1, Integer::sum));
        List<String> shares = new ArrayList<>();
        counts.forEach((status, count) -> shares.add(count + (count == 1 ? " is " : " are ") + status.word()));
        int parts = design.parts().size();
        int all = design.coverage().size();
        line("Of " + all + (all == 1 ? " requirement " : " requirements ") + String.join(", ", shares) + ". " + parts
                + (parts == 1 ? " part," : " parts, together") + " about USD "
                + design.cost().toPlainString()
                + (design.unpriced().isEmpty()
                        ? ""
                        : " without " + String.join(", ", design.unpriced()) + ", whose price is not known")
                + ".");
        List<String> unmet = design.blocks().stream()
                .filter(block -> block.status() == Block.Status.UNMET)
                .map(block -> block.need().function().title() + " ("
                        + String.join(", ", block.need().requirements()) + ")")
                .toList();
        if (!unmet.isEmpty()) {
            line("");
            line("**Unmet:** " + md(String.join("; ", unmet)) + ". The table of blocks says why.");
        }
        line("");
    }

    private void revision() {
        Revised revised = design.revised();
        if (revised == null) {
            return;
        }
        heading(2, "Revision");
        line("This attempt revises " + md(revised.session()) + ", which was rejected.");
        line("");
        if (!revised.directives().isEmpty()) {
            table("Id", "Asked", "Understood as", "Outcome");
            for (Directive directive : revised.directives()) {
                row(
                        directive.id(),
                        md(Escape.shortened(directive.text(), TEXT_LENGTH)),
                        md(directive.meaning()),
                        design.coverage().stream()
                                .filter(coverage -> coverage.requirement().equals(directive.id()))
                                .map(coverage -> coverage.status().word() + ": " + md(coverage.why()))
                                .findFirst()
                                .orElse(NONE));
            }
            line("");
        }
        if (!revised.notUnderstood().isEmpty()) {
            line("Not understood of the rejection's reason, and not acted on:");
            line("");
            revised.notUnderstood().forEach(text -> line("- " + md(Escape.shortened(text, TEXT_LENGTH))));
            line("");
        }
        line("Changed from the rejected attempt:");
        line("");
        revised.changes().forEach(change -> line("- " + md(change)));
        line("");
    }

    private void blocks() {
        heading(2, "Blocks");
        table("Block", "Function", "Status", "Parts", "Why", "Requirements");
        for (Block block : design.blocks()) {
            String assumption = block.need().assumption();
            row(
                    block.id(),
                    md(block.need().function().title())
                            + (block.need().count() > 1 ? " × " + block.need().count() : ""),
                    block.status().word(),
                    names(block.parts()),
                    md(block.why() + (assumption.isEmpty() ? "" : " " + assumption)),
                    ids(block.need().requirements()));
        }
        line("");
    }

    private String names(List<String> references) {
        return references.isEmpty()
                ? NONE
                : String.join(", ", references.stream().map(this::name).toList());
    }

    private String name(String reference) {
        return design.part(reference)
                .map(part -> reference + " " + md(part.part().mpn()))
                .orElse(reference);
    }

    private void parts() {
        heading(2, "Parts");
        table(
                "Ref",
                "Part",
                "Maker",
                "Package",
                "Qty",
                "USD a piece",
                "USD together",
                "Why",
                "Alternatives",
                "Requirements");
        for (Placed placed : design.parts()) {
            Part part = placed.part();
            row(
                    placed.reference(),
                    "**" + md(part.mpn()) + "**, " + md(part.title()),
                    md(part.maker()),
                    md(part.packageName()),
                    Integer.toString(placed.quantity()),
                    part.price() == null
                            ? "not known"
                            : part.price()
                                    .usd()
                                    .setScale(2, RoundingMode.HALF_UP)
                                    .toPlainString(),
                    part.price() == null
                            ? "not known"
                            : part.price()
                                    .usd()
                                    .multiply(java.math.BigDecimal.valueOf(placed.quantity()))
                                    .setScale(2, RoundingMode.HALF_UP)
                                    .toPlainString(),
                    md(placed.rationale() + (part.note().isEmpty() ? "" : " Note: " + part.note() + ".")),
                    alternatives(placed.alternatives()),
                    ids(placed.requirements()));
        }
        line("");
    }

    private static String alternatives(List<Alternative> alternatives) {
        return alternatives.isEmpty()
                ? NONE
                : String.join(
                        "; ",
                        alternatives.stream()
                                .map(other -> md(other.mpn() + ": " + other.difference()))
                                .toList());
    }

    private void figures() {
        heading(2, "Figures");
        line(
                "As they were entered by hand from the data sheets named, typical at 25 °C where nothing else is said; compare"
                        + " them with the current data sheets before relying on them. In brackets stands the condition that a figure"
                        + " holds under; a typical one is no limit.");
        line("");
        table("Ref", "Supply or input", "Currents", "Key figures", "Ambient temperature", "Not known", "Data sheet");
        for (Placed placed : design.parts()) {
            Part part = placed.part();
            String input = KeyFigures.input(part);
            List<String> key = KeyFigures.of(part);
            row(
                    name(placed.reference()),
                    input.isEmpty() ? NONE : input,
                    currents(part),
                    key.isEmpty() ? NONE : md(String.join("; ", key)),
                    part.temperature() == null ? "not known" : Figures.range(part.temperature(), "°C"),
                    part.unknown().isEmpty() ? NONE : String.join(", ", part.unknown()),
                    part.dataSheet().isEmpty() ? "not known" : md(part.dataSheet()));
        }
        line("");
    }

    /** What comes from the workspace and not from the built-in catalogue, which nobody here has looked at. */
    private void ownParts() {
        List<Placed> listed = design.parts().stream()
                .filter(placed -> placed.part().listing() != null)
                .toList();
        if (listed.isEmpty()) {
            return;
        }
        heading(2, "From parts.csv");
        table("Ref", "Row", "What it says");
        for (Placed placed : listed) {
            Listing listing = Objects.requireNonNull(placed.part().listing());
            String columns = String.join(", ", listing.columns());
            String use = listing.use() == Listing.Use.OPEN
                    ? ""
                    : "use: " + listing.use().name().toLowerCase(Locale.ROOT);
            String what = listing.added()
                    ? "the whole part (" + columns + ")"
                    : columns.isEmpty() ? "" : columns + "; everything else is built in";
            row(
                    name(placed.reference()),
                    md(listing.place()),
                    md(what + (what.isEmpty() || use.isEmpty() ? "" : "; ") + use));
        }
        line("");
    }

    private static String currents(Part part) {
        if (part.currents().isEmpty()) {
            return part.supply() == null ? NONE : "not known";
        }
        List<String> texts = new ArrayList<>();
        for (Current current : part.currents()) {
            texts.add(current.mode() + " " + Figures.of(current.milliamperes(), "mA")
                    + (current.at().isEmpty() ? "" : " (" + current.at() + ")"));
        }
        return md(String.join("; ", texts));
    }

    private void rejections() {
        heading(2, "Ruled out");
        List<Exclusions.Group> groups = Exclusions.of(design);
        if (groups.isEmpty()) {
            line("No part was ruled out.");
            line("");
            return;
        }
        line("By cause; `architecture.json` lists every part with its reason.");
        line("");
        table("Parts", "Ruled out by", "Because each");
        for (Exclusions.Group group : groups) {
            row(
                    md(group.named()),
                    group.requirements().isEmpty() ? "the design" : ids(group.requirements()),
                    md(group.cause()));
        }
        line("");
    }

    private void supply() {
        heading(2, "Supply");
        table("Source", "Voltage", "Basis", "Requirements");
        for (Source source : design.sources()) {
            row(
                    md(source.name()) + (source.part().isEmpty() ? "" : " (" + name(source.part()) + ")"),
                    Figures.range(source.volts(), "V"),
                    md(source.basis()),
                    ids(source.requirements()));
        }
        line("");
        if (design.rails().isEmpty()) {
            line("No rails are planned.");
            line("");
            return;
        }
        table("Rail", "Voltage", "From", "Sum", "With margin", "Available", "Explanation", "Requirements");
        for (Rail rail : design.rails()) {
            Double available = rail.capacityMilliamperes();
            row(
                    md(rail.name()),
                    Figures.range(rail.window(), "V"),
                    from(rail),
                    Figures.of(rail.sumMilliamperes(), "mA"),
                    Figures.of(rail.neededMilliamperes(), "mA"),
                    available == null ? NONE : Figures.of(available, "mA"),
                    md(rail.explanation()),
                    ids(rail.requirements()));
        }
        line("");
    }

    private String from(Rail rail) {
        String feed = rail.from().isEmpty() ? "source" : md(rail.from());
        if (rail.regulator().isEmpty()) {
            return rail.met() ? feed : "nothing";
        }
        return feed + " by " + name(rail.regulator());
    }

    private void checks() {
        heading(2, "Checks");
        table("Subject", "Verdict", "Figures", "Requirements");
        for (Check check : design.checks()) {
            row(md(check.subject()), check.verdict().word(), md(check.statement()), ids(check.requirements()));
        }
        line("");
    }

    private void coverage() {
        heading(2, "Coverage");
        table("Requirement", "Text", "Status", "By", "Why");
        List<Requirement> requirements = design.constraints().requirements();
        for (int i = 0; i < requirements.size(); i++) {
            Requirement requirement = requirements.get(i);
            Coverage coverage = design.coverage().get(i);
            row(
                    md(requirement.id()),
                    md(Escape.shortened(requirement.text(), TEXT_LENGTH)),
                    coverage.status().word(),
                    by(coverage),
                    lines(coverage.why()));
        }
        line("");
    }

    /** Returns the parts that serve a requirement, or who has to see to it. */
    private static String by(Coverage coverage) {
        List<String> by = coverage.by().isEmpty() ? coverage.leftTo() : coverage.by();
        return by.isEmpty() ? NONE : String.join(", ", by);
    }

    private void numbered(String title, String letter, List<String> items) {
        line("");
        heading(2, title);
        if (items.isEmpty()) {
            line("None.");
        }
        for (int i = 0; i < items.size(); i++) {
            line("- **" + letter + (i + 1) + "** " + md(items.get(i)));
        }
    }

    /** Returns long text with each sentence on a line of its own, as cells of a table are read best. */
    private static String lines(String text) {
        String line = md(text);
        return line.length() <= TEXT_LENGTH ? line : line.replaceAll("\\. (?=[A-Z])", ".<br>");
    }

    private static String ids(List<String> ids) {
        return ids.isEmpty() ? NONE : md(String.join(", ", ids.stream().sorted().toList()));
    }

    private static String md(String text) {
        return Escape.markdown(text);
    }

    private void heading(int level, String text) {
        line("#".repeat(level) + " " + text);
        line("");
    }

    private void fence(String diagram) {
        line("```mermaid");
        out.append(diagram);
        line("```");
        line("");
    }

    private void table(String... titles) {
        row(titles);
        out.append('|').append(" --- |".repeat(titles.length)).append('\n');
    }

    private void row(String... cells) {
        out.append("| ").append(String.join(" | ", cells)).append(" |\n");
    }

    private void line(String text) {
        out.append(text).append('\n');
    }
}
