package io.metaforge.agents.architecture.design;

import io.metaforge.agents.architecture.catalogue.Catalogue;
import io.metaforge.agents.architecture.catalogue.Cell;
import io.metaforge.agents.architecture.catalogue.Listing;
import io.metaforge.agents.architecture.catalogue.Part;
import io.metaforge.agents.architecture.need.Bound;
import io.metaforge.agents.architecture.need.Demands;
import io.metaforge.agents.architecture.need.Figures;
import io.metaforge.agents.architecture.need.SourceDemand;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The cell that the battery is made of.
 *
 * @param cell null where none is chosen
 * @param why it was chosen, or why none was
 * @param fitting other cells that fit, cheapest first
 * @param rejected cells that do not
 */
record CellChoice(@Nullable Part cell, String why, List<Part> fitting, List<Rejection> rejected) {

    /** Batteries of more cells are packs that come from outside. */
    private static final int MAX_CELLS = 2;

    private static final double SECONDS_AN_HOUR = 3600;

    static @Nullable CellChoice of(Catalogue catalogue, Fitness fitness, Demands demands) {
        SourceDemand battery = demands.sources().stream()
                .filter(source -> source.kind() == SourceDemand.Kind.BATTERY)
                .findFirst()
                .orElse(null);
        if (battery == null) {
            return null;
        }
        List<Rejection> rejected = new ArrayList<>();
        if (battery.chemistry().isEmpty() || battery.cells() > MAX_CELLS) {
            return new CellChoice(
                    null,
                    "The battery comes from outside: the requirements describe it by its voltage.",
                    List.of(),
                    rejected);
        }
        List<Part> fitting = new ArrayList<>();
        for (Part part : catalogue.doing("power.battery")) {
            Cell cell = part.cell();
            if (cell == null || !cell.chemistry().equals(battery.chemistry())) {
                continue;
            }
            Rejection rejection = reject(part, cell, demands);
            rejection = rejection == null ? fitness.reject(part) : rejection;
            if (rejection == null) {
                fitting.add(part);
            } else {
                rejected.add(rejection);
            }
        }
        fitting.sort(Comparator.<Part>comparingInt(
                        part -> List.of(Listing.Use.PREFER, Listing.Use.OPEN, Listing.Use.AVOID)
                                .indexOf(part.use()))
                .thenComparingDouble(part -> fitness.unverified(part).size() * 100.0
                        + (part.price() == null ? 10_000 : part.price().usd().doubleValue()))
                .thenComparing(Part::mpn));
        List<Part> wanted = fitting.stream()
                .filter(part -> fitness.preferredBy(part) != null)
                .toList();
        if (!wanted.isEmpty()) {
            fitting = wanted;
        }
        if (fitting.isEmpty()) {
            return new CellChoice(
                    null, "No " + battery.chemistry() + " cell of the catalogue fits.", List.of(), rejected);
        }
        return new CellChoice(
                fitting.get(0),
                fitting.get(0).use() == Listing.Use.PREFER
                        ? "the cell that "
                                + Objects.requireNonNull(fitting.get(0).listing())
                                        .place() + " prefers"
                        : fitting.size() == 1
                                ? "the only cell that fits"
                                : "the lowest price of " + fitting.size() + " cells that fit",
                fitting.subList(1, fitting.size()),
                rejected);
    }

    private static @Nullable Rejection reject(Part part, Cell cell, Demands demands) {
        for (Bound capacity : demands.capacities()) {
            if (cell.milliampereHours() < capacity.value() - 1e-9) {
                return new Rejection(
                        part.mpn(),
                        List.of(capacity.requirement()),
                        "holds " + Figures.of(cell.milliampereHours(), "mAh") + "; asked for are "
                                + Figures.of(capacity.value(), "mAh"));
            }
        }
        for (Bound life : demands.batteryLives()) {
            for (Bound average : demands.averageCurrents()) {
                double needed = average.value() * life.value() / SECONDS_AN_HOUR;
                if (cell.milliampereHours() < needed - 1e-9) {
                    return new Rejection(
                            part.mpn(),
                            List.of(life.requirement(), average.requirement()),
                            "holds " + Figures.of(cell.milliampereHours(), "mAh") + "; the required life at the allowed"
                                    + " average current takes " + Figures.of(needed, "mAh"));
                }
            }
        }
        Double most = cell.maxMilliamperes();
        for (Bound peak : demands.peakCurrents()) {
            if (most != null && most < peak.value() - 1e-9) {
                return new Rejection(
                        part.mpn(),
                        List.of(peak.requirement()),
                        "delivers " + Figures.of(most, "mA") + " continuously; the peak is "
                                + Figures.of(peak.value(), "mA"));
            }
        }
        return null;
    }
}
