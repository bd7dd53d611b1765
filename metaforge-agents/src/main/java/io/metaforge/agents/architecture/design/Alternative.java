package io.metaforge.agents.architecture.design;

import io.metaforge.agents.architecture.catalogue.Part;

/**
 * A part that would have met the same need.
 *
 * @param part the part
 * @param difference what taking it would change
 */
public record Alternative(Part part, String difference) {

    /** Returns its part number. */
    public String mpn() {
        return part.mpn();
    }
}
