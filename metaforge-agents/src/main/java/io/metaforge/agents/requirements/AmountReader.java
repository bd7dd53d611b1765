package io.metaforge.agents.requirements;

import io.metaforge.agents.constraints.Quantity;
import io.metaforge.agents.constraints.Tolerance;
import io.metaforge.agents.quantity.Bound;
import io.metaforge.agents.quantity.CountReader;
import io.metaforge.agents.quantity.Measurement;
import io.metaforge.agents.quantity.Measurement.Shape;
import io.metaforge.agents.quantity.QuantityParser;
import io.metaforge.agents.quantity.Text;
import io.metaforge.agents.quantity.Unit;
import io.metaforge.agents.quantity.UnitTable;
import io.metaforge.agents.quantity.Words;
import io.metaforge.agents.requirements.Draft.Amount;
import io.metaforge.agents.requirements.Draft.Form;
import io.metaforge.agents.requirements.ParameterNaming.Context;
import io.metaforge.agents.requirements.Vocabulary.Parameter;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Makes quantities of the amounts in a text: names them, and settles which belong together. */
final class AmountReader {

    private static final String[] SIDES = {"length", "width", "height", "depth"};

    /** Dimensions of what is said of a product under conditions: efficiency, accuracy, distortion. */
    private static final List<String> RATIOS = List.of("ratio", "decibel", "ppm");

    private static final String ORDER_QUANTITY = "order_quantity";
    private static final String MAINS_FREQUENCY = "mains_frequency";
    private static final String TIME_ACCURACY = "time_accuracy";
    private static final String CLOCK_DRIFT = "clock_drift";
    private static final String PRODUCTION_VOLUME = "production_volume";

    /** A plan is spoken of at the beginning of a statement. */
    private static final int MAX_PLANNED_WORDS = 12;

    private AmountReader() {}

    /** Returns the quantities of a sentence or list item. */
    static List<Amount> inText(Text text, List<Context> contexts, List<Text> around) {
        List<Measurement> all = QuantityParser.parse(text);
        List<Measurement> measurements = settled(text, all);
        if (measurements.isEmpty()) {
            return planned(text);
        }
        ParameterNaming naming = new ParameterNaming(text, contexts);
        List<Amount> amounts = new ArrayList<>(measurements.size());
        int next = 0;
        for (int i = 0; i < measurements.size(); i++) {
            Measurement measurement = measurements.get(i);
            while (next < all.size() && all.get(next).start() < measurement.end()) {
                next++;
            }
            int from = i == 0 ? 0 : measurements.get(i - 1).end();
            // also a condition, which is no amount of its own, ends what is said of the one before
            int to = next < all.size() ? all.get(next).start() : text.length();
            Amount amount = amount(measurement, naming, text, Math.min(from, measurement.start()), to, around);
            if (amount != null && isTestCondition(text, measurements, i, amounts)) {
                amount = amount.as(Form.CONDITION);
            }
            if (amount != null && i > 0 && isOfMains(measurements.get(i - 1), amount)) {
                amount = amount.as(Vocabulary.STANDARD.required(MAINS_FREQUENCY));
            }
            if (amount != null) {
                amounts.add(amount);
                if (amount.dimension().equals(Unit.MONEY)) {
                    addIfAny(pieces(ORDER_QUANTITY, CountReader.ofPrice(text, measurement.end())), amounts);
                }
            }
        }
        dropRepeated(amounts);
        return amounts;
    }

    /**
     * Reports "efficiency at 12.8 V and 5 A better than 93 %": where a share is bounded, what stands after "at" is the
     * condition, and what is joined to it.
     */
    private static boolean isTestCondition(Text text, List<Measurement> measurements, int index, List<Amount> before) {
        Measurement measurement = measurements.get(index);
        if (measurement.shape() != Shape.SINGLE
                || measurement.bound() != Bound.NONE
                || measurement.is(Unit.MONEY)
                || RATIOS.stream().anyMatch(measurement::is)
                || measurements.stream().noneMatch(AmountReader::isBoundedRatio)) {
            return false;
        }
        int word = text.wordBefore(measurement.start());
        if (text.at(measurement.start() - 1) == '@' || text.at(measurement.start() - 2) == '@') {
            return true;
        }
        if (word < 0) {
            return false;
        }
        boolean joined = index > 0
                && !before.isEmpty()
                && before.get(before.size() - 1).form() == Form.CONDITION
                && text.start(word) >= measurements.get(index - 1).end()
                && word == text.wordFrom(measurements.get(index - 1).end());
        return joined
                ? Words.STANDARD.isListWord(text.word(word))
                : SectionRules.STANDARD.find("condition", text, word, word + 1) >= 0;
    }

    private static boolean isBoundedRatio(Measurement measurement) {
        return RATIOS.stream().anyMatch(measurement::is)
                && (measurement.bound() != Bound.NONE || measurement.shape() == Shape.DEVIATION);
    }

    /** Reports "230 V AC, 50 Hz": a frequency right after a voltage that alternates. */
    private static boolean isOfMains(Measurement before, Amount amount) {
        return amount.assumed()
                && amount.dimension().equals("frequency")
                && before.is("voltage")
                && before.unit().toUpperCase(Locale.ROOT).endsWith("AC");
    }

    /** Drops "5 V" of "5 V rail: 5.0 V ±3 %": the name of a thing says its value once more. */
    private static void dropRepeated(List<Amount> amounts) {
        for (int i = 0; i + 1 < amounts.size(); i++) {
            Quantity name = amounts.get(i).quantity();
            Quantity value = amounts.get(i + 1).quantity();
            if (isSameNominal(name, value)
                    && name.tolerance() == null
                    && value.tolerance() != null
                    && name.parameter().equals(value.parameter())) {
                amounts.remove(i);
            }
        }
    }

    /** Returns how many pieces are to be made, where the text says that and nothing else. */
    private static List<Amount> planned(Text text) {
        int word = SectionRules.STANDARD.find("planned", text, 0, Math.min(text.words(), MAX_PLANNED_WORDS));
        List<Amount> amounts = new ArrayList<>();
        if (word >= 0) {
            addIfAny(pieces(PRODUCTION_VOLUME, CountReader.planned(text, text.start(word))), amounts);
        } else {
            CountReader.yearly(text).forEach(count -> addIfAny(pieces(PRODUCTION_VOLUME, count), amounts));
        }
        return amounts;
    }

    private static @Nullable Amount pieces(String name, CountReader.@Nullable Count count) {
        if (count == null) {
            return null;
        }
        Quantity quantity = new Quantity(name, null, null, count.pieces(), null, "");
        return new Amount(quantity, Vocabulary.STANDARD.required(name), "count", false, Form.COUNT, "", null);
    }

    /** Attaches lone tolerances to their nominals, and drops conditions and repetitions in other units. */
    private static List<Measurement> settled(Text text, List<Measurement> all) {
        if (all.size() < 2) {
            return all;
        }
        List<Measurement> kept = new ArrayList<>(all.size());
        for (Measurement measurement : all) {
            Measurement last = kept.isEmpty() ? null : kept.get(kept.size() - 1);
            if (last != null) {
                if (isConversion(text, last, measurement)
                        || isCondition(text, last, measurement)
                        || isSpanOfLoad(text, last, measurement)) {
                    continue;
                }
                if (isToleranceOf(text, last, measurement)) {
                    kept.set(
                            kept.size() - 1,
                            withTolerance(
                                    last, new Tolerance(measurement.high(), measurement.high(), measurement.unit())));
                    continue;
                }
            }
            kept.add(measurement);
        }
        return kept;
    }

    private static boolean isToleranceOf(Text text, Measurement nominal, Measurement deviation) {
        if (deviation.shape() != Shape.DEVIATION
                || nominal.shape() != Shape.SINGLE
                || nominal.bound() != Bound.NONE
                || nominal.tolerance() != null
                || deviation.start() - nominal.end() > 40
                || !deviation.is("ratio")) {
            return false;
        }
        Text between = new Text(text.original().substring(nominal.end(), deviation.start()));
        return between.words() <= 4
                && !SectionRules.STANDARD.has("precise", between)
                && between.original().indexOf(';') < 0
                && between.original().indexOf('.') < 0;
    }

    private static Measurement withTolerance(Measurement nominal, Tolerance tolerance) {
        return new Measurement(
                nominal.start(),
                nominal.end(),
                nominal.low(),
                nominal.high(),
                nominal.bound(),
                tolerance,
                nominal.units(),
                nominal.unit(),
                nominal.shape(),
                nominal.side(),
                nominal.sides());
    }

    /** Reports "4 inch (102 mm)": the second says the first again. */
    private static boolean isConversion(Text text, Measurement first, Measurement second) {
        if (text.at(second.start() - 1) != '(' && text.at(second.start() - 1) != '/') {
            return false;
        }
        if (second.start() - first.end() > 3
                || first.unit().equals(second.unit())
                || first.units().isEmpty()) {
            return false;
        }
        Unit one = first.units().get(0);
        for (Unit other : second.units()) {
            if (other.dimension().equals(one.dimension()) && !other.dimension().equals(Unit.MONEY)) {
                double a = one.toBase(first.high()).doubleValue();
                double b = other.toBase(second.high()).doubleValue();
                return Math.abs(a - b) <= 0.04 * Math.max(Math.abs(a), Math.abs(b));
            }
        }
        return false;
    }

    /** Reports "±3 mV at 25 °C", "70 dB at 1 m": the second is the condition of what stands before it. */
    private static boolean isCondition(Text text, Measurement before, Measurement measurement) {
        if (isShareOfLoad(text, measurement)) {
            return true;
        }
        boolean temperature = measurement.mayBe("temperature");
        boolean distance = measurement.is("length") && (before.is("sound_level") || before.is("decibel"));
        if (!(temperature || distance) || measurement.shape() != Shape.SINGLE || measurement.bound() != Bound.NONE) {
            return false;
        }
        for (int i = before.end(); i < measurement.start(); i++) {
            char c = text.at(i);
            if (c == '@') {
                return true;
            }
            if (c == ';' || c == '.' || (c == ',' && before.shape() != Shape.DEVIATION)) {
                return false;
            }
        }
        int last = text.wordBefore(measurement.start());
        int first = Math.max(text.wordFrom(before.end()), last - 4);
        return SectionRules.STANDARD.find("condition", text, first, last + 1) >= 0;
    }

    /** Reports "97 % between 20 % and 100 % of the power": the span over which the first holds. */
    private static boolean isSpanOfLoad(Text text, Measurement before, Measurement measurement) {
        if (!measurement.is("ratio") || measurement.shape() != Shape.RANGE || !before.is("ratio")) {
            return false;
        }
        int after = text.wordFrom(measurement.end());
        return SectionRules.STANDARD.find("driven", text, after, after + 5) >= 0;
    }

    /** Reports "at 10 % load": how far a thing is driven while something else is said of it. */
    private static boolean isShareOfLoad(Text text, Measurement measurement) {
        if (!measurement.is("ratio") || measurement.shape() != Shape.SINGLE) {
            return false;
        }
        int before = text.wordBefore(measurement.start());
        int after = text.wordFrom(measurement.end());
        return SectionRules.STANDARD.find("condition", text, before, before + 1) >= 0
                && SectionRules.STANDARD.find("driven", text, after, after + 2) >= 0;
    }

    private static @Nullable Amount amount(
            Measurement measurement, ParameterNaming naming, Text text, int from, int to, List<Text> around) {
        ParameterNaming.Named named = naming.of(measurement, from, to);
        if (named == null) {
            return null;
        }
        Parameter parameter = named.parameter();
        String name = parameter.name();
        String dimension = dimension(measurement, parameter);
        String comparedAs = parameter.comparedAs();
        if (measurement.shape() == Shape.SIDE && dimension.equals("length")) {
            name = naming.side(measurement, SIDES[measurement.side()]);
            comparedAs = "";
        }
        String subject = comparedAs.isEmpty()
                        || SubjectReader.isAlternative(text, measurement.start(), measurement.end(), to, named)
                ? null
                : SubjectReader.key(
                        text, from, measurement.start(), measurement.end(), to, measurement.unit(), named, around);
        boolean reached = parameter.reach() && isReached(text, measurement);
        Amount amount = new Amount(
                quantity(name, reached ? measurement.bounded(Bound.MIN) : measurement, parameter.more()),
                parameter,
                dimension,
                named.assumed() && name.equals(parameter.name()),
                form(measurement),
                comparedAs,
                subject);
        return parameter.name().equals(TIME_ACCURACY) ? drift(amount, text, measurement) : amount;
    }

    /** Returns "2 minutes a year" of a clock as its drift: what it is off after a time is no accuracy without that time. */
    private static Amount drift(Amount amount, Text text, Measurement measurement) {
        Parameter drift = Vocabulary.STANDARD.required(CLOCK_DRIFT);
        if (amount.dimension().contains("/")) {
            return amount.as(drift);
        }
        int word = text.wordFrom(measurement.end());
        if (word + 1 >= text.words()
                || text.start(word) != text.skipSpaces(measurement.end())
                || !Words.STANDARD.isPerTime(text.word(word))) {
            return amount;
        }
        int end = text.end(word + 1);
        String original = text.original();
        List<Unit> time = UnitTable.STANDARD.find(original.substring(text.start(word + 1), end));
        if (time.isEmpty() || !time.get(0).dimension().equals("time")) {
            return amount;
        }
        Quantity off = amount.quantity();
        String unit = off.unit() + original.substring(measurement.end(), end);
        return amount.with(new Quantity(off.parameter(), off.min(), off.max(), off.nominal(), off.tolerance(), unit))
                .as(drift);
    }

    /** Reports "found within 10 m": what has to work up to there works at least so far. */
    private static boolean isReached(Text text, Measurement measurement) {
        int before = text.wordBefore(measurement.start());
        return measurement.bound() == Bound.MAX
                && SectionRules.STANDARD.find("reached", text, before - 1, before + 1) >= 0;
    }

    private static Form form(Measurement measurement) {
        return switch (measurement.shape()) {
            case SIDE -> Form.SIDE;
            case INTERVAL -> Form.INTERVAL;
            case SINGLE, RANGE, DEVIATION -> Form.VALUE;
        };
    }

    static String dimension(Measurement measurement, Parameter parameter) {
        for (Unit unit : measurement.units()) {
            if (parameter.dimensions().contains(unit.dimension())) {
                return unit.dimension();
            }
        }
        return measurement.units().get(0).dimension();
    }

    private static Quantity quantity(String name, Measurement measurement, boolean more) {
        BigDecimal value = measurement.high();
        if (measurement.low() != null) {
            return new Quantity(name, measurement.low(), value, null, null, measurement.unit());
        }
        Bound bound = measurement.bound();
        if (bound == Bound.BETTER) {
            bound = more ? Bound.MIN : Bound.MAX;
        }
        return new Quantity(
                name,
                bound == Bound.MIN ? value : null,
                bound == Bound.MAX ? value : null,
                bound == Bound.NONE ? value : null,
                measurement.tolerance(),
                measurement.unit());
    }

    /** Reports whether both aim at the same number of the same unit. */
    static boolean isSameNominal(Quantity name, Quantity value) {
        BigDecimal nominal = name.nominal();
        return nominal != null
                && value.nominal() != null
                && nominal.compareTo(value.nominal()) == 0
                && name.unit().equals(value.unit());
    }

    static void addIfAny(@Nullable Amount amount, List<Amount> amounts) {
        if (amount != null) {
            amounts.add(amount);
        }
    }
}
