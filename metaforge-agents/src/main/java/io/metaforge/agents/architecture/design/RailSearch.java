package io.metaforge.agents.architecture.design;

import io.metaforge.agents.architecture.catalogue.Part;
import io.metaforge.agents.architecture.catalogue.Range;
import io.metaforge.agents.architecture.catalogue.Regulator;
import io.metaforge.agents.architecture.need.Bound;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Finds the cheapest rails for a set of parts: which part on which rail, which rail on which other, with which
 * regulator. Parts that can hang on the same rails hang on one of them together. Every arrangement of at most two stages
 * is looked at, branches that cannot become cheapest being cut off. Made for one search; not thread-safe.
 */
final class RailSearch {

    /** Arrangements that are worked out before the best so far is taken. */
    private static final int MAX_ARRANGEMENTS = 20_000;
    /** What an unsupplied part, or an unmet rail, counts as. */
    static final long UNSUPPLIED = 10_000_000_000L;
    /** The rail that a second source joins. */
    private static final double STEP = 5.0;
    /**
     * Rails that others may hang on, whether parts do or not. That it does not matter keeps the cost from falling when
     * parts are added, which the search for parts counts on.
     */
    private static final List<Double> CARRIERS = List.of(5.0, 3.3);

    private final Context context;
    private final List<Feed> feeds;
    private final @Nullable Range joined;
    private final List<Level> levels;
    private final List<Group> groups = new ArrayList<>();
    private final List<Integer> carriers = new ArrayList<>();
    private final long[] least;
    private final long[] speaking;
    private final @Nullable Part controller;
    private long penalties;
    private int arrangements;
    private @Nullable RailTree best;
    private boolean complete = true;

    /**
     * Parts that can hang on the same feeds and levels.
     *
     * @param targets each a level by its index, or a feed counted from -1 downwards
     */
    record Group(List<Integer> targets, Map<Part, Integer> parts) {}

    /** The target of parts that nothing supplies. */
    static final int NOWHERE = Integer.MIN_VALUE;
    /** The target of what hangs on the sources. */
    static final int ON_SOURCE = -1;
    /** The target of what hangs on the junction of two sources. */
    static final int ON_JUNCTION = -2;

    /** What all arrangements have in common. */
    record Context(
            Regulators regulators,
            @Nullable Bound rest,
            @Nullable Part controller,
            List<Feed> feeds,
            @Nullable Range joined,
            List<Level> levels,
            List<Group> groups) {

        boolean isStep(Level level) {
            return joined != null && Math.abs(level.volts() - STEP) < 1e-6;
        }
    }

    /**
     * Makes a search.
     *
     * @param source what the rails hang on at last
     * @param joined voltages of a second source that joins a 5 V rail behind a diode; null where there is none
     * @param supplies supply range of each part
     * @param controller whose logic levels the others have to go with; null where there is none
     */
    RailSearch(
            Regulators regulators,
            Feed source,
            @Nullable Range joined,
            List<Level> levels,
            Map<Part, Integer> parts,
            Function<Part, Range> supplies,
            @Nullable Part controller,
            @Nullable Bound rest) {
        this.joined = joined;
        this.levels = levels;
        List<Feed> all = new ArrayList<>(List.of(source));
        if (joined != null) {
            Level step = step().orElseThrow();
            all.add(new Feed(Junction.NAME, Junction.volts(step.window(), joined), source.requirements()));
        }
        this.feeds = all;
        this.controller = controller;
        group(parts, supplies);
        this.speaking = groups.stream()
                .mapToLong(group -> group.parts().keySet().stream()
                        .filter(LogicLevels::speaks)
                        .count())
                .toArray();
        this.context = new Context(regulators, rest, controller, feeds, joined, levels, groups);
        for (int i = 0; i < levels.size(); i++) {
            double volts = levels.get(i).volts();
            if (CARRIERS.stream().anyMatch(carrier -> Math.abs(carrier - volts) < 1e-6)) {
                carriers.add(i);
            }
        }
        this.least = new long[levels.size()];
        for (int i = 0; i < least.length; i++) {
            least[i] = least(i);
        }
    }

    /** What a level costs on {@code feed} beyond the least that it costs anywhere. */
    private long surplus(int index, Feed feed) {
        Level level = levels.get(index);
        RegulatorFit fit = new RegulatorFit(feed, level.volts(), level.least(), level.demand(), context.rest());
        Regulators.Choice choice = context.regulators().choose(fit);
        return (choice.taken() == null ? UNSUPPLIED : choice.cost()) - least[index];
    }

    /** The least that a level can cost, whatever hangs on it and whatever it hangs on. */
    private long least(int index) {
        Level level = levels.get(index);
        List<Feed> from = new ArrayList<>(feeds);
        for (int i = 0; i < levels.size(); i++) {
            Level other = levels.get(i);
            double lowest = feeds.get(0).volts().min();
            boolean detour = other.volts() > level.volts() && other.volts() > lowest
                    || other.volts() < level.volts() && level.volts() < lowest;
            if (i != index && !detour && (carriers.contains(i) || other.required())) {
                from.add(new Feed(other.name(), other.window(), List.of()));
            }
        }
        long cheapest = UNSUPPLIED;
        for (Feed feed : from) {
            RegulatorFit fit = new RegulatorFit(feed, level.volts(), level.least(), level.demand(), context.rest());
            Regulators.Choice choice = context.regulators().choose(fit);
            cheapest = choice.taken() == null ? cheapest : Math.min(cheapest, choice.cost());
        }
        return cheapest;
    }

    RailTree run() {
        int[] targets = new int[groups.size()];
        assign(0, targets, 0);
        RailTree found = Objects.requireNonNull(best, "the search always ends in a tree");
        return complete
                ? found
                : new RailTree(
                        found.branches(),
                        found.direct(),
                        found.unsupplied(),
                        found.cost(),
                        found.sourceMilliamperes(),
                        false);
    }

    private java.util.Optional<Level> step() {
        return levels.stream()
                .filter(level -> Math.abs(level.volts() - STEP) < 1e-6)
                .findFirst();
    }

    /** What is on a feed with a second source must not hang on the first alone. */
    private Feed base() {
        return feeds.get(feeds.size() - 1);
    }

    private void group(Map<Part, Integer> parts, Function<Part, Range> supplies) {
        Map<List<Integer>, Map<Part, Integer>> grouped = new LinkedHashMap<>();
        parts.forEach((part, quantity) -> {
            Range supply = supplies.apply(part);
            List<Integer> asked = new ArrayList<>();
            List<Integer> free = new ArrayList<>();
            if (supply.covers(base().volts())) {
                free.add(-feeds.size());
            }
            for (int i = 0; i < levels.size(); i++) {
                Level level = levels.get(i);
                if (supply.covers(level.window())) {
                    // A rail that is asked for comes first; one for devices outside does not.
                    (level.demand() != null && !level.external() ? asked : free).add(i);
                }
            }
            List<Integer> targets = asked.isEmpty() ? free : asked;
            grouped.computeIfAbsent(targets, key -> new LinkedHashMap<>()).put(part, quantity);
        });
        grouped.forEach((targets, members) -> groups.add(new Group(targets, members)));
        // The controller first: what its logic levels cost the others is known early then.
        groups.sort(Comparator.comparingInt((Group group) -> holdsController(group) ? 0 : 1)
                .thenComparingInt(group -> group.targets().size())
                .thenComparing(group -> group.targets().toString()));
    }

    private boolean holdsController(Group group) {
        return controller != null && group.parts().containsKey(controller);
    }

    /** What the logic levels of the first groups cost. */
    private long levelPenalties(int groupsSoFar, int[] targets) {
        if (groupsSoFar == 0 || !holdsController(groups.get(0)) || targets[0] == NOWHERE) {
            return 0;
        }
        long sum = 0;
        for (int g = 1; g < groupsSoFar; g++) {
            if (targets[g] != NOWHERE
                    && targets[g] != targets[0]
                    && !LogicLevels.agree(window(targets[0]), window(targets[g]))) {
                sum += speaking[g] * LogicLevels.PENALTY;
            }
        }
        return sum;
    }

    private Range window(int target) {
        return target >= 0
                ? levels.get(target).window()
                : feeds.get(-1 - target).volts();
    }

    private void assign(int index, int[] targets, long penalty) {
        if (arrangements > MAX_ARRANGEMENTS && best != null) {
            complete = false;
            return;
        }
        long levelPenalty = levelPenalties(index, targets);
        if (best != null && floor(index, targets) + penalty + levelPenalty > best.cost()) {
            return;
        }
        if (index == groups.size()) {
            penalties = penalty + levelPenalty;
            arrange(targets);
            return;
        }
        Group group = groups.get(index);
        List<Integer> order = new ArrayList<>(group.targets());
        order.sort(Comparator.comparingLong(target -> target < 0 ? 0 : least[target]));
        for (int target : order) {
            targets[index] = target;
            assign(index + 1, targets, penalty);
        }
        targets[index] = NOWHERE;
        assign(index + 1, targets, penalty + UNSUPPLIED * group.parts().size());
    }

    /** The least that the rails of the first groups cost, however they are made. */
    private long floor(int groupsSoFar, int[] targets) {
        long sum = 0;
        for (int i = 0; i < levels.size(); i++) {
            boolean used = levels.get(i).required();
            for (int g = 0; g < groupsSoFar && !used; g++) {
                used = targets[g] == i;
            }
            sum += used ? least[i] : 0;
        }
        return sum;
    }

    private void arrange(int[] targets) {
        Set<Integer> used = new LinkedHashSet<>();
        for (int i = 0; i < levels.size(); i++) {
            boolean step = isStep(levels.get(i));
            if (levels.get(i).required() || step) {
                used.add(i);
            }
        }
        for (int target : targets) {
            if (target >= 0) {
                used.add(target);
            }
        }
        hang(targets, new ArrayList<>(used), 0);
    }

    /** Tries the used levels alone and with each choice of the carriers that nothing hangs on yet. */
    private void hang(int[] targets, List<Integer> used, int from) {
        hang(targets, List.copyOf(used));
        for (int i = from; i < carriers.size(); i++) {
            if (!used.contains(carriers.get(i))) {
                List<Integer> more = new ArrayList<>(used);
                more.add(carriers.get(i));
                hang(targets, more, i + 1);
            }
        }
    }

    /** Tries every way to hang the used levels on the feeds and on each other. */
    private void hang(int[] targets, List<Integer> used) {
        long floor = penalties;
        for (int level : used) {
            floor += least[level];
        }
        hang(targets, used, 0, new int[used.size()], floor);
    }

    private void hang(int[] targets, List<Integer> used, int index, int[] parents, long floor) {
        if (best != null && floor > best.cost()) {
            return;
        }
        if (index == used.size()) {
            build(targets, used, parents);
            return;
        }
        boolean step = isStep(levels.get(used.get(index)));
        // What a second source joins, and what feeds devices outside, hangs on the first source alone.
        int feedsHere = step || levels.get(used.get(index)).external() ? 1 : feeds.size();
        for (int feed = step || levels.get(used.get(index)).external() ? 0 : feeds.size() - 1;
                feed < feedsHere;
                feed++) {
            parents[index] = -1 - feed;
            hang(targets, used, index + 1, parents, floor + surplus(used.get(index), feeds.get(feed)));
        }
        if (!step) {
            for (int other = 0; other < used.size(); other++) {
                Integer carrier = used.get(other);
                boolean mayCarry = other != index
                        && (carriers.contains(carrier) || levels.get(carrier).required())
                        && (joined == null || levels.get(used.get(index)).external());
                if (mayCarry) {
                    parents[index] = other;
                    Level below = levels.get(carrier);
                    Feed feed = new Feed(below.name(), below.window(), List.of());
                    hang(targets, used, index + 1, parents, floor + surplus(used.get(index), feed));
                }
            }
        }
    }

    private void build(int[] targets, List<Integer> used, int[] parents) {
        for (int parent : parents) {
            if (parent >= 0 && parents[parent] != -1) {
                return;
            }
        }
        Arrangement arrangement = new Arrangement(context, targets, used, parents);
        if (arrangement.isIdle()) {
            return;
        }
        for (RailTree tree : arrangement.trees()) {
            arrangements++;
            if (best == null || RailTree.ORDER.compare(tree, best) < 0) {
                best = tree;
            }
        }
    }

    private boolean isStep(Level level) {
        return context.isStep(level);
    }

    /** Returns what flows into a regulator for each milliampere out of it, at its lowest input voltage. */
    static double inputShare(Regulator regulator, double output, double input) {
        if (regulator.kind().equals("ldo") || input <= 0) {
            return 1;
        }
        Double efficiency = regulator.efficiency();
        return output / (input * (efficiency == null ? Checks.EFFICIENCY : efficiency));
    }
}
