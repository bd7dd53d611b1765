package io.metaforge.agents.architecture.design;

import io.metaforge.agents.architecture.catalogue.MainsSupply;
import io.metaforge.agents.architecture.catalogue.Part;
import io.metaforge.agents.architecture.catalogue.Range;
import io.metaforge.agents.architecture.need.Demands;
import io.metaforge.agents.architecture.need.Figures;
import io.metaforge.agents.architecture.need.SourceDemand;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Works out which sources feed the rails, and between which voltages. Immutable. */
final class Sources {

    /** What is assumed where no requirement names a source. */
    private static final Range ASSUMED = new Range(4.75, 5.25);

    private static final double MAINS_TOLERANCE = 0.05;

    private final Demands demands;
    private final boolean charges;
    private final @Nullable Part cell;

    Sources(Demands demands, boolean charges, @Nullable Part cell) {
        this.demands = demands;
        this.charges = charges;
        this.cell = cell;
    }

    /**
     * What the rails hang on.
     *
     * @param volts of all sources that feed rails
     * @param withoutUsb the same without USB; null where only USB feeds them
     * @param usb volts of USB; null where it does not feed them
     * @param requirements ids of those behind the voltages
     * @param requirementsWithoutUsb the same without those behind USB alone
     */
    record Input(
            Range volts,
            @Nullable Range withoutUsb,
            @Nullable Range usb,
            List<String> requirements,
            List<String> requirementsWithoutUsb) {}

    /** The sources as a reader sees them. */
    record Planned(
            List<PowerPlan.PlannedSource> sources,
            Map<Part, Integer> added,
            List<String> assumptions,
            List<String> questions) {}

    private boolean battery() {
        return demands.sources().stream().anyMatch(source -> source.kind() == SourceDemand.Kind.BATTERY);
    }

    private boolean feeds(SourceDemand source) {
        return source.kind() == SourceDemand.Kind.BATTERY
                || !(charges && battery()
                        || source.kind() == SourceDemand.Kind.SOLAR
                                && demands.sources().size() > 1);
    }

    private static @Nullable Part mainsModule(Map<Part, Integer> parts) {
        return parts.keySet().stream()
                .filter(part -> part.mains() != null)
                .findFirst()
                .orElse(null);
    }

    private static @Nullable Range behind(@Nullable Part module) {
        MainsSupply mains = module == null ? null : module.mains();
        return mains == null
                ? null
                : new Range(mains.volts() * (1 - MAINS_TOLERANCE), mains.volts() * (1 + MAINS_TOLERANCE));
    }

    /** Returns what the rails hang on; null where the mains module that would feed them is not among {@code parts}. */
    @Nullable
    Input input(Map<Part, Integer> parts) {
        Range all = null;
        Range others = null;
        Range usb = null;
        Set<String> requirements = new LinkedHashSet<>();
        Set<String> first = new LinkedHashSet<>();
        boolean waiting = false;
        for (SourceDemand source : demands.sources()) {
            boolean mains = source.kind() == SourceDemand.Kind.MAINS;
            Range volts = mains ? behind(mainsModule(parts)) : source.volts();
            if (!feeds(source)) {
                continue;
            }
            if (volts == null) {
                waiting = true;
                continue;
            }
            requirements.addAll(source.requirements());
            all = all == null ? volts : all.union(volts);
            if (source.kind() == SourceDemand.Kind.USB) {
                usb = volts;
            } else {
                others = others == null ? volts : others.union(volts);
                first.addAll(source.requirements());
            }
        }
        if (all == null && waiting) {
            return null;
        }
        return all == null
                ? new Input(ASSUMED, ASSUMED, null, List.of(), List.of())
                : new Input(all, others, usb, List.copyOf(requirements), List.copyOf(first));
    }

    Planned plan(Map<Part, Integer> parts) {
        List<PowerPlan.PlannedSource> sources = new ArrayList<>();
        Map<Part, Integer> added = new LinkedHashMap<>();
        List<String> assumptions = new ArrayList<>();
        List<String> questions = new ArrayList<>();
        for (SourceDemand source : demands.sources()) {
            Part maker = null;
            Range volts = source.volts();
            String basis = source.basis();
            if (source.kind() == SourceDemand.Kind.MAINS) {
                maker = mainsModule(parts);
                Range behind = behind(maker);
                if (maker == null || maker.mains() == null || behind == null) {
                    continue;
                }
                volts = behind;
                basis = Figures.of(maker.mains().volts(), "V") + " ±5 % from the mains module";
            } else if (source.kind() == SourceDemand.Kind.BATTERY) {
                maker = cell;
                if (cell != null) {
                    added.put(cell, Math.max(1, source.cells()));
                }
            }
            if (source.assumed()) {
                assumptions.add("Voltage of the " + source.kind().title() + ": " + Figures.range(volts, "V") + " ("
                        + basis + "; " + String.join(", ", source.requirements()) + ").");
            }
            sources.add(new PowerPlan.PlannedSource(
                    new Source(source.kind().title(), volts, "", source.requirements(), basis, feeds(source)), maker));
        }
        if (charges && battery() && demands.sources().size() > 1) {
            assumptions.add("The rails hang on the battery; other sources only charge it.");
        }
        Input input = input(parts);
        if (sources.stream().noneMatch(source -> source.source().feedsRails())) {
            assumptions.add("No requirement names a source of energy; 5 V ±5 % from outside is assumed.");
            questions.add("What supplies the product, and between which voltages?");
            sources.add(new PowerPlan.PlannedSource(
                    new Source("external supply", ASSUMED, "", List.of(), "assumed", true), null));
        } else if (input != null && input.volts().min() <= 0) {
            questions.add("The source is allowed to fall to "
                    + Figures.of(input.volts().min(), "V") + "; from which voltage must the product work?");
        }
        return new Planned(sources, added, assumptions, questions);
    }
}
