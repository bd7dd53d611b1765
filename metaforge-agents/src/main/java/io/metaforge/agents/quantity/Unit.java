package io.metaforge.agents.quantity;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.Set;

/**
 * What a spelling of a unit stands for.
 *
 * @param dimension such as {@code voltage}; {@code money} for currencies
 * @param factor to the dimension's base unit
 * @param offset added after the factor; only temperatures have one
 * @param conditions under which the spelling is read as this unit
 */
public record Unit(String dimension, BigDecimal factor, BigDecimal offset, Set<Condition> conditions) {

    /** The dimension of currencies, which do not convert into each other. */
    public static final String MONEY = "money";

    /** When a spelling that also is an ordinary letter or word counts as a unit. */
    public enum Condition {
        /** No space before it. */
        ATTACHED,
        /** The number is whole. */
        INTEGER,
        /** Punctuation, a multiplication sign or nothing follows. */
        FINAL,
        /** The number is that of cells in series: 1 to 24. */
        CELLS,
        /** Not where the number is the version of a standard: "CAN 2.0B". */
        UNVERSIONED,
        /** Not without an SI prefix; such a spelling is never put into the table. */
        PREFIXED,
        /** A space before it, or a number with decimals. */
        SPACED,
        /** The number is no version of a standard such as "USB 2.0". */
        LONE,
        /** The number is a count of video lines. */
        VIDEO
    }

    public Unit {
        conditions = Set.copyOf(conditions);
    }

    /** Returns {@code value} of this unit in the base unit of its dimension. */
    public BigDecimal toBase(BigDecimal value) {
        return value.multiply(factor, MathContext.DECIMAL64).add(offset);
    }
}
