package io.metaforge.agents.architecture.need;

import io.metaforge.agents.architecture.catalogue.Range;

/**
 * The ambient temperatures the product works in.
 *
 * @param requirement its id
 * @param range °C
 */
public record TemperatureLimit(String requirement, Range range) {

    /** Reports whether a part that is specified for {@code specified} keeps it; an end that is not stated binds nothing. */
    public boolean allows(Range specified) {
        return (Double.isInfinite(range.min()) || specified.min() <= range.min() + 1e-9)
                && (Double.isInfinite(range.max()) || specified.max() >= range.max() - 1e-9);
    }
}
