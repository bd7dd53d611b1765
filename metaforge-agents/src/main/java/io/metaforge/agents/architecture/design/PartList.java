package io.metaforge.agents.architecture.design;

import io.metaforge.agents.architecture.catalogue.Catalogue;
import io.metaforge.agents.architecture.catalogue.Current;
import io.metaforge.agents.architecture.catalogue.Listing;
import io.metaforge.agents.architecture.catalogue.Part;
import io.metaforge.agents.architecture.need.Demands;
import io.metaforge.agents.architecture.need.Figures;
import io.metaforge.agents.architecture.need.Need;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Collects the parts of a design and says of each why it is there and what else there was. Not thread-safe. */
final class PartList {

    private final Catalogue catalogue;
    private final Fitness fitness;
    private final Demands demands;
    private final List<Need> needs;
    private final Selection selection;
    private final PowerPlan power;
    private final @Nullable CellChoice cell;
    private final Map<Part, Integer> quantities = new LinkedHashMap<>();
    private final List<String> trades = new ArrayList<>();

    PartList(
            Catalogue catalogue,
            Fitness fitness,
            Demands demands,
            List<Need> needs,
            Selection selection,
            PowerPlan power,
            @Nullable CellChoice cell) {
        this.catalogue = catalogue;
        this.fitness = fitness;
        this.demands = demands;
        this.needs = needs;
        this.selection = selection;
        this.power = power;
        this.cell = cell;
        quantities.putAll(selection.quantities());
        power.added().forEach((part, quantity) -> quantities.merge(part, quantity, Integer::sum));
    }

    /** Returns the parts in the order they get references in. */
    List<Part> parts() {
        return List.copyOf(quantities.keySet());
    }

    /** Returns what was given up for what; known once the parts are placed. */
    List<String> trades() {
        return List.copyOf(trades);
    }

    List<Placed> place(Map<Part, String> references, int maxAlternatives) {
        List<Placed> placed = new ArrayList<>();
        quantities.forEach((part, quantity) ->
                placed.add(place(part, quantity, Objects.requireNonNull(references.get(part)), maxAlternatives)));
        return placed;
    }

    private Placed place(Part part, int quantity, String reference, int maxAlternatives) {
        Set<String> functions = new LinkedHashSet<>();
        Set<String> requirements = new LinkedHashSet<>();
        List<String> reasons = new ArrayList<>();
        Map<String, Alternative> alternatives = new LinkedHashMap<>();
        Map<String, Rejection> rejected = new LinkedHashMap<>();
        List<String> unverified = new ArrayList<>(fitness.unverified(part));
        for (Map.Entry<Need, Part> entry : selection.chosen().entrySet()) {
            if (entry.getValue() == part) {
                Need need = entry.getKey();
                functions.add(need.function().id());
                requirements.addAll(need.requirements());
                need.limits().forEach(limit -> requirements.add(limit.requirement()));
                unverified.addAll(fitness.unverified(part, need));
                reasons.add(reason(part, need));
                others(part, need, alternatives, rejected);
            }
        }
        if (functions.size() > 1) {
            trades.add(part.mpn() + " does the work of " + functions.size() + " blocks ("
                    + String.join(
                            ", ",
                            selection.chosen().entrySet().stream()
                                    .filter(entry -> entry.getValue() == part)
                                    .map(entry -> entry.getKey().function().title())
                                    .toList())
                    + "): changing it changes all of them.");
        }
        if (part == selection.bridge()) {
            functions.add("usb");
            needs.stream()
                    .filter(need -> need.function().by().equals("usb"))
                    .forEach(need -> requirements.addAll(need.requirements()));
            reasons.add("The controller has no USB of its own; this bridge is the cheapest that fits.");
        }
        String owner = selection.companions().get(part);
        if (owner != null) {
            functions.add("companion");
            reasons.add(owner + " does not work without it (" + note(owner) + ").");
            catalogue.find(owner).ifPresent(other -> selection.chosen().forEach((need, chosen) -> {
                if (chosen == other) {
                    requirements.addAll(need.requirements());
                }
            }));
        }
        if (functions.contains("power.charger")) {
            demands.sources().forEach(source -> requirements.addAll(source.requirements()));
        }
        supply(part, functions, requirements, reasons, alternatives, rejected);
        restTrade(part);
        return new Placed(
                reference,
                part,
                quantity,
                List.copyOf(functions),
                List.copyOf(new TreeSet<>(requirements)),
                String.join(" ", reasons),
                alternatives.values().stream().limit(maxAlternatives).toList(),
                List.copyOf(rejected.values()),
                unverified);
    }

    private String note(String mpn) {
        return catalogue.find(mpn).map(Part::note).orElse("");
    }

    private String reason(Part part, Need need) {
        List<Part> fitting = selection.candidates().getOrDefault(need, List.of());
        int all = fitting.size()
                + selection.rejected().getOrDefault(need, List.of()).size();
        String title = need.function().title();
        Listing listing = part.listing();
        if (listing != null && listing.use() == Listing.Use.PREFER) {
            return title + ": " + listing.place() + " prefers it.";
        }
        boolean avoided = fitting.stream().anyMatch(other -> other.use() == Listing.Use.AVOID);
        if (avoided && part.use() != Listing.Use.AVOID) {
            return title + ": the cheapest of those that fit and that parts.csv does not want to avoid.";
        }
        if (fitting.size() == 1) {
            return title + (all == 1 ? ": the only one in the catalogue." : ": the only one of " + all + " that fits.");
        }
        String cheaper = lessKnown(part, need, fitting);
        if (fitting.get(0) == part) {
            return title + ": the lowest price of the " + fitting.size() + " that fit, of " + all
                    + (cheaper.isEmpty() ? "." : ", as far as their figures are known.") + cheaper;
        }
        Part cheapest = fitting.get(0);
        if (part == selection.controller() && need.function().id().equals("mcu")) {
            String shortage = Selector.shortage(selection, cheapest, needs);
            long blocks =
                    selection.chosen().values().stream().filter(p -> p == part).count();
            if (shortage != null) {
                return title + ": the cheapest that serves the other parts; " + cheapest.mpn() + " " + shortage + "."
                        + cheaper;
            }
            if (blocks > 1) {
                return title + ": it is there for another block already and can be the controller as well.";
            }
        }
        trades.add(title + ": " + cheapest.mpn() + " alone would be cheaper (" + price(cheapest) + " against "
                + price(part) + "), but the whole with " + part.mpn() + " costs least.");
        return title + ": with it the whole design costs least.";
    }

    /** Names the part that would be cheaper and was left because figures that requirements bound are not known of it. */
    private String lessKnown(Part part, Need need, List<Part> fitting) {
        if (part.price() == null || !unknown(part, need).isEmpty()) {
            return "";
        }
        for (Part other : fitting) {
            List<String> open = unknown(other, need);
            boolean serves = !need.function().id().equals("mcu") || Selector.shortage(selection, other, needs) == null;
            if (serves
                    && !open.isEmpty()
                    && other.price() != null
                    && whole(other).compareTo(whole(part)) < 0) {
                String text = other.mpn() + " would be cheaper (" + price(other) + " against " + price(part)
                        + "), but the catalogue does not know its " + String.join(", ", open) + ".";
                trades.add(title(need) + ": " + text);
                return " " + text;
            }
        }
        return "";
    }

    private static String title(Need need) {
        return need.function().title();
    }

    private List<String> unknown(Part part, Need need) {
        Set<String> open = new LinkedHashSet<>(fitness.unverified(part));
        open.addAll(fitness.unverified(part, need));
        return List.copyOf(open);
    }

    private void others(Part part, Need need, Map<String, Alternative> alternatives, Map<String, Rejection> rejected) {
        for (Rejection rejection : selection.rejected().getOrDefault(need, List.of())) {
            rejected.putIfAbsent(rejection.mpn(), rejection);
        }
        boolean controller = need.function().id().equals("mcu") && part == selection.controller();
        for (Part other : selection.candidates().getOrDefault(need, List.of())) {
            if (other == part || !servesAll(part, other)) {
                continue;
            }
            String shortage = controller ? Selector.shortage(selection, other, needs) : null;
            Exchange exchange = controller ? new Exchange(shortage, "") : Exchange.of(selection, needs, part, other);
            if (exchange.obstacle() == null) {
                exchange = Exchange.onRail(power, part, other, exchange.consequence());
            }
            String obstacle = exchange.obstacle();
            if (obstacle != null) {
                rejected.putIfAbsent(other.mpn(), new Rejection(other.mpn(), List.of(), obstacle));
            } else {
                List<String> open = unknown(other, need);
                alternatives.putIfAbsent(
                        other.mpn(), new Alternative(other, difference(part, other, open) + exchange.consequence()));
            }
        }
    }

    /** A part that does the work of several blocks can only be exchanged for one that does all of it. */
    private boolean servesAll(Part part, Part other) {
        return selection.chosen().entrySet().stream()
                .filter(entry -> entry.getValue() == part)
                .allMatch(entry -> selection
                        .candidates()
                        .getOrDefault(entry.getKey(), List.of())
                        .contains(other));
    }

    private void supply(
            Part part,
            Set<String> functions,
            Set<String> requirements,
            List<String> reasons,
            Map<String, Alternative> alternatives,
            Map<String, Rejection> rejected) {
        for (PowerPlan.PlannedRail rail : power.rails()) {
            if (rail.regulator() == part) {
                functions.add("rail." + rail.rail().name());
                requirements.addAll(rail.rail().requirements());
                Listing listing = part.listing();
                boolean preferred = listing != null && listing.use() == Listing.Use.PREFER;
                reasons.add("Rail " + rail.rail().name()
                        + (preferred
                                ? ": " + listing.place() + " prefers this regulator. "
                                : rail.alternatives().isEmpty()
                                        ? ": the only regulator that fits. "
                                        : ": the cheapest of the "
                                                + (rail.alternatives().size() + 1) + " regulators that fit. ")
                        + rail.rail().explanation());
                rail.alternatives()
                        .forEach(other ->
                                alternatives.putIfAbsent(other.mpn(), new Alternative(other, difference(part, other))));
                rail.rejected().forEach(rejection -> rejected.putIfAbsent(rejection.mpn(), rejection));
                if (rail.rail().requirements().isEmpty()) {
                    power.sources().stream()
                            .filter(source -> source.source().feedsRails())
                            .forEach(source ->
                                    requirements.addAll(source.source().requirements()));
                }
            }
        }
        if (cell != null && cell.cell() == part) {
            functions.add("power.battery");
            demands.sources().stream()
                    .filter(source -> source.kind() == io.metaforge.agents.architecture.need.SourceDemand.Kind.BATTERY)
                    .forEach(source -> requirements.addAll(source.requirements()));
            reasons.add("Battery: " + cell.why() + ".");
            cell.fitting()
                    .forEach(other ->
                            alternatives.putIfAbsent(other.mpn(), new Alternative(other, difference(part, other))));
            cell.rejected().forEach(rejection -> rejected.putIfAbsent(rejection.mpn(), rejection));
        }
    }

    /** On a battery a lower current at rest can be worth more than a lower price: the reader decides. */
    private void restTrade(Part part) {
        boolean battery =
                power.sources().stream().anyMatch(s -> s.source().name().equals("battery"));
        Current own = rest(part);
        if (!battery || own == null) {
            return;
        }
        for (Map.Entry<Need, Part> entry : selection.chosen().entrySet()) {
            if (entry.getValue() != part || part == selection.controller()) {
                continue;
            }
            for (Part other : selection.candidates().getOrDefault(entry.getKey(), List.of())) {
                Current rest = rest(other);
                if (other != part
                        && servesAll(part, other)
                        && rest != null
                        && rest.milliamperes() < own.milliamperes() / 2) {
                    trades.add(part.mpn() + " draws " + Figures.of(own.milliamperes(), "mA") + " at rest (" + own.mode()
                            + "); " + other.mpn() + " would draw " + Figures.of(rest.milliamperes(), "mA") + " ("
                            + rest.mode() + "): " + difference(part, other, unknown(other, entry.getKey())) + ".");
                    return;
                }
            }
        }
    }

    private static @Nullable Current rest(Part part) {
        return part.restingCurrent().orElse(null);
    }

    private String difference(Part taken, Part other) {
        return difference(taken, other, List.of());
    }

    private String difference(Part taken, Part other, List<String> open) {
        String fits = open.isEmpty()
                ? "fits"
                : "fits as far as known (not known: " + String.join(", ", new LinkedHashSet<>(open)) + ")";
        if (other.price() == null || taken.price() == null) {
            return fits + "; its price is not known";
        }
        BigDecimal more = whole(other).subtract(whole(taken)).setScale(2, RoundingMode.HALF_UP);
        if (more.signum() == 0) {
            return fits + "; the same price";
        }
        return fits + "; about USD " + more.abs().toPlainString() + (more.signum() > 0 ? " more" : " less")
                + " a piece";
    }

    private BigDecimal whole(Part part) {
        BigDecimal sum = part.price() == null ? BigDecimal.ZERO : part.price().usd();
        for (String companion : part.companions()) {
            sum = sum.add(catalogue
                    .find(companion)
                    .map(Part::price)
                    .map(price -> price.usd())
                    .orElse(BigDecimal.ZERO));
        }
        return sum;
    }

    private static String price(Part part) {
        return part.price() == null
                ? "price not known"
                : "USD " + part.price().usd().setScale(2, RoundingMode.HALF_UP).toPlainString();
    }
}
