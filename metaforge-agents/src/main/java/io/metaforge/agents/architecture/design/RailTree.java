package io.metaforge.agents.architecture.design;

import io.metaforge.agents.architecture.catalogue.Part;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Rails that supply a set of parts, and what they cost.
 *
 * @param branches the rails, each after the one it hangs on
 * @param direct parts on the sources themselves, with their number
 * @param unsupplied parts that nothing supplies
 * @param cost of the regulators, in hundredths of a cent, with what counts against unsupplied parts and unmet rails
 * @param sourceMilliamperes that flow out of the sources when every part draws its largest current
 * @param complete whether every arrangement was looked at
 */
record RailTree(
        List<Branch> branches,
        Map<Part, Integer> direct,
        Map<Part, Integer> unsupplied,
        long cost,
        double sourceMilliamperes,
        boolean complete) {

    /** The cheaper first; of equal ones that with fewer rails, then with fewer stages, then the one that draws less, then by part numbers. */
    static final Comparator<RailTree> ORDER = Comparator.comparingLong(RailTree::cost)
            .thenComparingInt(tree -> tree.branches().size())
            .thenComparingLong(tree -> tree.branches().stream()
                    .filter(branch -> !branch.feed().isSource())
                    .count())
            .thenComparingLong(tree -> Math.round(tree.sourceMilliamperes() * 1000))
            .thenComparing(tree -> tree.branches().stream()
                    .map(branch -> branch.level().name()
                            + branch.feed().rail()
                            + (branch.regulator() == null
                                    ? ""
                                    : branch.regulator().mpn()))
                    .toList()
                    .toString());

    RailTree {
        branches = List.copyOf(branches);
    }

    /**
     * A rail of the tree.
     *
     * @param level its voltage and what asks for it
     * @param feed what it hangs on
     * @param regulator that makes it; null for a junction, and where none fits
     * @param loads parts on it
     * @param sumMilliamperes largest currents of its parts, of the rails that hang on it, and of what is outside
     * @param neededMilliamperes the same with margin
     * @param fit what its regulator was judged by; null for a junction
     */
    record Branch(
            Level level,
            Feed feed,
            @Nullable Part regulator,
            Map<Part, Integer> loads,
            double sumMilliamperes,
            double neededMilliamperes,
            @Nullable RegulatorFit fit) {}
}
