package io.metaforge.agents.architecture.catalogue;

import org.jspecify.annotations.Nullable;

/**
 * What a part is as a battery cell.
 *
 * @param chemistry such as {@code li-ion}, {@code lithium-coin}
 * @param format such as {@code AA}, {@code 18650}, {@code pouch}
 * @param volts from discharged to full
 * @param milliampereHours nominal capacity
 * @param maxMilliamperes largest continuous current; null where unknown
 */
public record Cell(
        String chemistry,
        String format,
        Range volts,
        double milliampereHours,
        @Nullable Double maxMilliamperes) {}
