package io.metaforge.agents.architecture.design;

import io.metaforge.agents.constraints.Constraints;
import java.math.BigDecimal;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A proposed architecture.
 *
 * @param constraints what it was made for
 * @param blocks functional blocks
 * @param parts of the design, in the order of their references
 * @param controller reference of the controller; empty where there is none
 * @param wiring of the parts to the controller
 * @param outside titles of devices outside the board that hang on its ports, with the ids of their requirements
 * @param sources of energy
 * @param rails supplied from them
 * @param checks what was calculated
 * @param cost sum of the indicative prices, US dollars
 * @param unpriced references of parts without a price
 * @param coverage of every requirement, in their order
 * @param revised what a rejection asked for; null for a first attempt
 * @param trades what was given up for what
 * @param assumptions what no requirement supports
 * @param questions what has to be answered before a schematic
 */
public record Design(
        Constraints constraints,
        List<Block> blocks,
        List<Placed> parts,
        String controller,
        Wiring wiring,
        Map<String, List<String>> outside,
        List<Source> sources,
        List<Rail> rails,
        List<Check> checks,
        BigDecimal cost,
        List<String> unpriced,
        List<Coverage> coverage,
        @Nullable Revised revised,
        List<String> trades,
        List<String> assumptions,
        List<String> questions) {

    public Design {
        blocks = List.copyOf(blocks);
        parts = List.copyOf(parts);
        outside = Collections.unmodifiableMap(new LinkedHashMap<>(outside));
        sources = List.copyOf(sources);
        rails = List.copyOf(rails);
        checks = List.copyOf(checks);
        unpriced = List.copyOf(unpriced);
        coverage = List.copyOf(coverage);
        trades = List.copyOf(trades);
        assumptions = List.copyOf(assumptions);
        questions = List.copyOf(questions);
    }

    /** Finds a part by its reference. */
    public Optional<Placed> part(String reference) {
        return parts.stream().filter(p -> p.reference().equals(reference)).findFirst();
    }

    /** Returns the rail that supplies {@code reference}. */
    public Optional<Rail> railOf(String reference) {
        return rails.stream()
                .filter(rail ->
                        rail.loads().stream().anyMatch(load -> load.reference().equals(reference)))
                .findFirst();
    }
}
