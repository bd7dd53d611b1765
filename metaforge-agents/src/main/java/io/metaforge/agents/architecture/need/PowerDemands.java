package io.metaforge.agents.architecture.need;

import io.metaforge.agents.architecture.catalogue.Range;
import io.metaforge.agents.constraints.Category;
import io.metaforge.agents.constraints.Priority;
import io.metaforge.agents.constraints.Quantity;
import io.metaforge.agents.constraints.Requirement;
import io.metaforge.agents.constraints.Tolerance;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Collects what requirements say about sources, rails and currents. Made for one document; not thread-safe. */
final class PowerDemands {

    private static final Pattern RAIL =
            Pattern.compile("\\b(?:rail|ldo|linear regulator|regulated|logic supply|logic level)\\b");
    private static final Pattern ONLY = Pattern.compile("\\b(?:all|only|single|everything|one)\\b");
    private static final Pattern NO_SUPPLY = Pattern.compile(
            "\\b(?:outputs?|isolation|isolated|measure[sd]?|overvoltage|over-voltage|cut-?off|ripple|accuracy|resolution|"
                    + "per cell|protection|withstands?|efficiency|transients?|surges?|threshold|trip|charge voltage|float|absorption|pull-up)\\b");
    private static final Pattern SUPPLY = Pattern.compile(
            "\\b(?:suppl(?:y|ied)(?! current)|input|power(?:ed)?|operating voltage|battery|panel|runs?|bus|mains)\\b");
    private static final Pattern USB_POWER =
            Pattern.compile("\\busb\\b.*\\b(?:power(?:ed)?|suppl(?:y|ied)|5 ?v|charg(?:e|es|ing|er))\\b"
                    + "|\\b(?:power(?:ed)?|suppl(?:y|ied)|charg(?:e|es|ed|ing|er))\\b.*\\busb\\b");
    private static final Pattern BATTERY = Pattern.compile("\\b(?:battery|batteries|accumulator|akku)\\b");
    private static final Pattern SOLAR = Pattern.compile("\\b(?:solar|photovoltaic|pv)\\b"
            + "|\\bpanel\\b.*\\b(?:maximum power point|mpp|open[- ]circuit|short[- ]circuit)\\b"
            + "|\\b(?:maximum power point|mpp|open[- ]circuit voltage)\\b");
    /** Voltages that say nothing about what supplies the product. */
    private static final Pattern OTHER_VOLTAGE = Pattern.compile("load_voltage|adc_range|surge_voltage|pullup_voltage|"
            + "isolation_voltage|cell_voltage|overvoltage.*|undervoltage.*|reverse_voltage|output_voltage|logic_voltage|"
            + "reference_voltage|remote_sense_voltage|measured_voltage|.*_resolution|.*_accuracy");

    private static final Pattern CELLS = Pattern.compile("\\b(\\d{1,2})s(?:(?: ?- ?| to )(\\d{1,2})s)?\\b");
    private static final Pattern COUNTED_CELLS = Pattern.compile(
            "\\b(\\d{1,2}|single|one|two|three|four|six|eight)(?: ?[x×] ?|[ -])(?:[\\p{L}\\d]+[ -]){0,2}?"
                    + "(?:aaa?|cells?|cr2032|18650)\\b");
    private static final Map<String, Integer> NUMBERS =
            Map.of("single", 1, "one", 1, "two", 2, "three", 3, "four", 4, "six", 6, "eight", 8);
    private static final Range USB_VOLTS = new Range(4.75, 5.25);
    private static final double DEFAULT_TOLERANCE = 0.05;

    private final Vocabulary vocabulary;
    private final Map<SourceDemand.Kind, SourceDemand> sources = new LinkedHashMap<>();
    private final List<RailDemand> rails = new ArrayList<>();
    private final List<Bound> sleep = new ArrayList<>();
    private final List<Bound> peak = new ArrayList<>();
    private final List<Bound> average = new ArrayList<>();
    private final List<Bound> lives = new ArrayList<>();
    private final List<Bound> capacities = new ArrayList<>();
    private final List<Bound> surges = new ArrayList<>();
    /** What rises higher is no transient of a supply but a pulse of a test, which a suppressor takes. */
    private static final double HIGHEST_TRANSIENT = 100;

    PowerDemands(Vocabulary vocabulary) {
        this.vocabulary = vocabulary;
    }

    List<SourceDemand> sources() {
        SourceDemand battery = sources.get(SourceDemand.Kind.BATTERY);
        SourceDemand external = sources.get(SourceDemand.Kind.EXTERNAL);
        // "Input for LiPo packs, 10 V to 26 V" describes one source, not a cell of the product beside it.
        if (battery != null && external != null && battery.assumed() && battery.cells() == 0) {
            sources.remove(SourceDemand.Kind.BATTERY);
        }
        return sources.values().stream()
                .sorted((a, b) -> a.kind().compareTo(b.kind()))
                .toList();
    }

    List<RailDemand> rails() {
        return List.copyOf(rails);
    }

    List<Bound> sleepCurrents() {
        return List.copyOf(sleep);
    }

    List<Bound> peakCurrents() {
        return List.copyOf(peak);
    }

    List<Bound> averageCurrents() {
        return List.copyOf(average);
    }

    List<Bound> batteryLives() {
        return List.copyOf(lives);
    }

    List<Bound> surges() {
        return List.copyOf(surges);
    }

    List<Bound> capacities() {
        return List.copyOf(capacities);
    }

    /** Takes in one requirement. */
    void add(Requirement requirement, Wording wording) {
        for (Quantity quantity : requirement.quantities()) {
            bound(requirement, quantity);
        }
        if (requirement.priority() == Priority.MAY || requirement.category() == Category.SCHEDULE) {
            return;
        }
        if (RailText.isOutput(requirement, wording) || wording.matcher(RAIL).find() || isRail(requirement)) {
            rail(requirement, wording);
        } else if (!wording.aboutPort()) {
            // What a port carries goes out to the device on it.
            source(requirement, new Wording(wording.withoutLabels()));
        }
    }

    private static boolean isRail(Requirement requirement) {
        return requirement.quantities().stream()
                .anyMatch(q -> q.parameter().equals("rail_voltage")
                        || q.parameter().equals("logic_voltage")
                        || q.parameter().endsWith("_rail_voltage"));
    }

    private void bound(Requirement requirement, Quantity quantity) {
        String name = quantity.parameter();
        if (name.contains("life") || name.contains("runtime") || name.equals("autonomy")) {
            add(lives, requirement, quantity, "s", false);
        } else if (name.equals("surge_voltage") || name.equals("transient_voltage")) {
            add(surges, requirement, quantity, "V", true);
            surges.removeIf(surge -> surge.value() > HIGHEST_TRANSIENT);
        } else if (name.endsWith("battery_capacity") || name.equals("capacity")) {
            add(capacities, requirement, quantity, "mAh", false);
        } else if (name.contains("current") || name.equals("consumption")) {
            if (name.contains("sleep")
                    || name.contains("standby")
                    || name.contains("idle")
                    || name.contains("quiescent")) {
                add(sleep, requirement, quantity, "mA", true);
            } else if (name.contains("peak") || name.contains("max_current") || name.contains("transmit_current")) {
                add(peak, requirement, quantity, "mA", true);
            } else if (name.contains("average")
                    || name.contains("consumption")
                    || name.equals("supply_current")
                    || name.equals("input_current")) {
                add(average, requirement, quantity, "mA", true);
            }
        }
    }

    private static void add(
            List<Bound> bounds, Requirement requirement, Quantity quantity, String unit, boolean upper) {
        BigDecimal value = upper
                ? first(quantity.max(), quantity.nominal(), quantity.min())
                : first(quantity.min(), quantity.nominal(), quantity.max());
        if (value != null) {
            OptionalDouble base = Measure.in(unit, value.doubleValue(), quantity.unit());
            if (base.isPresent() && base.getAsDouble() > 0) {
                bounds.add(new Bound(requirement.id(), quantity.parameter(), base.getAsDouble(), unit));
            }
        }
    }

    private static @Nullable BigDecimal first(@Nullable BigDecimal a, @Nullable BigDecimal b, @Nullable BigDecimal c) {
        return a != null ? a : b != null ? b : c;
    }

    private void rail(Requirement requirement, Wording wording) {
        boolean output = RailText.isOutput(requirement, wording);
        List<Quantity> quantities = new ArrayList<>(requirement.quantities());
        quantities.sort(Comparator.comparing(quantity -> quantity.tolerance() == null));
        for (Quantity quantity : quantities) {
            Range window = volts(quantity);
            if (window == null || window.min() <= 0 || window.max() > 60) {
                continue;
            }
            double volts = quantity.nominal() != null
                    ? Measure.in("V", quantity.nominal().doubleValue(), quantity.unit())
                            .orElse(window.min())
                    : (window.min() + window.max()) / 2;
            if (output && Math.abs(volts - RailText.volts(requirement)) > 1e-6) {
                continue;
            }
            boolean toleranced = quantity.tolerance() != null || window.min() < window.max();
            Range allowed = toleranced ? window : new Range(volts * 0.97, volts * 1.03);
            String kind = wording.hasAny(List.of("ldo", "linear regulator"))
                    ? "ldo"
                    : wording.hasAny(List.of("buck", "step-down"))
                            ? "buck"
                            : wording.hasAny(List.of("boost", "step-up")) ? "boost" : "";
            boolean only = wording.matcher(ONLY).find() && wording.hasAny(List.of("rail", "supplied"));
            rails.add(new RailDemand(
                    requirement.id(),
                    volts,
                    allowed,
                    toleranced,
                    only,
                    output ? RailText.milliamperes(requirement) : 0,
                    output && RailText.external(wording),
                    kind));
            return;
        }
    }

    private void source(Requirement requirement, Wording wording) {
        String text = requirement.text();
        Chemistry chemistry = chemistry(wording);
        boolean battery =
                (chemistry != null || wording.matcher(BATTERY).find()) && !wanted(wording, "battery", chemistry);
        if (wording.matcher(USB_POWER).find() && wording.mention("usb") == Wording.Mention.ASKED && !exports(wording)) {
            merge(new SourceDemand(
                    SourceDemand.Kind.USB,
                    USB_VOLTS,
                    List.of(),
                    0,
                    List.of(requirement.id()),
                    "USB 2.0 at the device: 5 V ±5 %",
                    true));
        }
        List<Range> windows = new ArrayList<>();
        boolean named = false;
        for (Quantity quantity : requirement.quantities()) {
            Range window = OTHER_VOLTAGE.matcher(quantity.parameter()).matches() ? null : volts(quantity);
            if (window != null && window.max() > 0) {
                windows.add(window);
                named |= quantity.parameter()
                        .matches(
                                "(?:.*_)?(?:input_voltage|supply_voltage|operating_voltage|battery_voltage|panel_voltage|mains_voltage|bus_voltage)");
            }
        }
        boolean electrical = requirement.category() == Category.POWER
                || requirement.category() == Category.ELECTRICAL
                || requirement.category() == Category.INTERFACE;
        boolean supplies = !wording.matcher(NO_SUPPLY).find()
                && (named || (electrical && wording.matcher(SUPPLY).find()));
        if (wording.mention("mains") == Wording.Mention.ASKED && !windows.isEmpty()) {
            merge(new SourceDemand(
                    SourceDemand.Kind.MAINS,
                    windows.get(0),
                    List.of(),
                    0,
                    List.of(requirement.id()),
                    "as required",
                    false));
        } else if (wording.matcher(SOLAR).find()
                && supplies
                && !windows.isEmpty()
                && wording.mention("solar") != Wording.Mention.REFUSED) {
            merge(new SourceDemand(
                    SourceDemand.Kind.SOLAR,
                    positive(windows.get(0)),
                    List.of(),
                    0,
                    List.of(requirement.id()),
                    "as required",
                    false));
        } else if (battery) {
            battery(requirement, wording, chemistry, supplies ? windows : List.of());
        } else if (supplies
                && !windows.isEmpty()
                && !text.isEmpty()
                && windows.get(0).max() <= 1000) {
            Range window = positive(windows.get(0));
            if (window.max() > 90 && wording.hasAny(List.of("ac", "vac", "230 v"))) {
                merge(new SourceDemand(
                        SourceDemand.Kind.MAINS,
                        window,
                        List.of(),
                        0,
                        List.of(requirement.id()),
                        "as required",
                        false));
            } else {
                boolean bare = window.min() == window.max();
                merge(new SourceDemand(
                        SourceDemand.Kind.EXTERNAL,
                        bare
                                ? new Range(
                                        window.min() * (1 - DEFAULT_TOLERANCE), window.max() * (1 + DEFAULT_TOLERANCE))
                                : window,
                        List.of(),
                        0,
                        List.of(requirement.id()),
                        bare ? "no tolerance is given; ±5 % is assumed" : "as required",
                        bare));
            }
        }
    }

    /** A text such as "charger for laptops over USB" speaks of what the product feeds, not of what feeds it. */
    private static boolean exports(Wording wording) {
        return wording.hasAny(
                List.of("output", "power delivery", "usb charging device", "charging devices", "dumb charging"));
    }

    private static boolean wanted(Wording wording, String term, @Nullable Chemistry chemistry) {
        Wording.Mention mention = Wording.Mention.NONE;
        if (chemistry != null) {
            for (String word : chemistry.terms()) {
                Wording.Mention here = wording.mention(word);
                if (here != Wording.Mention.NONE) {
                    mention = here;
                }
            }
        }
        if (mention == Wording.Mention.NONE) {
            mention = wording.mention(term);
        }
        return mention == Wording.Mention.REFUSED || mention == Wording.Mention.DISPENSED;
    }

    /** Returns the names of all chemistries that the text speaks of: the product has to do with each of them. */
    private List<String> chemistries(Wording wording) {
        List<String> names = new ArrayList<>();
        for (String segment : wording.segments()) {
            Chemistry chemistry = chemistry(new Wording(segment));
            if (chemistry != null && !names.contains(chemistry.name())) {
                names.add(chemistry.name());
            }
        }
        return names;
    }

    private @Nullable Chemistry chemistry(Wording wording) {
        for (Chemistry chemistry : vocabulary.chemistries()) {
            if (wording.hasAny(chemistry.terms())) {
                return chemistry;
            }
        }
        return null;
    }

    private void battery(Requirement requirement, Wording wording, @Nullable Chemistry chemistry, List<Range> windows) {
        int[] cells = cells(requirement, wording);
        Range spanned = windows.stream()
                .filter(window -> window.min() < window.max())
                .reduce(Range::union)
                .orElse(null);
        if (spanned != null) {
            merge(new SourceDemand(
                    SourceDemand.Kind.BATTERY,
                    positive(spanned),
                    chemistries(wording),
                    cells[1],
                    List.of(requirement.id()),
                    "as required",
                    false));
        } else if (chemistry != null) {
            int low = Math.max(1, cells[0]);
            int high = Math.max(low, cells[1]);
            if (cells[1] == 0 && chemistry.nominal() > 0 && !windows.isEmpty()) {
                high = Math.max(1, (int) Math.round(windows.get(0).max() / chemistry.nominal()));
                low = high;
            }
            merge(new SourceDemand(
                    SourceDemand.Kind.BATTERY,
                    new Range(chemistry.min() * low, chemistry.max() * high),
                    List.of(chemistry.name()),
                    cells[1] == 0 && chemistry.nominal() == 0 ? 0 : high,
                    List.of(requirement.id()),
                    (low == high ? low + "" : low + " to " + high) + " × " + chemistry.name() + " at "
                            + Figures.plain(chemistry.min()) + " V to " + Figures.plain(chemistry.max()) + " V a cell"
                            + (cells[1] == 0 && chemistry.nominal() == 0 ? "; the number of cells is assumed" : ""),
                    true));
        } else {
            batteryMentions.add(requirement.id());
        }
    }

    private final List<String> batteryMentions = new ArrayList<>();

    /** Returns requirements that speak of a battery without saying which. */
    List<String> batteryMentions() {
        return List.copyOf(batteryMentions);
    }

    private int[] cells(Requirement requirement, Wording wording) {
        for (Quantity quantity : requirement.quantities()) {
            if (quantity.parameter().endsWith("cell_count")) {
                BigDecimal low = first(quantity.min(), quantity.nominal(), quantity.max());
                BigDecimal high = first(quantity.max(), quantity.nominal(), quantity.min());
                if (low != null && high != null && high.compareTo(BigDecimal.valueOf(24)) <= 0 && low.signum() > 0) {
                    return new int[] {low.intValue(), high.intValue()};
                }
            }
        }
        Matcher series = wording.matcher(CELLS);
        if (series.find()) {
            int low = Integer.parseInt(series.group(1));
            int high = series.group(2) == null ? low : Integer.parseInt(series.group(2));
            if (low >= 1 && high <= 24 && low <= high) {
                return new int[] {low, high};
            }
        }
        Matcher counted = wording.matcher(COUNTED_CELLS);
        if (counted.find()) {
            Integer word = NUMBERS.get(counted.group(1));
            int number = word != null ? word : Integer.parseInt(counted.group(1));
            if (number >= 1 && number <= 24) {
                return new int[] {number, number};
            }
        }
        return new int[] {0, 0};
    }

    private void merge(SourceDemand found) {
        SourceDemand known = sources.get(found.kind());
        if (known == null) {
            sources.put(found.kind(), found);
            return;
        }
        if (!known.assumed() && found.assumed()) {
            // A text that only speaks of the battery says nothing about its voltage where another one states it.
            return;
        }
        List<String> requirements =
                new ArrayList<>(known.assumed() && !found.assumed() ? List.of() : known.requirements());
        found.requirements().stream().filter(id -> !requirements.contains(id)).forEach(requirements::add);
        boolean replace = known.assumed() && !found.assumed();
        Range volts = replace
                ? found.volts()
                : found.assumed() && !known.assumed()
                        ? known.volts()
                        : known.volts().union(found.volts());
        sources.put(
                found.kind(),
                new SourceDemand(
                        found.kind(),
                        volts,
                        known.chemistries().isEmpty() ? found.chemistries() : known.chemistries(),
                        Math.max(known.cells(), found.cells()),
                        requirements,
                        replace ? found.basis() : known.basis(),
                        known.assumed() && found.assumed()));
    }

    private static Range positive(Range range) {
        return range.min() > 0 ? range : new Range(Math.min(range.max(), 0), range.max());
    }

    private static @Nullable Range volts(Quantity quantity) {
        Double min = volts(quantity.min(), quantity.unit());
        Double max = volts(quantity.max(), quantity.unit());
        Double nominal = volts(quantity.nominal(), quantity.unit());
        Tolerance tolerance = quantity.tolerance();
        if (nominal != null && tolerance != null && min == null && max == null) {
            boolean relative = tolerance.unit().equals("%");
            double plus = relative
                    ? nominal * tolerance.plus().doubleValue() / 100
                    : Measure.in("V", tolerance.plus().doubleValue(), tolerance.unit())
                            .orElse(0);
            double minus = relative
                    ? nominal * tolerance.minus().doubleValue() / 100
                    : Measure.in("V", tolerance.minus().doubleValue(), tolerance.unit())
                            .orElse(0);
            return new Range(nominal - minus, nominal + plus);
        }
        Double low = min != null ? min : nominal != null ? nominal : max;
        Double high = max != null ? max : nominal != null ? nominal : min;
        return low == null || high == null || low > high ? null : new Range(low, high);
    }

    private static @Nullable Double volts(@Nullable BigDecimal value, String unit) {
        if (value == null) {
            return null;
        }
        OptionalDouble volts = Measure.in("V", value.doubleValue(), unit);
        return volts.isPresent() ? (Double) volts.getAsDouble() : null;
    }
}
