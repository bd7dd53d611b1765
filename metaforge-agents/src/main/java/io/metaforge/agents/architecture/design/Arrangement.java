package io.metaforge.agents.architecture.design;

import io.metaforge.agents.architecture.catalogue.Part;
import io.metaforge.agents.architecture.catalogue.Range;
import io.metaforge.agents.architecture.catalogue.Regulator;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One arrangement of rails: which parts hang on which of them, and which of them on which other. Works out the currents
 * from the far end to the sources, and the regulators with them.
 */
final class Arrangement {

    private final RailSearch.Context context;
    private final int[] targets;
    private final List<Integer> used;
    private final int[] parents;
    private final List<Integer> order = new ArrayList<>();
    private final List<RailTree> trees = new ArrayList<>();

    /**
     * Makes an arrangement.
     *
     * @param targets of each group of parts
     * @param used levels, by their index
     * @param parents of each used level: another one by its place in {@code used}, or a feed counted from -1 downwards
     */
    Arrangement(RailSearch.Context context, int[] targets, List<Integer> used, int[] parents) {
        this.context = context;
        this.targets = targets;
        this.used = used;
        this.parents = parents;
        // Rails on other rails come first: what they draw, the others have to deliver.
        for (boolean second : new boolean[] {true, false}) {
            for (int i = 0; i < used.size(); i++) {
                if ((parents[i] != RailSearch.ON_SOURCE) == second) {
                    order.add(i);
                }
            }
        }
    }

    private Level level(int i) {
        return context.levels().get(used.get(i));
    }

    /** Reports whether a rail is there that nothing hangs on and nobody asks for. */
    boolean isIdle() {
        for (int i = 0; i < used.size(); i++) {
            boolean wanted = level(i).required()
                    || context.isStep(level(i))
                    || !loads(used.get(i)).isEmpty();
            for (int parent : parents) {
                wanted |= parent == i;
            }
            if (!wanted) {
                return true;
            }
        }
        return false;
    }

    /** Returns the trees that can be made of it, one for each sensible choice of regulators. */
    List<RailTree> trees() {
        State state = new State(used.size());
        for (int i = 0; i < used.size(); i++) {
            double own = Loads.sum(loads(used.get(i)));
            state.sums[i] = own + level(i).outside();
            state.needed[i] = own * (1 + PowerPlanner.MARGIN) + level(i).outside();
        }
        state.junctionSum = Loads.sum(loads(RailSearch.ON_JUNCTION));
        state.junctionNeeded = state.junctionSum * (1 + PowerPlanner.MARGIN);
        state.source = Loads.sum(loads(RailSearch.ON_SOURCE));
        work(0, state);
        return trees;
    }

    /** What has been worked out so far. */
    private static final class State {
        final double[] sums;
        final double[] needed;
        final boolean[] unmet;
        final List<RailTree.Branch> branches;
        long cost;
        double junctionSum;
        double junctionNeeded;
        double source;

        State(int size) {
            sums = new double[size];
            needed = new double[size];
            unmet = new boolean[size];
            branches = new ArrayList<>();
        }

        State(State other) {
            sums = other.sums.clone();
            needed = other.needed.clone();
            unmet = other.unmet.clone();
            branches = new ArrayList<>(other.branches);
            cost = other.cost;
            junctionSum = other.junctionSum;
            junctionNeeded = other.junctionNeeded;
            source = other.source;
        }
    }

    private void work(int index, State before) {
        if (index == order.size()) {
            finish(before);
            return;
        }
        int i = order.get(index);
        Level level = level(i);
        State state = new State(before);
        if (context.isStep(level)) {
            state.sums[i] += state.junctionSum;
            state.needed[i] += state.junctionNeeded;
        }
        Feed feed = feed(parents[i]);
        double deliver = Math.max(state.needed[i], level.least());
        RegulatorFit fit = new RegulatorFit(feed, level.volts(), deliver, level.demand(), context.rest());
        List<Part> fitting =
                isDetour(i) ? List.of() : context.regulators().choose(fit).fitting();
        if (fitting.isEmpty()) {
            take(index, state, fit, null);
            return;
        }
        double least = Double.MAX_VALUE;
        for (Part part : fitting) {
            Regulator regulator = part.regulator();
            double share = regulator == null
                    ? 1
                    : RailSearch.inputShare(
                            regulator, level.volts(), feed.volts().min());
            // A dearer one is worth a look only where it draws less from another rail.
            if (share < least - 1e-9) {
                take(index, new State(state), fit, part);
                least = share;
            }
            if (parents[i] == RailSearch.ON_SOURCE) {
                return;
            }
        }
    }

    private void take(int index, State state, RegulatorFit fit, @Nullable Part part) {
        int i = order.get(index);
        Level level = level(i);
        Regulator regulator = part == null ? null : part.regulator();
        state.unmet[i] = part == null;
        state.cost += part == null ? 0 : context.regulators().cost(part);
        state.branches.add(new RailTree.Branch(
                level, fit.feed(), part, loads(used.get(i)), state.sums[i], fit.milliamperes(), fit));
        double factor = regulator == null
                ? 1
                : RailSearch.inputShare(
                        regulator, level.volts(), fit.feed().volts().min());
        if (parents[i] >= 0) {
            state.sums[parents[i]] += state.sums[i] * factor;
            state.needed[parents[i]] += fit.milliamperes() * factor;
        } else if (parents[i] == RailSearch.ON_JUNCTION) {
            state.junctionSum += state.sums[i] * factor;
            state.junctionNeeded += fit.milliamperes() * factor;
        } else {
            state.source += state.sums[i] * factor;
        }
        work(index + 1, state);
    }

    private void finish(State state) {
        Map<Part, Integer> unsupplied = loads(RailSearch.NOWHERE);
        long cost = state.cost + penalties(state.unmet) + RailSearch.UNSUPPLIED * unsupplied.size();
        List<RailTree.Branch> ordered = new ArrayList<>(state.branches);
        if (context.joined() != null) {
            Feed junction = context.feeds().get(1);
            Level step = context.levels().stream()
                    .filter(context::isStep)
                    .findFirst()
                    .orElseThrow();
            ordered.add(new RailTree.Branch(
                    new Level(Junction.NAME, step.volts(), junction.volts(), null),
                    new Feed(step.name(), step.window(), junction.requirements()),
                    null,
                    loads(RailSearch.ON_JUNCTION),
                    state.junctionSum,
                    state.junctionNeeded,
                    null));
        }
        ordered.sort(Comparator.comparingInt(Arrangement::depth)
                .thenComparing(branch -> -branch.level().volts()));
        trees.add(new RailTree(ordered, loads(RailSearch.ON_SOURCE), unsupplied, cost, state.source, true));
    }

    private static int depth(RailTree.Branch branch) {
        if (branch.feed().isSource()) {
            return 0;
        }
        return branch.feed().rail().equals(Junction.NAME) ? 2 : 1;
    }

    /** Stepping the source up only to step it down again, or the other way round, wastes energy: no arrangement. */
    private boolean isDetour(int i) {
        if (parents[i] < 0) {
            return false;
        }
        double parent = level(parents[i]).volts();
        double lowest = context.feeds().get(0).volts().min();
        boolean upAndDown = parent > level(i).volts() && parent > lowest;
        boolean downAndUp = parent < level(i).volts() && level(i).volts() < lowest;
        return upAndDown || downAndUp;
    }

    private Feed feed(int parent) {
        if (parent < 0) {
            return context.feeds().get(-1 - parent);
        }
        Level level = level(parent);
        List<String> requirements = level.demand() == null
                ? context.feeds().get(0).requirements()
                : List.of(level.demand().requirement());
        return new Feed(level.name(), level.window(), requirements);
    }

    private Map<Part, Integer> loads(int target) {
        Map<Part, Integer> loads = new LinkedHashMap<>();
        for (int g = 0; g < targets.length; g++) {
            if (targets[g] == target) {
                loads.putAll(context.groups().get(g).parts());
            }
        }
        return loads;
    }

    /** What counts against rails that cannot be made, and against those that hang on them. */
    private long penalties(boolean[] unmet) {
        boolean stepUnmet = false;
        for (int i = 0; i < used.size(); i++) {
            stepUnmet |= context.isStep(level(i)) && unmet[i];
        }
        long sum = stepUnmet
                ? RailSearch.UNSUPPLIED * loads(RailSearch.ON_JUNCTION).size()
                : 0;
        for (int i = 0; i < used.size(); i++) {
            boolean lost = unmet[i]
                    || parents[i] >= 0 && unmet[parents[i]]
                    || parents[i] == RailSearch.ON_JUNCTION && stepUnmet;
            sum += lost ? RailSearch.UNSUPPLIED * Math.max(1, loads(used.get(i)).size()) : 0;
        }
        return sum + levelPenalties();
    }

    /** What counts against parts whose logic levels do not go with those of the controller. */
    private long levelPenalties() {
        int own = RailSearch.NOWHERE;
        for (int g = 0; g < targets.length; g++) {
            if (context.controller() != null && context.groups().get(g).parts().containsKey(context.controller())) {
                own = targets[g];
            }
        }
        long sum = 0;
        for (int g = 0; g < targets.length && own != RailSearch.NOWHERE; g++) {
            // What hangs on the same rail has the same supply at any time, however wide its range is.
            if (targets[g] != RailSearch.NOWHERE
                    && targets[g] != own
                    && !LogicLevels.agree(window(own), window(targets[g]))) {
                sum += LogicLevels.PENALTY
                        * context.groups().get(g).parts().keySet().stream()
                                .filter(LogicLevels::speaks)
                                .count();
            }
        }
        return sum;
    }

    private Range window(int target) {
        return target >= 0
                ? context.levels().get(target).window()
                : context.feeds().get(-1 - target).volts();
    }
}
