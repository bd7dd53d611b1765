package io.metaforge.agents.power.budget;

import io.metaforge.agents.constraints.Quantity;
import io.metaforge.agents.constraints.Requirement;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** When the product works: all the time, or at intervals with sleep between. Made for one budget; not thread-safe. */
final class Profile {

    /** A life of more than two weeks asks for sleep. */
    private static final double LONG_LIFE_SECONDS = 14 * 86_400.0;

    static final String REPORT = "report";
    static final String MEASUREMENT = "measurement";
    static final String EXCHANGE = "exchange on the bus";
    static final String ADVERTISEMENT = "advertising event";

    /** Arguments that replace the intervals of {@link #used()}, by the name of what happens in them. */
    static final Map<String, String> ARGUMENTS = arguments();

    private static Map<String, String> arguments() {
        Map<String, String> arguments = new LinkedHashMap<>();
        arguments.put(REPORT, "report_interval_s");
        arguments.put(MEASUREMENT, "sampling_interval_s");
        arguments.put(ADVERTISEMENT, "advertising_interval_s");
        return arguments;
    }

    private static final Pattern SPREADING_FACTOR = Pattern.compile("\\bsf ?(7|8|9|10|11|12)\\b");

    private final Facts facts;
    private final Options options;
    private final Ledger ledger;
    private final List<String> cyclicBecause;
    private final Listening listening;
    private final List<String> listeningBecause;
    private @Nullable Cited report;
    private @Nullable Cited sample;
    private @Nullable Cited advertisement;
    private @Nullable Cited factor;

    Profile(Facts facts, Options options, Ledger ledger) {
        this.facts = facts;
        this.options = options;
        this.ledger = ledger;
        this.listening = new Listening(ledger.rules());
        this.listeningBecause = listening.because(facts);
        this.cyclicBecause = cyclicBecause();
    }

    private List<String> cyclicBecause() {
        Set<String> because = new LinkedHashSet<>();
        List<String> parameters = new ArrayList<>(ledger.rules().words("reportIntervals"));
        parameters.addAll(ledger.rules().words("samplingIntervals"));
        parameters.addAll(ledger.rules().words("sleeping"));
        for (Requirement requirement : facts.constraints().requirements()) {
            for (Quantity quantity : requirement.quantities()) {
                Double seconds = Facts.first(quantity, "time");
                boolean interval = seconds == null || seconds >= 1;
                if ((parameters.contains(quantity.parameter()) && interval)
                        || (quantity.parameter().equals("battery_life")
                                && seconds != null
                                && seconds >= LONG_LIFE_SECONDS)) {
                    because.add(requirement.id());
                }
            }
        }
        for (boolean measuring : new boolean[] {false, true}) {
            Cited every = facts.every(ledger.rules(), measuring);
            if (every != null && every.value() >= 1) {
                because.addAll(every.basis());
            }
        }
        for (String name : List.of("report_interval_s", "sampling_interval_s")) {
            if (options.number(name) != null) {
                because.add("args." + name);
            }
        }
        return new ArrayList<>(because);
    }

    /** Reports whether the product sleeps between what it does. */
    boolean cyclic() {
        return !cyclicBecause.isEmpty();
    }

    /** Returns what says so. */
    List<String> because() {
        return cyclicBecause;
    }

    /** Returns requirements in which another device asks the product, for which it listens all the time. */
    List<String> listening() {
        return listeningBecause;
    }

    /** Returns the seconds from one report to the next. */
    Cited report() {
        if (report == null) {
            Cited given = given("report_interval_s");
            Cited stated = given == null ? facts.interval(ledger.rules().words("reportIntervals")) : given;
            // each time it is asked it reports
            stated = stated == null ? asked() : stated;
            stated = stated == null ? facts.every(ledger.rules(), false) : stated;
            // what is only measured is reported as often as it is measured
            stated = stated == null ? given("sampling_interval_s") : stated;
            stated = stated == null ? measured() : stated;
            report = stated == null ? ledger.figure("report_interval") : stated;
        }
        return report;
    }

    private boolean askedFor(Cited interval) {
        return !listeningBecause.isEmpty() && listeningBecause.containsAll(interval.basis());
    }

    private @Nullable Cited asked() {
        return facts.interval(
                q -> ledger.rules().words("samplingIntervals").contains(q.parameter())
                        || ledger.rules().words("otherIntervals").contains(q.parameter()),
                listening::polled);
    }

    private @Nullable Cited measured() {
        Cited stated = facts.interval(
                q -> ledger.rules().words("samplingIntervals").contains(q.parameter()), r -> !listening.polled(r));
        return stated == null ? facts.every(ledger.rules(), true) : stated;
    }

    /** Returns the seconds from one measurement to the next. */
    Cited sample() {
        if (sample == null) {
            Cited given = given("sampling_interval_s");
            Cited stated = given == null ? measured() : given;
            if (stated == null) {
                Cited with = report();
                List<String> basis = new ArrayList<>(List.of(ledger.make("sampling_interval")));
                basis.addAll(with.basis());
                stated = new Cited(with.value(), basis);
            }
            sample = stated;
        }
        return sample;
    }

    /** Returns the seconds from one Bluetooth advertising event to the next. */
    Cited advertisement() {
        if (advertisement == null) {
            Cited given = given("advertising_interval_s");
            Cited stated = given == null
                    ? facts.interval(
                            q -> Facts.first(q, "time") != null
                                    && !q.parameter().equals("battery_life"),
                            r -> Facts.lower(r).contains(Facts.ADVERTISING))
                    : given;
            advertisement = stated == null ? ledger.figure("advertising_interval") : stated;
        }
        return advertisement;
    }

    /** Returns the intervals that a duty has asked for so far, by the name of what happens in them. */
    Map<String, Cited> used() {
        Map<String, Cited> used = new LinkedHashMap<>();
        put(used, report != null && askedFor(report) ? EXCHANGE : REPORT, report);
        put(used, MEASUREMENT, sample);
        put(used, ADVERTISEMENT, advertisement);
        return used;
    }

    private static void put(Map<String, Cited> intervals, String name, @Nullable Cited interval) {
        if (interval != null) {
            intervals.put(name, interval);
        }
    }

    /** Returns the spreading factor, if a duty has asked for it. */
    Optional<Cited> usedSpreadingFactor() {
        return Optional.ofNullable(factor);
    }

    /** Returns the spreading factor of LoRa uplinks. */
    Cited spreadingFactor() {
        if (factor == null) {
            factor = findSpreadingFactor();
        }
        return factor;
    }

    private Cited findSpreadingFactor() {
        Cited given = given("lora_spreading_factor");
        if (given != null) {
            return given;
        }
        for (Requirement requirement : facts.constraints().requirements()) {
            Matcher matcher = SPREADING_FACTOR.matcher(Facts.lower(requirement));
            if (matcher.find()) {
                return new Cited(Integer.parseInt(matcher.group(1)), List.of(requirement.id()));
            }
        }
        return ledger.figure("lora_spreading_factor");
    }

    /** Returns the bytes of application data in a report. */
    Cited payload() {
        Cited given = given("payload_bytes");
        return given == null ? ledger.figure("lora_payload") : given;
    }

    private @Nullable Cited given(String name) {
        Double value = options.number(name);
        return value == null ? null : new Cited(value, List.of("args." + name));
    }
}
