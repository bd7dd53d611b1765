package io.metaforge.agents.bom.bill;

import io.metaforge.agents.bom.design.Architecture;
import io.metaforge.agents.bom.design.Architecture.Part;
import io.metaforge.agents.bom.stock.Component;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Lists what could be fitted instead: the alternatives of the architecture, and second sources of passive parts. */
final class Alternates {

    private final Architecture design;
    private final Map<String, Component.Second> seconds;

    Alternates(Architecture design, Map<String, Component.Second> seconds) {
        this.design = design;
        this.seconds = seconds;
    }

    List<Alternate> of(List<Line> lines) {
        List<Alternate> alternates = new ArrayList<>();
        for (Line line : lines) {
            design.part(line.designators().get(0))
                    .filter(part -> part.mpn().equals(line.mpn()))
                    .ifPresent(part -> part.alternatives()
                            .forEach(other -> alternates.add(new Alternate(
                                    line,
                                    other.mpn(),
                                    other.maker(),
                                    other.packageName(),
                                    other.prices(),
                                    difference(part, other),
                                    "architecture.json: " + part.reference()))));
            Component.Second second = seconds.get(line.mpn());
            if (second != null) {
                alternates.add(new Alternate(
                        line,
                        second.mpn(),
                        second.maker(),
                        line.packageName(),
                        List.of(),
                        "second source: same value and land, ratings to be compared; price not known",
                        "built-in parts list"));
            }
        }
        return alternates;
    }

    private static String difference(Part part, Architecture.Alternative other) {
        List<String> differences = new ArrayList<>();
        if (!other.difference().isEmpty()) {
            differences.add(other.difference());
        }
        if (!other.title().isEmpty() && !other.title().equals(part.title())) {
            differences.add(other.title() + " instead of " + part.title());
        }
        if (!other.packageName().isEmpty()) {
            differences.add(
                    other.packageName().equals(part.packageName())
                            ? "package of the same name, size and pins to be compared"
                            : other.packageName() + " instead of " + part.packageName() + ": another land");
        }
        if (part.buses().stream().anyMatch(bus -> bus.startsWith("I2C"))) {
            differences.add("its I2C address must differ from the others");
        }
        return String.join("; ", differences);
    }
}
