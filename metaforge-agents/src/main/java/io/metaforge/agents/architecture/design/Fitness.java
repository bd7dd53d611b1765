package io.metaforge.agents.architecture.design;

import io.metaforge.agents.architecture.catalogue.Charger;
import io.metaforge.agents.architecture.catalogue.Current;
import io.metaforge.agents.architecture.catalogue.Listing;
import io.metaforge.agents.architecture.catalogue.Part;
import io.metaforge.agents.architecture.catalogue.Range;
import io.metaforge.agents.architecture.need.Board;
import io.metaforge.agents.architecture.need.Bound;
import io.metaforge.agents.architecture.need.Demands;
import io.metaforge.agents.architecture.need.Figures;
import io.metaforge.agents.architecture.need.Limit;
import io.metaforge.agents.architecture.need.Need;
import io.metaforge.agents.architecture.need.RailDemand;
import io.metaforge.agents.architecture.need.SourceDemand;
import io.metaforge.agents.architecture.need.TemperatureLimit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Says which parts the requirements rule out, and by which requirement. Immutable. */
final class Fitness {

    private final Demands demands;

    Fitness(Demands demands) {
        this.demands = demands;
    }

    /** Returns why {@code part} cannot meet {@code need}; null where it can. */
    @Nullable
    Rejection reject(Part part, Need need) {
        List<Rejection> all = rejections(part, need);
        return all.isEmpty() ? null : all.get(0);
    }

    /** Returns everything that rules {@code part} out for {@code need}. */
    List<Rejection> rejections(Part part, Need need) {
        List<Rejection> all = new ArrayList<>();
        for (Map.Entry<String, List<String>> named : need.named().entrySet()) {
            if (!named.getValue().contains(part.mpn())) {
                all.add(rejection(part, named.getKey(), "is not what it names"));
            }
        }
        if (need.function().id().equals("mcu") && need.named().isEmpty() && part.doesAny("radio") && !radioAsked()) {
            all.add(new Rejection(
                    part.mpn(), List.of(), "has a radio, which would need approval, and no requirement asks for one"));
        }
        for (Limit limit : need.limits()) {
            if (limit.of(part) == Limit.Answer.MISSED) {
                all.add(rejection(
                        part,
                        limit.requirement(),
                        "has " + limit.name() + " " + limit.figureOf(part).orElse("unknown size") + "; asked for is "
                                + limit.bound()));
            }
        }
        for (Map.Entry<String, String> bus : need.buses().entrySet()) {
            if (!part.buses().isEmpty() && !part.buses().contains(bus.getValue())) {
                all.add(rejection(part, bus.getKey(), "has no " + bus.getValue()));
            }
        }
        if (part.charger() != null && need.function().id().equals("power.charger")) {
            Rejection unable = rejectCharger(part, part.charger());
            if (unable != null) {
                all.add(unable);
            }
        }
        all.addAll(rejections(part));
        return all;
    }

    /** Returns why {@code part} cannot be in the design at all; null where it can. */
    @Nullable
    Rejection reject(Part part) {
        List<Rejection> all = rejections(part);
        return all.isEmpty() ? null : all.get(0);
    }

    private List<Rejection> rejections(Part part) {
        List<Rejection> all = new ArrayList<>();
        Listing listing = part.listing();
        if (listing != null && listing.use() == Listing.Use.NEVER) {
            all.add(new Rejection(part.mpn(), List.of(), "is not to be used (" + listing.place() + ")"));
        }
        String unwanted = demands.avoided().get(part.mpn());
        if (unwanted != null) {
            all.add(rejection(part, unwanted, "is not wanted"));
        }
        for (Map.Entry<String, String> refused : demands.refused().entrySet()) {
            if (part.doesAny(refused.getKey())) {
                all.add(rejection(part, refused.getValue(), "has " + refused.getKey() + ", which must not be there"));
            }
        }
        Range specified = part.temperature();
        if (specified != null) {
            for (TemperatureLimit limit : demands.temperatures()) {
                if (!limit.allows(specified)) {
                    all.add(rejection(
                            part,
                            limit.requirement(),
                            "is specified for " + Figures.range(specified, "°C") + "; asked for is "
                                    + Figures.range(limit.range(), "°C")));
                }
            }
        }
        Board board = demands.board();
        boolean cell = part.cell() != null;
        if (board != null && !cell && !part.fitsOn(board.length(), board.width())) {
            all.add(rejection(
                    part,
                    board.requirement(),
                    "takes " + Figures.plain(zero(part.lengthMillimetres())) + " mm × "
                            + Figures.plain(zero(part.widthMillimetres())) + " mm; the board has "
                            + Figures.plain(board.length()) + " mm × " + Figures.plain(board.width()) + " mm"));
        }
        Range supply = part.supply();
        for (RailDemand rail : demands.rails()) {
            if (rail.only() && supply != null && !supply.covers(rail.window())) {
                all.add(rejection(
                        part,
                        rail.requirement(),
                        "needs " + Figures.range(supply, "V") + "; the only rail has "
                                + Figures.range(rail.window(), "V")));
            }
        }
        Current rest = part.restingCurrent().orElse(null);
        for (Bound bound : demands.sleepCurrents()) {
            if (rest != null && !cell && part.supply() != null && rest.milliamperes() > bound.value() + 1e-12) {
                all.add(rejection(
                        part,
                        bound.requirement(),
                        "draws at least " + Figures.of(rest.milliamperes(), "mA") + " (" + rest.mode()
                                + "); the whole design may draw " + Figures.of(bound.value(), "mA") + " at rest"));
            }
        }
        for (Bound budget : demands.budgets()) {
            if (budget.unit().equals("USD")
                    && part.price() != null
                    && part.price().usd().doubleValue() > budget.value()) {
                all.add(rejection(
                        part,
                        budget.requirement(),
                        "costs more than the whole budget: about USD "
                                + part.price().usd().toPlainString()));
            }
        }
        return all;
    }

    /** Returns the limit with the highest temperature; null where none has an upper end. */
    @Nullable
    TemperatureLimit hottest() {
        return demands.temperatures().stream()
                .filter(limit -> Double.isFinite(limit.range().max()))
                .max(java.util.Comparator.comparingDouble(limit -> limit.range().max()))
                .orElse(null);
    }

    /** Returns who asks for this regulator or cell; null where nobody does. */
    @Nullable
    String preferredBy(Part part) {
        return demands.preferred().get(part.mpn());
    }

    /** Returns what the catalogue cannot show about {@code part} for {@code need}. */
    List<String> unverified(Part part, Need need) {
        List<String> open = new ArrayList<>();
        for (Limit limit : need.limits()) {
            if (limit.of(part) == Limit.Answer.UNKNOWN) {
                open.add(limit.phrase() + " (" + limit.requirement() + ")");
            }
        }
        return open;
    }

    /** Returns what the catalogue cannot show about {@code part} whatever it is for. */
    List<String> unverified(Part part) {
        List<String> open = new ArrayList<>();
        if (part.temperature() == null && !demands.temperatures().isEmpty()) {
            open.add("temperature range (" + demands.temperatures().get(0).requirement() + ")");
        }
        if (part.supply() != null
                && !demands.sleepCurrents().isEmpty()
                && part.restingCurrent().isEmpty()) {
            open.add("current at rest (" + demands.sleepCurrents().get(0).requirement() + ")");
        }
        String bounding = demands.currentBound();
        if (part.does("mcu") && part.supply() != null && bounding != null && !part.workingCurrentKnown()) {
            open.add("current in use (" + bounding + ")");
        }
        return open;
    }

    private boolean radioAsked() {
        return demands.needs().stream()
                .anyMatch(need -> need.function().id().startsWith("radio.")
                        || need.function().id().equals("gnss"));
    }

    private @Nullable Rejection rejectCharger(Part part, Charger charger) {
        for (SourceDemand source : demands.sources()) {
            boolean feeds = source.kind() == SourceDemand.Kind.SOLAR
                    || source.kind() == SourceDemand.Kind.EXTERNAL
                    || source.kind() == SourceDemand.Kind.USB;
            if (feeds && !charger.input().covers(source.volts())) {
                return new Rejection(
                        part.mpn(),
                        source.requirements(),
                        "charges from " + Figures.range(charger.input(), "V") + "; the "
                                + source.kind().title() + " gives " + Figures.range(source.volts(), "V"));
            }
            double full = demands.sources().stream()
                    .filter(other -> other.kind() == SourceDemand.Kind.BATTERY)
                    .mapToDouble(other -> other.volts().max())
                    .max()
                    .orElse(0);
            if (feeds && !charger.stepsUp() && source.volts().min() < full - 1e-9) {
                return new Rejection(
                        part.mpn(),
                        source.requirements(),
                        "steps down only; the " + source.kind().title() + " falls to "
                                + Figures.of(source.volts().min(), "V") + ", the full battery has "
                                + Figures.of(full, "V"));
            }
            if (source.kind() == SourceDemand.Kind.SOLAR && !charger.tracksPowerPoint()) {
                return new Rejection(
                        part.mpn(), source.requirements(), "does not track the maximum power point of a solar panel");
            }
            if (source.kind() == SourceDemand.Kind.BATTERY) {
                List<String> not = source.chemistries().stream()
                        .filter(chemistry -> !charger.chemistries().contains(chemistry))
                        .toList();
                if (!not.isEmpty()) {
                    return new Rejection(
                            part.mpn(), source.requirements(), "does not charge " + String.join(" or ", not));
                }
                boolean cells = charger.cells().isEmpty()
                        || source.cells() == 0
                        || charger.cells().contains(source.cells());
                boolean volts = charger.battery() == null || charger.battery().covers(source.volts());
                if (!cells || !volts) {
                    return new Rejection(
                            part.mpn(),
                            source.requirements(),
                            charger.battery() != null
                                    ? "charges batteries of " + Figures.range(charger.battery(), "V")
                                            + "; asked for is " + Figures.range(source.volts(), "V")
                                    : "charges " + charger.cells() + " cells in series; asked for are "
                                            + source.cells());
                }
            }
        }
        return null;
    }

    private static double zero(@Nullable Double value) {
        return value == null ? 0 : value;
    }

    private static Rejection rejection(Part part, String requirement, String reason) {
        return new Rejection(part.mpn(), List.of(requirement), reason);
    }
}
