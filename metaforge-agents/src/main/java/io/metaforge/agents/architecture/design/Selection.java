package io.metaforge.agents.architecture.design;

import io.metaforge.agents.architecture.catalogue.Part;
import io.metaforge.agents.architecture.need.Need;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The cheapest set of parts that meets the needs.
 *
 * @param chosen for each need that parts meet, the part; needs in the vocabulary's order
 * @param quantities pieces of each part
 * @param companions parts that are there because another one does not work without, with that other part's number
 * @param controller null where none is needed or none fits
 * @param wiring to the controller
 * @param bridge whether USB goes through a bridge and not the controller itself
 * @param candidates for each need the parts that fit, cheapest first
 * @param rejected for each need the parts that do not
 * @param complete whether every combination was looked at
 */
record Selection(
        Map<Need, Part> chosen,
        Map<Part, Integer> quantities,
        Map<Part, String> companions,
        @Nullable Part controller,
        Wiring wiring,
        @Nullable Part bridge,
        Map<Need, List<Part>> candidates,
        Map<Need, List<Rejection>> rejected,
        boolean complete) {}
