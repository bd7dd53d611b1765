package io.metaforge.agents.architecture.design;

import io.metaforge.agents.architecture.catalogue.Catalogue;
import io.metaforge.agents.architecture.catalogue.Part;
import io.metaforge.agents.architecture.need.Need;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Finds the cheapest parts that meet all needs together: one part may meet several, and the controller has to have the
 * interfaces, addresses and pins the others take. Branch and bound; equal prices are decided by part number, so the
 * same needs give the same parts. Made for one search; not thread-safe.
 */
final class Selector {

    /** Costs are counted in hundredths of a cent. */
    private static final long USD = 10_000;
    /** A part without a known price is taken last: it counts as more than any in the catalogue. */
    private static final long UNPRICED = 10_000 * USD;
    /** What the catalogue cannot show about a part counts as this much, so that a part with known figures wins. */
    private static final long UNVERIFIED = 100 * USD;
    /** A design whose parts no controller can serve is kept only where there is no other. */
    private static final long NO_CONTROLLER = 1_000_000 * USD;

    private static final int MAX_NODES = 20_000;
    private static final int MAX_CANDIDATES = 12;

    private final Catalogue catalogue;
    private final Fitness fitness;
    private final List<Need> needs;
    private final Map<Need, List<Part>> candidates = new LinkedHashMap<>();
    private final Map<Need, List<Rejection>> rejected = new LinkedHashMap<>();
    private final List<Need> open = new ArrayList<>();
    private final List<Need> onController = new ArrayList<>();
    private final @Nullable Need usb;
    private final @Nullable Need controllerNeed;
    private final List<Part> bridges;
    private final boolean usbNative;

    private int nodes;
    private boolean complete = true;
    private long best = Long.MAX_VALUE;
    private @Nullable Selection bestSelection;

    private Selector(Catalogue catalogue, Fitness fitness, List<Need> needs) {
        this.catalogue = catalogue;
        this.fitness = fitness;
        this.needs = needs;
        this.usb = needs.stream()
                .filter(n -> n.function().by().equals("usb"))
                .findFirst()
                .orElse(null);
        this.controllerNeed = needs.stream()
                .filter(n -> n.function().id().equals("mcu"))
                .findFirst()
                .orElse(null);
        this.usbNative = usb != null && !usb.named().isEmpty();
        this.bridges = catalogue.doing("bridge.usb-uart").stream()
                .filter(part -> fitness.reject(part) == null)
                .sorted(order())
                .toList();
    }

    static Selection select(Catalogue catalogue, Fitness fitness, List<Need> needs) {
        return new Selector(catalogue, fitness, needs).run();
    }

    private Selection run() {
        for (Need need : needs) {
            switch (need.function().by()) {
                case "part" -> candidates(need);
                case "controller", "discrete" -> onController.add(need);
                default -> {}
            }
        }
        open.sort(Comparator.<Need>comparingInt(need -> fitting(need).size())
                .thenComparing(need -> need.function().id()));
        search(new LinkedHashMap<>(), new LinkedHashSet<>(), 0);
        Selection found = bestSelection;
        if (found == null) {
            throw new IllegalStateException("the search always ends in a selection");
        }
        return new Selection(
                found.chosen(),
                found.quantities(),
                found.companions(),
                found.controller(),
                found.wiring(),
                found.bridge(),
                candidates,
                rejected,
                complete);
    }

    private void candidates(Need need) {
        List<Part> fitting = new ArrayList<>();
        List<Rejection> not = new ArrayList<>();
        for (Part part : catalogue.doing(need.function().id())) {
            Rejection rejection = fitness.reject(part, need);
            if (rejection == null) {
                fitting.add(part);
            } else {
                not.add(rejection);
            }
        }
        fitting.sort(Comparator.<Part>comparingLong(part -> cost(part, need)).thenComparing(Part::mpn));
        candidates.put(need, fitting);
        rejected.put(need, not);
        if (!fitting.isEmpty() && need != controllerNeed) {
            open.add(need);
        }
    }

    private List<Part> fitting(Need need) {
        return candidates.getOrDefault(need, List.of());
    }

    private Comparator<Part> order() {
        return Comparator.<Part>comparingLong(this::cost).thenComparing(Part::mpn);
    }

    private long cost(Part part) {
        long own = part.price() == null ? UNPRICED : units(part.price().usd());
        for (String companion : part.companions()) {
            own += catalogue.find(companion).map(this::cost).orElse(0L);
        }
        return own + fitness.unverified(part).size() * UNVERIFIED;
    }

    private long cost(Part part, Need need) {
        return cost(part) * need.count() + fitness.unverified(part, need).size() * UNVERIFIED;
    }

    private static long units(BigDecimal usd) {
        return usd.movePointRight(4).longValue();
    }

    private void search(Map<Need, Part> chosen, Set<Part> parts, long spent) {
        if (++nodes > MAX_NODES && bestSelection != null) {
            complete = false;
            return;
        }
        if (spent >= best) {
            return;
        }
        Need next = null;
        long floor = spent;
        for (Need need : open) {
            if (!chosen.containsKey(need)) {
                next = next == null ? need : next;
                floor += share(need, parts);
            }
        }
        if (floor > best) {
            return;
        }
        if (next == null) {
            finish(chosen, parts, spent);
            return;
        }
        int tried = 0;
        for (Part part : fitting(next)) {
            if (tried++ == MAX_CANDIDATES) {
                break;
            }
            Map<Need, Part> more = new LinkedHashMap<>(chosen);
            long added = parts.contains(part) ? 0 : cost(part, next);
            more.put(next, part);
            for (Need other : open) {
                if (!more.containsKey(other) && fitting(other).contains(part) && other.count() <= next.count()) {
                    more.put(other, part);
                    added += fitness.unverified(part, other).size() * UNVERIFIED;
                }
            }
            Set<Part> with = new LinkedHashSet<>(parts);
            with.add(part);
            search(more, with, spent + added);
        }
    }

    /** The least that meeting {@code need} can add, a part's price being shared by all it could meet. */
    private long share(Need need, Set<Part> parts) {
        long least = Long.MAX_VALUE;
        for (Part part : fitting(need)) {
            if (parts.contains(part)) {
                return 0;
            }
            long serves =
                    open.stream().filter(other -> fitting(other).contains(part)).count();
            least = Math.min(least, cost(part) / Math.max(1, serves));
        }
        return least == Long.MAX_VALUE ? 0 : least;
    }

    private void finish(Map<Need, Part> chosen, Set<Part> parts, long spent) {
        Map<Part, Integer> quantities = quantities(chosen);
        if (controllerNeed == null) {
            keep(chosen, quantities, null, Wiring.NONE, null, spent);
            return;
        }
        List<Part> options = new ArrayList<>(parts.stream()
                .filter(part -> fitting(controllerNeed).contains(part))
                .sorted(Comparator.<Part>comparingInt(part -> -part.provides().getOrDefault("GPIO", 0))
                        .thenComparing(Part::mpn))
                .toList());
        options.addAll(fitting(controllerNeed));
        boolean any = false;
        for (Part controller : options) {
            long added = parts.contains(controller) ? 0 : cost(controller, controllerNeed);
            if (spent + added >= best && any) {
                continue;
            }
            any |= attempt(chosen, quantities, controller, spent + added);
        }
        if (!any) {
            keep(chosen, quantities, null, Wiring.NONE, null, spent + NO_CONTROLLER);
        }
    }

    private boolean attempt(Map<Need, Part> chosen, Map<Part, Integer> quantities, Part controller, long spent) {
        boolean own = usb != null && controller.provides().getOrDefault("USB", 0) > 0;
        Part bridge = null;
        Map<Part, Integer> pieces = new LinkedHashMap<>(quantities);
        if (usb != null && !own) {
            if (usbNative || bridges.isEmpty()) {
                return false;
            }
            bridge = bridges.get(0);
            pieces.put(bridge, 1);
        }
        Wirer.Outcome outcome = Wirer.wire(controller, pieces(chosen, pieces, controller), onController, own);
        if (outcome.wiring() == null) {
            return false;
        }
        Map<Need, Part> all = new LinkedHashMap<>(chosen);
        if (controllerNeed != null) {
            all.put(controllerNeed, controller);
        }
        pieces.putIfAbsent(controller, 1);
        keep(all, pieces, controller, outcome.wiring(), bridge, spent + (bridge == null ? 0 : cost(bridge)));
        return true;
    }

    /** Returns why {@code other} could not be the controller of {@code selection}; null where it could. */
    static @Nullable String shortage(Selection selection, Part other, List<Need> needs) {
        Part current = selection.controller();
        Map<Part, Integer> pieces = new LinkedHashMap<>(selection.quantities());
        selection.companions().keySet().stream()
                .filter(part -> !selection.chosen().containsValue(part))
                .forEach(pieces::remove);
        if (current != null
                && selection.chosen().entrySet().stream()
                        .allMatch(e -> e.getValue() != current
                                || e.getKey().function().id().equals("mcu"))) {
            pieces.remove(current);
        }
        boolean usb = needs.stream().anyMatch(n -> n.function().by().equals("usb"));
        boolean own = usb && other.provides().getOrDefault("USB", 0) > 0;
        if (usb && !own && selection.bridge() == null) {
            return "has no USB";
        }
        List<Need> reserved = needs.stream()
                .filter(n ->
                        List.of("controller", "discrete").contains(n.function().by()))
                .toList();
        Wirer.Outcome outcome = Wirer.wire(other, pieces(selection.chosen(), pieces, other), reserved, own);
        return outcome.wiring() == null ? outcome.shortage() : null;
    }

    private static List<Wirer.Piece> pieces(Map<Need, Part> chosen, Map<Part, Integer> quantities, Part controller) {
        List<Wirer.Piece> pieces = new ArrayList<>();
        quantities.forEach((part, quantity) -> {
            if (part != controller) {
                Map<String, String> buses = new LinkedHashMap<>();
                chosen.forEach((need, meets) -> {
                    if (meets == part) {
                        buses.putAll(need.buses());
                    }
                });
                pieces.add(new Wirer.Piece(part, quantity, buses));
            }
        });
        return pieces;
    }

    private static Map<Part, Integer> quantities(Map<Need, Part> chosen) {
        Map<Part, Integer> quantities = new LinkedHashMap<>();
        chosen.forEach((need, part) -> quantities.merge(part, need.count(), Math::max));
        return quantities;
    }

    private void keep(
            Map<Need, Part> chosen,
            Map<Part, Integer> quantities,
            @Nullable Part controller,
            Wiring wiring,
            @Nullable Part bridge,
            long spent) {
        if (spent >= best) {
            return;
        }
        best = spent;
        Map<Need, Part> ordered = new LinkedHashMap<>();
        needs.forEach(need -> {
            Part part = chosen.get(need);
            if (part != null) {
                ordered.put(need, part);
            }
        });
        Map<Part, Integer> pieces = new LinkedHashMap<>();
        ordered.values().forEach(part -> pieces.put(part, quantities.getOrDefault(part, 1)));
        if (bridge != null) {
            pieces.put(bridge, 1);
        }
        Map<Part, String> companions = new LinkedHashMap<>();
        for (Part part : List.copyOf(pieces.keySet())) {
            for (String companion : part.companions()) {
                catalogue.find(companion).ifPresent(found -> {
                    pieces.merge(found, 1, Math::max);
                    companions.put(found, part.mpn());
                });
            }
        }
        bestSelection =
                new Selection(ordered, pieces, companions, controller, wiring, bridge, candidates, rejected, true);
    }
}
