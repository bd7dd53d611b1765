package io.metaforge.agents.constraints;

import java.util.List;

/**
 * An interface the product needs.
 *
 * @param name canonical, such as {@code I2C}
 * @param requirements ids of those that ask for it, in the order of the document
 */
public record InterfaceUse(String name, List<String> requirements) {

    public InterfaceUse {
        requirements = List.copyOf(requirements);
    }
}
