package io.metaforge.agents.architecture.catalogue;

import org.jspecify.annotations.Nullable;

/**
 * How a part is soldered, and what KiCad's libraries call it.
 *
 * @param pins terminals of the package, an exposed pad not counted; null where unknown, and for what is not soldered
 * @param footprint KiCad's, as {@code library:name}; empty where its libraries have none
 * @param symbol KiCad's, as {@code library:name}; empty where its libraries have none
 */
public record Land(@Nullable Integer pins, String footprint, String symbol) {

    /** A part of which neither pins nor KiCad's names are known. */
    public static final Land UNKNOWN = new Land(null, "", "");
}
