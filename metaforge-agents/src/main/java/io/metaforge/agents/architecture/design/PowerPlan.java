package io.metaforge.agents.architecture.design;

import io.metaforge.agents.architecture.catalogue.Part;
import java.util.List;
import java.util.Map;

/**
 * How the parts are supplied, before references are given.
 *
 * @param sources of energy
 * @param rails in the order they were planned
 * @param added parts that the supply needs, with their number: cells, regulators, mains modules
 * @param assumptions made
 * @param questions left
 * @param trades made
 */
record PowerPlan(
        List<PlannedSource> sources,
        List<PlannedRail> rails,
        Map<Part, Integer> added,
        List<String> assumptions,
        List<String> questions,
        List<String> trades) {

    /** A source whose part is known by its number. */
    record PlannedSource(
            Source source,
            @org.jspecify.annotations.Nullable Part part) {}

    /** A rail whose parts are known by their numbers, and the regulators that were looked at for it. */
    record PlannedRail(
            Rail rail,
            @org.jspecify.annotations.Nullable Part regulator,
            Map<Part, Rail.Load> loads,
            List<Rejection> rejected,
            List<Part> alternatives) {}
}
