package io.metaforge.agents.architecture.need;

import io.metaforge.agents.architecture.catalogue.Part;
import io.metaforge.agents.architecture.catalogue.Range;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A bound that a requirement puts on a figure of the parts that meet a need.
 *
 * @param requirement its id
 * @param function of the parts it binds
 * @param figure name in the catalogue; for {@code covers} the prefix of {@code _min} and {@code _max}
 * @param relation {@code at-least}, {@code at-most}, {@code within} or {@code covers}
 * @param wanted the bound or bounds in {@code unit}; both ends equal where there is one
 * @param unit base unit
 */
public record Limit(String requirement, String function, String figure, String relation, Range wanted, String unit) {

    /** Name of the number of contacts, which is a figure of the package. */
    static final String PINS = "pins";

    /** What a part's figure says to a limit. */
    public enum Answer {
        MET,
        MISSED,
        UNKNOWN
    }

    /** Returns what {@code part}'s figure says. */
    public Answer of(Part part) {
        if (relation.equals("covers")) {
            Double min = part.figures().get(figure + "_min");
            Double max = part.figures().get(figure + "_max");
            if (min == null || max == null) {
                return Answer.UNKNOWN;
            }
            return new Range(min, max).covers(wanted) ? Answer.MET : Answer.MISSED;
        }
        Double value = value(part);
        if (value == null) {
            return Answer.UNKNOWN;
        }
        boolean met = relation.equals("at-least") ? value >= wanted.max() - 1e-9 : value <= wanted.min() + 1e-9;
        return met ? Answer.MET : Answer.MISSED;
    }

    private @Nullable Double value(Part part) {
        Integer pins = figure.equals(PINS) ? part.land().pins() : null;
        return pins != null ? Double.valueOf(pins) : part.figures().get(figure);
    }

    /** Returns the part's figure as text; empty where it is not known. */
    public Optional<String> figureOf(Part part) {
        if (relation.equals("covers")) {
            Double min = part.figures().get(figure + "_min");
            Double max = part.figures().get(figure + "_max");
            return min == null || max == null
                    ? Optional.empty()
                    : Optional.of(Figures.range(new Range(min, max), unit));
        }
        @Nullable Double value = value(part);
        return value == null
                ? Optional.empty()
                : Optional.of((relation.equals("within") ? "±" : "") + Figures.of(value, unit) + condition(part));
    }

    private String condition(Part part) {
        String condition = part.conditions().get(figure);
        return condition == null ? "" : " (" + condition + ")";
    }

    /** Returns the figure's name for a person. */
    public String name() {
        return figure.replace('_', ' ');
    }

    /** Returns the bound as a phrase, such as {@code at least 256 KiB}. */
    public String bound() {
        return switch (relation) {
            case "at-least" -> "at least " + Figures.of(wanted.max(), unit);
            case "at-most" -> "at most " + Figures.of(wanted.min(), unit);
            case "within" -> "±" + Figures.of(wanted.min(), unit);
            default -> Figures.range(wanted, unit);
        };
    }

    /** Returns figure and bound as a phrase, such as {@code flash size at least 256 KiB}. */
    public String phrase() {
        return name() + " " + bound();
    }
}
