package io.metaforge.agents.architecture.design;

import io.metaforge.agents.architecture.catalogue.Catalogue;
import io.metaforge.agents.architecture.catalogue.Listing;
import io.metaforge.agents.architecture.catalogue.Part;
import io.metaforge.agents.architecture.need.Need;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Finds the cheapest design that meets all needs together: the parts, one of which may meet several needs, the
 * controller, which has to have the interfaces, addresses and pins the others take, and the regulators that supply them.
 * Branch and bound over every combination; equal costs are decided by part number, so the same needs give the same
 * parts. Made for one search; not thread-safe.
 */
final class Selector {

    /** Costs are counted in hundredths of a cent. */
    private static final long USD = 10_000;
    /** A part without a known price is taken last: it counts as more than any in the catalogue. */
    private static final long UNPRICED = 10_000 * USD;
    /** What the catalogue cannot show about a part counts as this much, so that a part with known figures wins. */
    private static final long UNVERIFIED = 100 * USD;
    /** A part beside one that parts.csv prefers, and one that it wants to avoid: taken where nothing else will do. */
    private static final long NOT_PREFERRED = 2 * UNPRICED;

    static final long AVOIDED = 3 * UNPRICED;
    /** A sum over the whole design that exceeds what a requirement allows; kept only where there is no other design. */
    private static final long EXCEEDED = 100_000 * USD;
    /** A design whose parts no controller can serve is kept only where there is no other. */
    private static final long NO_CONTROLLER = 1_000 * RailSearch.UNSUPPLIED;

    private static final int MAX_NODES = 20_000;

    private final Catalogue catalogue;
    private final Fitness fitness;
    private final Limits limits;
    private final PowerPlanner power;
    private final List<Need> needs;
    private final Map<Need, List<Part>> candidates = new LinkedHashMap<>();
    private final Map<Need, List<Rejection>> rejected = new LinkedHashMap<>();
    private final Map<Part, Long> costs = new HashMap<>();
    private final List<Need> open = new ArrayList<>();
    private final Set<Need> preferring = new HashSet<>();
    private final List<Need> onController = new ArrayList<>();
    private final @Nullable Need usb;
    private final @Nullable Need controllerNeed;
    private final List<Part> bridges;
    private final boolean usbNative;

    private int nodes;
    private boolean complete = true;
    private long best = Long.MAX_VALUE;
    private @Nullable Selection bestSelection;

    private Selector(Catalogue catalogue, Fitness fitness, Limits limits, PowerPlanner power, List<Need> needs) {
        this.catalogue = catalogue;
        this.fitness = fitness;
        this.limits = limits;
        this.power = power;
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

    /**
     * Searches.
     *
     * @param limits sums over the whole design that requirements bound
     * @param power plans and prices the supply of the parts
     */
    static Selection select(Catalogue catalogue, Fitness fitness, Limits limits, PowerPlanner power, List<Need> needs) {
        return new Selector(catalogue, fitness, limits, power, needs).run();
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
        search(0, new LinkedHashMap<>(), new LinkedHashMap<>(), 0);
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
        if (fitting.stream().anyMatch(part -> part.use() == Listing.Use.PREFER)) {
            preferring.add(need);
        }
        fitting.sort(Comparator.<Part>comparingLong(part -> cost(part) + unverified(part, need))
                .thenComparing(Part::mpn));
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

    /** Returns what one piece costs with the parts it does not work without. */
    private long cost(Part part) {
        Long known = costs.get(part);
        if (known != null) {
            return known;
        }
        long own = part.price() == null ? UNPRICED : units(part.price().usd());
        for (String companion : part.companions()) {
            own += catalogue.find(companion).map(this::cost).orElse(0L);
        }
        own += fitness.unverified(part).size() * UNVERIFIED + (part.use() == Listing.Use.AVOID ? AVOIDED : 0);
        costs.put(part, own);
        return own;
    }

    private long unverified(Part part, Need need) {
        boolean besidePreferred = preferring.contains(need) && part.use() != Listing.Use.PREFER;
        return fitness.unverified(part, need).size() * UNVERIFIED + (besidePreferred ? NOT_PREFERRED : 0);
    }

    private static long units(BigDecimal usd) {
        return usd.movePointRight(4).longValue();
    }

    /** What {@code pieces} of a part that is there {@code already} times, add to the cost. */
    private long added(Part part, Need need, int already) {
        return cost(part) * Math.max(0, need.count() - already) + unverified(part, need);
    }

    private void search(int index, Map<Need, Part> chosen, Map<Part, Integer> quantities, long spent) {
        if (++nodes > MAX_NODES && bestSelection != null) {
            complete = false;
            return;
        }
        long floor = spent;
        for (int i = index; i < open.size(); i++) {
            floor += share(open.get(i), index, quantities);
        }
        if (floor >= best) {
            return;
        }
        floor += power.cost(quantities, null, false) + limits.exceeded(quantities) * EXCEEDED;
        if (floor >= best) {
            return;
        }
        if (index == open.size()) {
            finish(chosen, quantities, spent);
            return;
        }
        Need next = open.get(index);
        List<Part> options = new ArrayList<>(fitting(next));
        // What is there already comes first: it is cheapest, and a good first design cuts off most others.
        options.sort(Comparator.comparingLong(part -> added(part, next, quantities.getOrDefault(part, 0))));
        for (Part part : options) {
            Map<Need, Part> more = new LinkedHashMap<>(chosen);
            more.put(next, part);
            Map<Part, Integer> with = new LinkedHashMap<>(quantities);
            int already = quantities.getOrDefault(part, 0);
            with.merge(part, next.count(), Math::max);
            search(index + 1, more, with, spent + added(part, next, already));
        }
    }

    /** The least that meeting {@code need} can add, a part's price being shared by all it could still meet. */
    private long share(Need need, int from, Map<Part, Integer> quantities) {
        long least = Long.MAX_VALUE;
        for (Part part : fitting(need)) {
            if (quantities.getOrDefault(part, 0) >= need.count()) {
                return 0;
            }
            long serves = 0;
            for (int i = from; i < open.size(); i++) {
                serves += fitting(open.get(i)).contains(part) ? 1 : 0;
            }
            long pieces = quantities.containsKey(part) ? 0 : 1;
            least = Math.min(least, cost(part) * pieces / Math.max(1, serves));
        }
        return least == Long.MAX_VALUE ? 0 : least;
    }

    private void finish(Map<Need, Part> chosen, Map<Part, Integer> quantities, long spent) {
        if (controllerNeed == null) {
            keep(chosen, quantities, null, Wiring.NONE, null, total(quantities, null, false, spent));
            return;
        }
        List<Part> options = new ArrayList<>(quantities.keySet().stream()
                .filter(part -> fitting(controllerNeed).contains(part))
                .sorted(Comparator.<Part>comparingInt(part -> -part.provides().getOrDefault("GPIO", 0))
                        .thenComparing(Part::mpn))
                .toList());
        fitting(controllerNeed).stream()
                .filter(part -> !quantities.containsKey(part))
                .forEach(options::add);
        boolean any = false;
        for (Part controller : options) {
            long more = spent + added(controller, controllerNeed, quantities.getOrDefault(controller, 0));
            if (more >= best) {
                any = true;
                continue;
            }
            any |= attempt(chosen, quantities, controller, more);
        }
        if (!any) {
            keep(chosen, quantities, null, Wiring.NONE, null, total(quantities, null, false, spent) + NO_CONTROLLER);
        }
    }

    /** Adds what supplying the parts costs, and what counts against sums that are too large. */
    private long total(Map<Part, Integer> quantities, @Nullable Part controller, boolean own, long spent) {
        Map<Part, Integer> all = withCompanions(quantities);
        return spent + power.cost(all, controller, own) + limits.exceeded(all) * EXCEEDED;
    }

    private Map<Part, Integer> withCompanions(Map<Part, Integer> quantities) {
        Map<Part, Integer> all = new LinkedHashMap<>(quantities);
        quantities.keySet().forEach(part -> part.companions()
                .forEach(companion -> catalogue.find(companion).ifPresent(found -> all.merge(found, 1, Math::max))));
        return all;
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
        long whole = total(pieces, controller, own, spent + (bridge == null ? 0 : cost(bridge)));
        keep(all, pieces, controller, outcome.wiring(), bridge, whole);
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
                                || e.getKey().function().id().equals("mcu")
                                || selection
                                        .candidates()
                                        .getOrDefault(e.getKey(), List.of())
                                        .contains(other))) {
            pieces.remove(current);
        }
        boolean usb = needs.stream().anyMatch(n -> n.function().by().equals("usb"));
        boolean own = usb && other.provides().getOrDefault("USB", 0) > 0;
        if (usb && !own && selection.bridge() == null) {
            return "has no USB";
        }
        Wirer.Outcome outcome = Wirer.wire(other, pieces(selection.chosen(), pieces, other), reserved(needs), own);
        return outcome.wiring() == null ? outcome.shortage() : null;
    }

    /**
     * Wires the design with {@code other} in the place of {@code part}, which is not its controller.
     *
     * @return what came of it; empty where no controller is there to wire it to
     */
    static Optional<Wirer.Outcome> exchanged(Selection selection, Part part, Part other, List<Need> needs) {
        Part controller = selection.controller();
        if (controller == null) {
            return Optional.empty();
        }
        Map<Part, Integer> pieces = new LinkedHashMap<>();
        selection
                .quantities()
                .forEach((piece, quantity) -> pieces.merge(piece == part ? other : piece, quantity, Math::max));
        Map<Need, Part> chosen = new LinkedHashMap<>();
        selection.chosen().forEach((need, meets) -> chosen.put(need, meets == part ? other : meets));
        boolean own = selection.bridge() == null && selection.wiring().used().containsKey("USB");
        return Optional.of(Wirer.wire(controller, pieces(chosen, pieces, controller), reserved(needs), own));
    }

    private static List<Need> reserved(List<Need> needs) {
        return needs.stream()
                .filter(n ->
                        List.of("controller", "discrete").contains(n.function().by()))
                .toList();
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

    private void keep(
            Map<Need, Part> chosen,
            Map<Part, Integer> quantities,
            @Nullable Part controller,
            Wiring wiring,
            @Nullable Part bridge,
            long whole) {
        if (whole >= best) {
            return;
        }
        best = whole;
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
