package io.metaforge.agents.architecture.need;

import io.metaforge.agents.architecture.catalogue.Range;
import java.util.List;

/**
 * Where the product's energy comes from, as requirements say it.
 *
 * @param kind of source
 * @param volts at its terminals, from empty to full or with its tolerance; for mains volts AC
 * @param chemistries of the batteries it has to do with, as the catalogue spells them; empty for others and where it is
 *     not said
 * @param cells in series; 0 where it is not said
 * @param requirements ids of those that say so
 * @param basis how the voltages were found, for a person
 * @param assumed whether {@code volts} rest on more than the requirements
 */
public record SourceDemand(
        Kind kind,
        Range volts,
        List<String> chemistries,
        int cells,
        List<String> requirements,
        String basis,
        boolean assumed) {

    /** Kinds of sources. */
    public enum Kind {
        BATTERY("battery"),
        EXTERNAL("external supply"),
        USB("USB"),
        SOLAR("solar panel"),
        MAINS("mains");

        private final String title;

        Kind(String title) {
            this.title = title;
        }

        /** Returns the kind for a person. */
        public String title() {
            return title;
        }
    }

    public SourceDemand {
        chemistries = List.copyOf(chemistries);
        requirements = List.copyOf(requirements);
    }

    /** Returns the chemistry of a battery where requirements name exactly one; else an empty text. */
    public String chemistry() {
        return chemistries.size() == 1 ? chemistries.get(0) : "";
    }
}
