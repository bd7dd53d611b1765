package io.metaforge.agents.architecture.design;

import io.metaforge.agents.architecture.catalogue.Part;
import io.metaforge.agents.architecture.need.Figures;
import io.metaforge.agents.architecture.need.Limit;
import io.metaforge.agents.constraints.Constraints;
import io.metaforge.agents.constraints.Quantity;
import io.metaforge.agents.constraints.Requirement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Compares what a radio can bridge with what free space takes over the range asked for: 20 log d + 20 log f + 32.44 dB, d in
 * kilometres and f in MHz (ITU-R P.525).
 */
final class LinkBudget {

    private static final List<String> RANGES = List.of("wireless_range", "radio_range", "communication_range");
    private static final Map<String, Double> KILOMETRES = Map.of("m", 1e-3, "km", 1.0, "mi", 1.609344, "ft", 3.048e-4);
    private static final double FREE_SPACE = 32.44;

    private LinkBudget() {}

    /** Returns a check for each requirement on a range that a radio with known figures can be compared with. */
    static List<Check> of(Constraints constraints, List<Block> blocks, List<Placed> parts) {
        List<Check> checks = new ArrayList<>();
        for (Requirement requirement : constraints.requirements()) {
            Double kilometres = kilometres(requirement);
            Block radio = kilometres == null ? null : radio(requirement, blocks);
            if (radio != null && kilometres != null) {
                parts.stream()
                        .filter(placed -> radio.parts().contains(placed.reference()))
                        .map(Placed::part)
                        .findFirst()
                        .ifPresent(part -> add(checks, requirement, kilometres, radio, part));
            }
        }
        return checks;
    }

    /** Returns the radio that the requirement names; where it names none, the only one whose frequency is known. */
    private static @Nullable Block radio(Requirement requirement, List<Block> blocks) {
        List<Block> radios = blocks.stream()
                .filter(block ->
                        block.need().function().id().startsWith("radio.") && block.status() == Block.Status.MET)
                .toList();
        List<Block> named = radios.stream()
                .filter(block -> block.need().requirements().contains(requirement.id()))
                .toList();
        if (!named.isEmpty()) {
            return named.get(0);
        }
        List<Block> known =
                radios.stream().filter(block -> megahertz(block) > 0).toList();
        return known.size() == 1 ? known.get(0) : null;
    }

    private static double megahertz(Block radio) {
        return radio.need().limits().stream()
                .filter(limit -> limit.figure().equals("radio_band"))
                .mapToDouble(limit -> limit.wanted().max() / 1e6)
                .findFirst()
                .orElse(0);
    }

    private static void add(List<Check> checks, Requirement requirement, double kilometres, Block radio, Part part) {
        Double most = part.figures().get("tx_power");
        Double sensitivity = part.figures().get("sensitivity");
        double megahertz = megahertz(radio);
        if (most == null || sensitivity == null || megahertz <= 0 || kilometres <= 0) {
            return;
        }
        // A requirement on the power is what will be transmitted; without one it is the most that the radio has.
        Limit asked = radio.need().limits().stream()
                .filter(limit -> limit.figure().equals("tx_power"))
                .findFirst()
                .orElse(null);
        double power = asked == null ? most : Math.min(most, asked.wanted().max());
        double loss = 20 * Math.log10(kilometres) + 20 * Math.log10(megahertz) + FREE_SPACE;
        double bridged = power - sensitivity;
        double margin = bridged - loss;
        String condition = part.conditions().getOrDefault("sensitivity", "");
        String stated = condition.isEmpty() ? "" : " (" + condition + ")";
        String statement = "Link budget: " + part.mpn() + " sends " + Figures.of(power, "dBm") + " and hears "
                + Figures.of(sensitivity, "dBm") + stated + ", together " + Figures.of(bridged, "dB")
                + "; free space takes "
                + Figures.of(loss, "dB") + " over " + Figures.of(kilometres, "km") + " at " + Figures.plain(megahertz)
                + " MHz. ";
        checks.add(new Check(
                "link budget",
                margin < 0 ? Check.Verdict.FAILS : Check.Verdict.OPEN,
                statement
                        + (margin < 0
                                ? Figures.of(-margin, "dB") + " are missing."
                                : Figures.of(margin, "dB")
                                        + " are left for both antennas, plants, walls, the ground and the slower or faster"
                                        + " setting that the sensitivity was stated for; a trial in the field has to show it."),
                List.of(requirement.id())));
    }

    private static @Nullable Double kilometres(Requirement requirement) {
        for (Quantity quantity : requirement.quantities()) {
            Double factor = KILOMETRES.get(quantity.unit());
            var value = quantity.min() != null ? quantity.min() : quantity.nominal();
            if (RANGES.contains(quantity.parameter()) && factor != null && value != null) {
                return value.doubleValue() * factor;
            }
        }
        return null;
    }
}
