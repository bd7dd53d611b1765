package io.metaforge.agents.architecture.design;

import io.metaforge.agents.architecture.catalogue.Range;
import java.util.List;

/**
 * Where energy enters the design.
 *
 * @param name for a person, such as {@code battery}
 * @param volts DC, from lowest to highest
 * @param part reference of the part that is or makes it; empty for what comes from outside
 * @param requirements ids of those that ask for it
 * @param basis how the voltages were found
 * @param feedsRails whether rails are fed from it, or only a charger
 */
public record Source(
        String name, Range volts, String part, List<String> requirements, String basis, boolean feedsRails) {

    public Source {
        requirements = List.copyOf(requirements);
    }
}
