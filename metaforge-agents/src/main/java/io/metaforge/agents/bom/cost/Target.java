package io.metaforge.agents.bom.cost;

import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/**
 * What a requirement allows a product, or its parts, to cost.
 *
 * @param requirement its id
 * @param parameter as the quantity is named, such as {@code bom_cost}
 * @param limit at most this, in {@code currency}
 * @param currency ISO 4217 code
 * @param pieces quantity at which it holds; null where the requirement states none
 * @param scope what it covers
 * @param otherThings what the requirement speaks of that is no part on the board; empty where there is nothing
 */
public record Target(
        String requirement,
        String parameter,
        BigDecimal limit,
        String currency,
        @Nullable Integer pieces,
        Scope scope,
        String otherThings) {

    /** What a cost covers. */
    public enum Scope {
        /** The parts on the board. */
        PARTS,
        /** The whole product: the parts are a share of it. */
        WHOLE,
        /** Something that is no part on the board: not compared. */
        OTHER
    }
}
