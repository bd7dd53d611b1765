package io.metaforge.agents.power.budget;

import io.metaforge.agents.power.budget.DeviceBudget.State;
import io.metaforge.agents.power.input.Architecture;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A power budget. Milliamperes, milliwatts, volts, hours.
 *
 * @param architecture it is made for
 * @param cyclic whether the product sleeps between what it does
 * @param cyclicBecause ids of what says so
 * @param listening ids of requirements in which another device asks the product, for which it listens all the time
 * @param intervals at which it does something, by name, as far as they are used
 * @param supply null where no source feeds rails
 * @param sources all of them, with what each gives while it feeds the rails alone
 * @param devices that draw current
 * @param rails that are supplied
 * @param sums of currents at the source
 * @param shares of the average at the source, largest first
 * @param battery null where there is none, or none whose capacity is known
 * @param lifeHours of the battery at the average; null without one
 * @param effects of changes, largest first
 * @param verdicts on requirements
 * @param uncompared requirements on power that state nothing this budget calculates
 * @param notCounted what is not in the sums, each with why
 * @param assumptions made
 * @param questions left
 * @param warnings about the inputs
 */
public record Budget(
        Architecture architecture,
        boolean cyclic,
        List<String> cyclicBecause,
        List<String> listening,
        Map<String, Cited> intervals,
        @Nullable Supply supply,
        List<SourceBudget> sources,
        List<DeviceBudget> devices,
        List<RailBudget> rails,
        Map<State, Sum> sums,
        List<Share> shares,
        @Nullable Battery battery,
        @Nullable Double lifeHours,
        List<Effect> effects,
        List<Verdict> verdicts,
        List<String> uncompared,
        List<String> notCounted,
        List<Assumed> assumptions,
        List<String> questions,
        List<String> warnings) {

    public Budget {
        cyclicBecause = List.copyOf(cyclicBecause);
        listening = List.copyOf(listening);
        sources = List.copyOf(sources);
        devices = List.copyOf(devices);
        rails = List.copyOf(rails);
        sums = Collections.unmodifiableMap(new EnumMap<>(sums));
        shares = List.copyOf(shares);
        effects = List.copyOf(effects);
        verdicts = List.copyOf(verdicts);
        uncompared = List.copyOf(uncompared);
        notCounted = List.copyOf(notCounted);
        assumptions = List.copyOf(assumptions);
        questions = List.copyOf(questions);
        warnings = List.copyOf(warnings);
    }

    /**
     * A rail.
     *
     * @param name of it
     * @param volts it has while the source is at its nominal voltage
     * @param from the rail or source that feeds it
     * @param regulator reference and part number; empty where there is none
     * @param kind of the regulator; empty where there is none
     * @param efficiency of a switching regulator; null for others
     * @param quiescent of the regulator; null where unknown
     * @param loads it delivers in each state
     * @param inputs its regulator draws in each state, at the nominal voltage of the source
     * @param incomplete states of which not everything on it is known
     * @param lossMilliwatts that the regulator turns into heat on average
     * @param available largest current; null where it is not stated
     * @param requirements ids of those that ask for it
     */
    public record RailBudget(
            String name,
            double volts,
            String from,
            String regulator,
            String kind,
            @Nullable Cited efficiency,
            @Nullable Double quiescent,
            Map<State, Double> loads,
            Map<State, Double> inputs,
            Set<State> incomplete,
            double lossMilliwatts,
            @Nullable Double available,
            List<String> requirements) {}

    /**
     * A source.
     *
     * @param name of it
     * @param min lowest voltage
     * @param max highest voltage
     * @param part reference of the part that is or makes it; empty for what comes from outside
     * @param feeds whether it feeds rails
     * @param requirements ids of those that ask for it
     * @param atLowest milliamperes it gives at its lowest voltage, by state; empty where it feeds nothing
     * @param atHighest milliamperes it gives at its highest voltage, by state; empty where it feeds nothing
     */
    public record SourceBudget(
            String name,
            double min,
            double max,
            String part,
            boolean feeds,
            List<String> requirements,
            Map<State, Double> atLowest,
            Map<State, Double> atHighest) {}

    /**
     * The current from the source in one state.
     *
     * @param nominal at the nominal voltage
     * @param atLowest at the lowest voltage
     * @param atHighest at the highest voltage
     * @param gaps parts whose draw is not, or not wholly, in the sum, each with why
     * @param largest of the parts alone, at the lowest voltage
     * @param overstated what may be too much in the sum at the nominal voltage: transmit currents that are only known for
     *     a higher power than asked for, and peaks that stand for less
     * @param understated what may come again at the nominal voltage: a controller's peripherals, for which its core's
     *     current is taken once more
     */
    public record Sum(
            double nominal,
            double atLowest,
            double atHighest,
            List<String> gaps,
            double largest,
            double overstated,
            double understated) {

        /** Returns the largest of the three. */
        public double worst() {
            return Math.max(nominal, Math.max(atLowest, atHighest));
        }
    }

    /**
     * What one part contributes to the average current at the source.
     *
     * @param name reference and part number
     * @param rail it hangs on; empty for the battery itself
     * @param byGroup {@code transmit}, {@code receive}, {@code active}, {@code rest}, {@code quiescent} or
     *     {@code self-discharge}, to milliamperes
     */
    public record Share(String name, String rail, Map<String, Double> byGroup) {

        /** Returns all of it. */
        public double milliamperes() {
            return byGroup.values().stream().mapToDouble(Double::doubleValue).sum();
        }
    }

    /**
     * What a change would do.
     *
     * @param change for a person
     * @param average current at the source with it
     * @param lifeHours with it; null without a battery
     */
    public record Effect(
            String change, double average, @Nullable Double lifeHours) {}

    /**
     * What the budget says about one figure of a requirement.
     *
     * @param requirement its id
     * @param parameter of the figure
     * @param limit for a person
     * @param word {@code met}, {@code not met} or {@code open}
     * @param arithmetic for a person
     * @param basis ids of the assumptions and arguments it rests on
     */
    public record Verdict(
            String requirement, String parameter, String limit, String word, String arithmetic, List<String> basis) {

        public Verdict {
            basis = Basis.ordered(basis);
        }
    }

    /**
     * An assumption.
     *
     * @param id such as {@code A1}
     * @param text for a person
     * @param source where it comes from
     * @param arg that replaces it; empty where none does
     */
    public record Assumed(String id, String text, String source, String arg) {}

    /** Returns the sum of a state. */
    public Sum sum(State state) {
        return sums.getOrDefault(state, new Sum(0, 0, 0, List.of(), 0, 0, 0));
    }

    /** Returns the average at the source with self-discharge, which the shares add up to. */
    public double total() {
        return shares.stream().mapToDouble(Share::milliamperes).sum();
    }

    /** Reports whether the state of rest is of interest: the product sleeps, or a requirement asks for it. */
    public boolean restMatters() {
        return Budgeter.restMatters(cyclic, verdicts);
    }

    /** Returns how many verdicts are {@code word}. */
    public long count(String word) {
        return verdicts.stream().filter(v -> v.word().equals(word)).count();
    }
}
