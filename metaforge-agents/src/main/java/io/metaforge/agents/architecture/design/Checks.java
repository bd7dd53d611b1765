package io.metaforge.agents.architecture.design;

import io.metaforge.agents.architecture.catalogue.Cell;
import io.metaforge.agents.architecture.catalogue.Part;
import io.metaforge.agents.architecture.need.Board;
import io.metaforge.agents.architecture.need.Bound;
import io.metaforge.agents.architecture.need.Demands;
import io.metaforge.agents.architecture.need.Figures;
import io.metaforge.agents.architecture.need.TemperatureLimit;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Calculates what the requirements put on the design as a whole. */
final class Checks {

    /** What a switching regulator passes on, where the catalogue has no efficiency. */
    static final double EFFICIENCY = 0.85;

    private static final double SECONDS_AN_HOUR = 3600;

    private final Demands demands;
    private final List<Placed> parts;
    private final List<Source> sources;
    private final List<Rail> rails;
    private final Selection selection;
    private final @Nullable CellChoice cell;
    private final Costs costs;
    private final Map<String, BigDecimal> usdPerUnit;
    private final List<String> missing;
    private final List<Check> checks = new ArrayList<>();

    Checks(
            Demands demands,
            List<Placed> parts,
            List<Source> sources,
            List<Rail> rails,
            Selection selection,
            @Nullable CellChoice cell,
            Costs costs,
            Map<String, BigDecimal> usdPerUnit,
            List<Block> blocks) {
        this.demands = demands;
        this.parts = parts;
        this.sources = sources;
        this.rails = rails;
        this.selection = selection;
        this.cell = cell;
        this.costs = costs;
        this.usdPerUnit = usdPerUnit;
        this.missing = blocks.stream()
                .filter(block -> block.status() == Block.Status.UNMET)
                .map(block -> block.need().function().title())
                .toList();
    }

    List<Check> all() {
        rails.forEach(this::rail);
        controller();
        demands.temperatures().forEach(this::temperature);
        demands.peakCurrents().forEach(this::peak);
        demands.sleepCurrents().forEach(this::sleep);
        demands.averageCurrents()
                .forEach(bound -> add(
                        "average current",
                        Check.Verdict.OPEN,
                        "At most " + Figures.of(bound.value(), "mA")
                                + " is asked for; what the design draws on average depends on how often each mode is"
                                + " entered, which the skill power calculates.",
                        bound.requirement()));
        demands.batteryLives().forEach(this::life);
        demands.capacities().forEach(this::capacity);
        board();
        demands.budgets().forEach(this::budget);
        return checks.stream().map(this::withoutMissing).toList();
    }

    /** A sum that leaves out unmet blocks shows nothing about the whole design. */
    private Check withoutMissing(Check check) {
        boolean sum = check.subject().startsWith("rail ")
                || List.of("peak current", "current at rest", "board area", "cost", "controller")
                        .contains(check.subject());
        if (missing.isEmpty() || !sum || check.verdict() == Check.Verdict.FAILS) {
            return check;
        }
        return new Check(
                check.subject(),
                Check.Verdict.OPEN,
                check.statement() + " Unmet blocks are not counted: " + String.join(", ", missing) + ".",
                check.requirements());
    }

    private void add(String subject, Check.Verdict verdict, String statement, String... requirements) {
        checks.add(new Check(subject, verdict, statement, List.of(requirements)));
    }

    private void rail(Rail rail) {
        if (!rail.met()) {
            checks.add(new Check("rail " + rail.name(), Check.Verdict.FAILS, rail.explanation(), rail.requirements()));
            return;
        }
        long unknown = rail.loads().stream()
                .filter(load -> load.milliamperes() == null)
                .count();
        List<String> core = rail.loads().stream()
                .filter(load -> load.mode().equals("core"))
                .map(load -> name(load.reference()))
                .toList();
        Double capacity = rail.capacityMilliamperes();
        double withMargin = (rail.sumMilliamperes() - rail.outsideMilliamperes()) * (1 + PowerPlanner.MARGIN)
                + rail.outsideMilliamperes();
        String sum = "Known largest currents add up to " + Figures.of(rail.sumMilliamperes(), "mA")
                + (rail.outsideMilliamperes() > 0
                        ? ", " + Figures.of(rail.outsideMilliamperes(), "mA") + " of it outside"
                        : "")
                + ", with " + Figures.plain(PowerPlanner.MARGIN * 100) + " % margin on the design's own parts "
                + Figures.of(withMargin, "mA")
                + (rail.neededMilliamperes() > withMargin + 1e-6
                        ? "; needed are " + Figures.of(rail.neededMilliamperes(), "mA")
                        : "")
                + (capacity == null ? "" : "; available are " + Figures.of(capacity, "mA"))
                + (core.isEmpty() ? "" : "; " + String.join(", ", core) + " counts without its peripherals")
                + (unknown == 0
                        ? "."
                        : "; " + unknown + (unknown == 1 ? " part is" : " parts are") + " not in the sum.");
        checks.add(new Check(
                "rail " + rail.name(),
                unknown == 0 && core.isEmpty() ? Check.Verdict.HOLDS : Check.Verdict.OPEN,
                sum,
                rail.requirements()));
    }

    private void controller() {
        Part controller = selection.controller();
        if (controller == null) {
            return;
        }
        List<String> uses = new ArrayList<>();
        selection
                .wiring()
                .used()
                .forEach((resource, count) ->
                        uses.add(count + " of " + controller.provides().getOrDefault(resource, 0) + " "
                                + (resource.equals("GPIO") ? "pins" : resource)));
        add("controller", Check.Verdict.HOLDS, controller.mpn() + ": " + String.join(", ", uses) + ".");
        List<String> addresses = selection.wiring().connections().stream()
                .filter(connection -> !connection.address().isEmpty())
                .map(connection -> connection.mpn() + " " + connection.address() + " on " + connection.bus())
                .toList();
        if (!addresses.isEmpty()) {
            add("I2C addresses", Check.Verdict.HOLDS, "No clash: " + String.join(", ", addresses) + ".");
        }
    }

    private void temperature(TemperatureLimit limit) {
        List<String> unknown = parts.stream()
                .filter(part -> part.part().temperature() == null)
                .map(part -> part.reference() + " " + part.part().mpn())
                .toList();
        String range = Figures.range(limit.range(), "°C");
        if (unknown.isEmpty()) {
            add("temperature", Check.Verdict.HOLDS, "Every part is specified for " + range + ".", limit.requirement());
        } else {
            add(
                    "temperature",
                    Check.Verdict.OPEN,
                    "Every other part is specified for " + range + "; not known for " + String.join(", ", unknown)
                            + ".",
                    limit.requirement());
        }
    }

    /** Returns what the parts of {@code rail} draw themselves, without the rails that hang on it. */
    private static double own(Rail rail) {
        double sum = rail.outsideMilliamperes();
        for (Rail.Load load : rail.loads()) {
            sum += load.milliamperes() == null ? 0 : load.milliamperes();
        }
        return sum;
    }

    private boolean switching() {
        return parts.stream()
                .anyMatch(part -> part.part().regulator() != null
                        && !part.part().regulator().kind().equals("ldo"));
    }

    private void peak(Bound bound) {
        double sum = 0;
        Flow flow = new Flow(parts, rails, sources);
        List<String> unknown = new ArrayList<>();
        for (Rail rail : rails) {
            sum += flow.fromSource(rail, own(rail), flow.lowest());
            rail.loads().stream()
                    .filter(load -> load.milliamperes() == null)
                    .forEach(load -> unknown.add(name(load.reference())));
        }
        String how = "All parts at once draw " + Figures.of(sum, "mA") + " from the source"
                + (switching()
                        ? " at its lowest voltage (switching regulators by the catalogue's efficiency, where it holds one, else"
                                + " by 85 %)"
                        : "")
                + "; allowed are " + Figures.of(bound.value(), "mA");
        if (sum > bound.value() + 1e-9) {
            add(
                    "peak current",
                    Check.Verdict.FAILS,
                    how + ". Parts that are never active together would lower it.",
                    bound.requirement());
        } else {
            add(
                    "peak current",
                    unknown.isEmpty() ? Check.Verdict.HOLDS : Check.Verdict.OPEN,
                    how + (unknown.isEmpty() ? "." : "; not in the sum: " + String.join(", ", unknown) + "."),
                    bound.requirement());
        }
    }

    private void sleep(Bound bound) {
        checks.add(new RestCheck(parts, rails, sources).of(bound));
    }

    private void life(Bound life) {
        Part part = cell == null ? null : cell.cell();
        Cell made = part == null ? null : part.cell();
        if (part == null || made == null) {
            add(
                    "battery life",
                    Check.Verdict.OPEN,
                    "No cell is chosen here, so its life cannot be calculated.",
                    life.requirement());
            return;
        }
        double hours = life.value() / SECONDS_AN_HOUR;
        double allowed = made.milliampereHours() / hours;
        String statement = part.mpn() + " holds " + Figures.of(made.milliampereHours(), "mAh") + ": over "
                + Figures.plain(hours) + " h that is " + Figures.of(allowed, "mA")
                + " on average, before self-discharge, cold and cut-off take their share, which the skill power calculates";
        for (Bound average : demands.averageCurrents()) {
            double lasts = made.milliampereHours() / average.value();
            checks.add(new Check(
                    "battery life",
                    lasts + 1e-9 < hours ? Check.Verdict.FAILS : Check.Verdict.OPEN,
                    statement + "; at the allowed average of " + Figures.of(average.value(), "mA") + " it lasts "
                            + Figures.plain(lasts) + " h.",
                    List.of(life.requirement())));
            return;
        }
        add("battery life", Check.Verdict.OPEN, statement + ".", life.requirement());
    }

    private void capacity(Bound bound) {
        Part part = cell == null ? null : cell.cell();
        if (part != null && part.cell() != null) {
            add(
                    "battery capacity",
                    Check.Verdict.HOLDS,
                    part.mpn() + " holds " + Figures.of(part.cell().milliampereHours(), "mAh") + "; asked for are "
                            + Figures.of(bound.value(), "mAh") + ".",
                    bound.requirement());
        } else {
            add("battery capacity", Check.Verdict.OPEN, "No cell is chosen here.", bound.requirement());
        }
    }

    private void board() {
        Board board = demands.board();
        if (board == null) {
            return;
        }
        double area = 0;
        List<String> unknown = new ArrayList<>();
        for (Placed placed : parts) {
            Part part = placed.part();
            if (part.cell() != null) {
                continue;
            }
            if (part.lengthMillimetres() == null || part.widthMillimetres() == null) {
                unknown.add(name(placed.reference()));
            } else {
                area += part.lengthMillimetres() * part.widthMillimetres() * placed.quantity();
            }
        }
        double usable = board.length() * board.width() * Limits.USABLE_AREA;
        String statement = "The chosen parts, cells apart, cover " + Figures.plain(area) + " mm²; half of the board's "
                + Figures.plain(board.length()) + " mm × " + Figures.plain(board.width()) + " mm is "
                + Figures.plain(usable)
                + " mm² a side. Passive components, holders of cells, and connectors and circuits that the schematic adds"
                + " come on top, so that only the layout shows whether all fits.";
        add(
                "board area",
                area > usable * 2 ? Check.Verdict.FAILS : Check.Verdict.OPEN,
                statement + (unknown.isEmpty() ? "" : " Not known: " + String.join(", ", unknown) + "."),
                board.requirement());
    }

    private void budget(Bound budget) {
        BigDecimal rate = budget.unit().equals("USD") ? BigDecimal.ONE : usdPerUnit.get(budget.unit());
        String total = "USD " + costs.total().setScale(2, RoundingMode.HALF_UP).toPlainString();
        String asked = budget.unit() + " " + Figures.plain(budget.value());
        Set<String> years = new LinkedHashSet<>();
        parts.forEach(part -> {
            if (part.part().price() != null) {
                years.add(part.part().price().quantity() + " pieces in "
                        + part.part().price().year());
            }
        });
        String basis = "Indicative prices (" + String.join(", ", years) + ") of the chosen parts add up to " + total;
        if (rate == null) {
            add(
                    "cost",
                    Check.Verdict.OPEN,
                    basis + "; the budget of " + asked + " is in another currency: pass" + " args.exchange_rates."
                            + budget.unit() + " (US dollars for one) to compare.",
                    budget.requirement());
            return;
        }
        double limit = budget.value() * rate.doubleValue();
        boolean over = costs.total().doubleValue() > limit + 1e-9;
        String at = budget.unit().equals("USD")
                ? ""
                : " (USD " + Figures.plain(limit) + " at " + rate.toPlainString() + ")";
        add(
                "cost",
                over ? Check.Verdict.FAILS : Check.Verdict.OPEN,
                basis + "; the budget is " + asked + at + ". Board, passive components and assembly come on top"
                        + (costs.unpriced().isEmpty()
                                ? "."
                                : ", as do " + String.join(", ", costs.unpriced()) + ", whose price is not known."),
                budget.requirement());
    }

    private String name(String reference) {
        return parts.stream()
                .filter(part -> part.reference().equals(reference))
                .map(part -> part.part().mpn())
                .findFirst()
                .orElse(reference);
    }
}
