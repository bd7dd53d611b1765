package io.metaforge.agents.architecture.design;

import io.metaforge.agents.architecture.catalogue.Charger;
import io.metaforge.agents.architecture.catalogue.Regulator;
import io.metaforge.agents.architecture.need.Demands;
import io.metaforge.agents.architecture.need.Figures;
import io.metaforge.agents.architecture.need.SourceDemand;
import io.metaforge.agents.architecture.need.TemperatureLimit;
import io.metaforge.agents.constraints.Constraints;
import io.metaforge.agents.constraints.Quantity;
import io.metaforge.agents.constraints.Requirement;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Calculates what the plan of the supply leaves open: heat, headroom of chargers, and references of converters. */
final class SupplyChecks {

    /** Watts from which the heat of a switching regulator is worth a look: the least that a small package is counted with. */
    private static final double WARM = 0.3;
    /** Volts that the panel or supply of a step-down charger usually has to stand above the full battery. */
    private static final double HEADROOM = 1;

    private SupplyChecks() {}

    /** Returns a check for each regulator that gets warm, and for each charger without headroom. */
    static List<Check> of(Demands demands, List<Placed> parts, List<Rail> rails) {
        List<Check> checks = new ArrayList<>();
        for (Placed placed : parts) {
            Regulator regulator = placed.part().regulator();
            for (Rail rail : rails) {
                if (regulator != null && rail.regulator().equals(placed.reference())) {
                    heat(demands, placed, regulator, rail, checks);
                }
            }
            Charger charger = placed.part().charger();
            if (charger != null && !charger.stepsUp() && placed.functions().contains("power.charger")) {
                headroom(demands, placed, charger, checks);
            }
        }
        return checks;
    }

    private static void heat(Demands demands, Placed placed, Regulator regulator, Rail rail, List<Check> checks) {
        if (regulator.kind().equals("ldo")) {
            return;
        }
        double efficiency = regulator.efficiency() == null ? Checks.EFFICIENCY : regulator.efficiency();
        double watts = rail.volts() * rail.neededMilliamperes() / 1000 * (1 / efficiency - 1);
        if (watts < WARM) {
            return;
        }
        String around = demands.temperatures().stream()
                .map(TemperatureLimit::range)
                .filter(range -> Double.isFinite(range.max()))
                .map(range -> " at " + Figures.of(range.max(), "°C") + " around it")
                .findFirst()
                .orElse("");
        checks.add(new Check(
                "heat of " + placed.reference(),
                Check.Verdict.OPEN,
                placed.part().mpn() + " and its inductor turn " + Figures.of(watts, "W") + " into heat at "
                        + Figures.of(rail.neededMilliamperes(), "mA") + " (" + Math.round(efficiency * 100)
                        + " % efficiency); the catalogue holds no thermal resistances: whether "
                        + placed.part().packageName() + " stands that" + around + " has to be calculated.",
                rail.requirements()));
    }

    private static void headroom(Demands demands, Placed placed, Charger charger, List<Check> checks) {
        for (SourceDemand battery : demands.sources()) {
            for (SourceDemand source : demands.sources()) {
                double left = source.volts().min() - battery.volts().max();
                boolean pair = battery.kind() == SourceDemand.Kind.BATTERY
                        && source.kind() != SourceDemand.Kind.BATTERY
                        && source.kind() != SourceDemand.Kind.MAINS;
                if (pair && left < HEADROOM - 1e-9 && charger.kind().equals("switching")) {
                    Set<String> ids = new LinkedHashSet<>(source.requirements());
                    ids.addAll(battery.requirements());
                    checks.add(new Check(
                            "headroom of " + placed.reference(),
                            Check.Verdict.OPEN,
                            placed.part().mpn() + " steps down: the "
                                    + source.kind().title() + " falls to "
                                    + Figures.of(source.volts().min(), "V") + ", the full battery has "
                                    + Figures.of(battery.volts().max(), "V") + ", which leaves "
                                    + Figures.of(left, "V") + " for transistors, inductor, shunt and protection; about "
                                    + Figures.of(HEADROOM, "V") + " is usual. Somebody has to say whether both occur"
                                    + " together; a charger that steps up as well would not mind.",
                            List.copyOf(ids)));
                }
            }
        }
    }

    /** Returns a check for each measured voltage whose accuracy the supply of the converter cannot be the reference for. */
    static List<Check> converter(Constraints constraints, List<Block> blocks, List<Rail> rails) {
        List<Check> checks = new ArrayList<>();
        for (Block block : blocks) {
            if (!block.need().function().id().equals("measure.voltage") || block.status() == Block.Status.UNMET) {
                continue;
            }
            Rail rail = rails.stream()
                    .filter(candidate -> candidate.loads().stream()
                            .anyMatch(load -> block.parts().contains(load.reference())))
                    .findFirst()
                    .orElse(null);
            for (Requirement requirement : constraints.requirements()) {
                if (rail != null && block.need().requirements().contains(requirement.id())) {
                    requirement.quantities().stream()
                            .filter(quantity -> quantity.unit().equals("%")
                                    && quantity.parameter().endsWith("accuracy")
                                    && quantity.max() != null)
                            .forEach(quantity -> reference(requirement, quantity, rail, checks));
                }
            }
        }
        return checks;
    }

    /** Returns a check for each signal that a port wants at a level which the controller's pins do not reach. */
    static List<Check> levels(Constraints constraints, List<Block> blocks, List<Rail> rails) {
        List<Check> checks = new ArrayList<>();
        for (Requirement requirement : constraints.requirements()) {
            for (Quantity quantity : requirement.quantities()) {
                var nominal = quantity.nominal();
                if (nominal == null
                        || !quantity.parameter().equals("logic_voltage")
                        || !quantity.unit().equals("V")) {
                    continue;
                }
                double asked = nominal.doubleValue();
                blocks.stream()
                        .filter(block -> block.need().function().by().equals("controller")
                                && block.need().requirements().contains(requirement.id()))
                        .findFirst()
                        .flatMap(block -> rails.stream()
                                .filter(rail -> rail.loads().stream()
                                        .anyMatch(load -> block.parts().contains(load.reference())))
                                .findFirst())
                        .filter(rail -> rail.window().min() < LogicLevels.HIGH * asked - 1e-9)
                        .ifPresent(rail -> checks.add(new Check(
                                "level of the signal",
                                Check.Verdict.OPEN,
                                "The controller's pins reach "
                                        + Figures.of(rail.window().min(), "V")
                                        + " at least; an input of " + Figures.of(asked, "V") + " wants "
                                        + Figures.of(LogicLevels.HIGH * asked, "V")
                                        + " (0.7 of its supply): a level shifter is needed.",
                                List.of(requirement.id()))));
            }
        }
        return checks;
    }

    private static void reference(Requirement requirement, Quantity quantity, Rail rail, List<Check> checks) {
        double asked = quantity.max() == null ? 0 : quantity.max().doubleValue();
        double window = (rail.window().max() - rail.window().min()) / (2 * rail.volts()) * 100;
        if (asked < window - 1e-9) {
            checks.add(new Check(
                    "reference of the converter",
                    Check.Verdict.OPEN,
                    "Asked for are ±" + Figures.plain(asked) + " %; rail " + rail.name()
                            + ", which the converter has as its reference unless it has one of its own, is counted with ±"
                            + Figures.plain(window)
                            + " %: a reference, a calibration or a monitor with its own reference"
                            + " is needed.",
                    List.of(requirement.id())));
        }
    }
}
