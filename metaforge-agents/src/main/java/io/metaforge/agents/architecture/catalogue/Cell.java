package io.metaforge.agents.architecture.catalogue;

import org.jspecify.annotations.Nullable;

/**
 * What a part is as a battery cell.
 *
 * @param chemistry such as {@code li-ion}, {@code lithium-coin}
 * @param format such as {@code AA}, {@code 18650}, {@code pouch}
 * @param volts from discharged to full
 * @param nominalVolts as the maker names it; null where unknown
 * @param milliampereHours nominal capacity
 * @param capacityAt condition the maker states it for; empty where unknown
 * @param maxMilliamperes largest continuous current; null where unknown
 * @param selfDischarge percent of the capacity lost in a year of storage; null where the data sheet states none
 * @param selfDischargeAt condition of that; empty where there is none
 */
public record Cell(
        String chemistry,
        String format,
        Range volts,
        @Nullable Double nominalVolts,
        double milliampereHours,
        String capacityAt,
        @Nullable Double maxMilliamperes,
        @Nullable Double selfDischarge,
        String selfDischargeAt) {}
