package io.metaforge.agents.architecture.catalogue;

import java.math.BigDecimal;
import java.util.Comparator;
import java.util.List;

/**
 * An indicative price of one piece: good for comparing parts, not for ordering them.
 *
 * @param usd US dollars a piece
 * @param quantity pieces ordered at that price
 * @param year in which it was noted
 * @param breaks every price that is known, this one among them, the smallest quantity first; never empty
 */
public record Price(BigDecimal usd, int quantity, int year, List<Break> breaks) {

    /** Parts are compared at this quantity, or at the known one next to it. */
    private static final int COMPARED_AT = 100;

    /**
     * A price from one quantity on.
     *
     * @param usd US dollars a piece
     * @param quantity pieces from which it holds
     * @param year in which it was noted
     */
    public record Break(BigDecimal usd, int quantity, int year) {

        public Break {
            if (usd.signum() < 0 || quantity < 1) {
                throw new IllegalArgumentException("price " + usd + " for " + quantity + " pieces");
            }
        }
    }

    public Price {
        breaks = List.copyOf(breaks);
        if (breaks.isEmpty()) {
            throw new IllegalArgumentException("a price without a break");
        }
    }

    /** Makes a price that is known for one quantity only. */
    public Price(BigDecimal usd, int quantity, int year) {
        this(usd, quantity, year, List.of(new Break(usd, quantity, year)));
    }

    /**
     * Makes a price of its breaks, in any order. It speaks for 100 pieces: by the largest break that is not above, else by
     * the smallest.
     *
     * @throws IllegalArgumentException where there is none, or one quantity comes twice
     */
    public static Price of(List<Break> breaks) {
        List<Break> sorted =
                breaks.stream().sorted(Comparator.comparingInt(Break::quantity)).toList();
        if (sorted.isEmpty() || sorted.stream().map(Break::quantity).distinct().count() != sorted.size()) {
            throw new IllegalArgumentException("price breaks: none, or one quantity twice");
        }
        Break chosen = sorted.get(0);
        for (Break next : sorted) {
            if (next.quantity() <= COMPARED_AT) {
                chosen = next;
            }
        }
        return new Price(chosen.usd(), chosen.quantity(), chosen.year(), sorted);
    }
}
