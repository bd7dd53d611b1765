package io.metaforge.agents.architecture.catalogue;

/**
 * A closed interval; the unit is that of the figure it belongs to.
 *
 * @param min lower end, may be negative infinity
 * @param max upper end, not below {@code min}, may be positive infinity
 */
public record Range(double min, double max) {

    /** Absorbs the rounding of sums and products of figures with few digits. */
    private static final double SLACK = 1e-9;

    public Range {
        if (!(min <= max)) {
            throw new IllegalArgumentException("not an interval: " + min + " to " + max);
        }
    }

    /** Reports whether all of {@code other} lies in this range. */
    public boolean covers(Range other) {
        return min <= other.min + SLACK && max >= other.max - SLACK;
    }

    /** Returns the smallest range that holds both. */
    public Range union(Range other) {
        return new Range(Math.min(min, other.min), Math.max(max, other.max));
    }
}
