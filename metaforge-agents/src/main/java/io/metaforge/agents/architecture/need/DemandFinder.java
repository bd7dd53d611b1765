package io.metaforge.agents.architecture.need;

import io.metaforge.agents.architecture.catalogue.Catalogue;
import io.metaforge.agents.architecture.catalogue.Part;
import io.metaforge.agents.architecture.catalogue.Range;
import io.metaforge.agents.constraints.Category;
import io.metaforge.agents.constraints.Constraints;
import io.metaforge.agents.constraints.Priority;
import io.metaforge.agents.constraints.Quantity;
import io.metaforge.agents.constraints.Requirement;
import io.metaforge.agents.constraints.Source;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Finds in requirements what they ask of the hardware. Made for one document; not thread-safe. */
public final class DemandFinder {

    private static final Pattern OPTIONAL =
            Pattern.compile("\\b(?:optional(?:ly)?|nice to have|future|where practical|if practical)\\b");
    private static final Set<String> BUDGETS = Set.of(
            "bom_cost",
            "unit_cost",
            "cost",
            "component_cost",
            "parts_cost",
            "cost_ceiling",
            "target_cost",
            "electronics_cost",
            "product_cost",
            "pcb_cost",
            "manufacturing_cost");
    private static final Pattern FOREIGN_BUDGET = Pattern.compile(
            "\\b(?:enclosure cost|cost of enclosure|packaging|assembly and test|labou?r|shipping|fan budget|front panel|certification|landed|retail)\\b");
    private static final Pattern CHARGING = Pattern.compile("\\b(?:be |is |are )?charg(?:ed|ing)\\b");
    private static final Pattern STORAGE = Pattern.compile("\\b(?:stor(?:e|ed|age)|transport|lager\\w*)\\b");
    private static final int MAX_COUNT = 32;
    private static final Map<SourceDemand.Kind, List<String>> WORDS_OF = Map.of(
            SourceDemand.Kind.BATTERY, List.of("battery", "cell", "pack"),
            SourceDemand.Kind.SOLAR, List.of("panel", "solar"),
            SourceDemand.Kind.EXTERNAL, List.of("input"));

    private final Catalogue catalogue;
    private final Vocabulary vocabulary;
    private final PowerDemands power;
    private final Map<String, Collected> collected = new TreeMap<>();
    private final Map<String, String> refused = new LinkedHashMap<>();
    private final Map<String, String> dispensed = new LinkedHashMap<>();
    private final Map<String, List<String>> optional = new LinkedHashMap<>();
    private final Map<String, List<String>> elsewhere = new LinkedHashMap<>();
    private final Map<String, List<String>> touched = new LinkedHashMap<>();
    private final NamedParts namedParts;
    private final List<TemperatureLimit> temperatures = new ArrayList<>();
    private final List<Bound> budgets = new ArrayList<>();
    private @Nullable Board board;

    private DemandFinder(Catalogue catalogue, Vocabulary vocabulary) {
        this.catalogue = catalogue;
        this.vocabulary = vocabulary;
        this.power = new PowerDemands(vocabulary);
        this.namedParts = new NamedParts(catalogue, vocabulary);
    }

    private static final class Collected {
        final List<String> requirements = new ArrayList<>();
        final List<Limit> limits = new ArrayList<>();
        final Map<String, List<String>> named = new LinkedHashMap<>();
        final Map<String, String> buses = new LinkedHashMap<>();
        int count = 1;
        int mentions;
        boolean generic = true;
        String choice = "";
    }

    /** Returns what {@code constraints} ask for. */
    public static Demands find(Constraints constraints, Catalogue catalogue, Vocabulary vocabulary) {
        DemandFinder finder = new DemandFinder(catalogue, vocabulary);
        for (Requirement requirement : constraints.requirements()) {
            finder.add(requirement);
        }
        finder.commonModes(constraints.requirements());
        return finder.demands();
    }

    /**
     * Returns the source of energy that a text such as "run it from a 2S LiPo" speaks of; empty where it speaks of none.
     *
     * @param quantities of the text; voltages named {@code supply_voltage}
     */
    public static Optional<SourceDemand> source(
            Vocabulary vocabulary, String id, String text, List<Quantity> quantities) {
        PowerDemands power = new PowerDemands(vocabulary);
        Requirement requirement =
                new Requirement(id, Category.POWER, Priority.MUST, text, new Source("", 1), quantities, List.of());
        power.add(requirement, new Wording(text));
        return power.sources().stream().findFirst();
    }

    private void add(Requirement requirement) {
        Wording wording = new Wording(requirement.text());
        touched.put(requirement.id(), new ArrayList<>());
        boolean voluntary = requirement.priority() == Priority.MAY
                || wording.matcher(OPTIONAL).find();
        List<Function> asked = asked(requirement, wording);
        decide(requirement, wording, asked);
        if (voluntary) {
            for (Function function : asked) {
                optional.computeIfAbsent(function.id(), id -> new ArrayList<>()).add(requirement.id());
                touch(requirement, function.id());
            }
        } else {
            named(requirement, wording, asked);
            asked.forEach(function -> collect(function, requirement, wording));
            limits(requirement, wording, asked);
        }
        power.add(requirement, wording);
        environment(requirement);
        board(requirement, wording);
        budget(requirement, wording);
        namedParts.note(requirement);
    }

    /** Returns what is asked for, and notes what is refused, not needed, or outside. */
    private List<Function> asked(Requirement requirement, Wording wording) {
        Wording unlabelled = new Wording(wording.withoutLabels());
        boolean output = RailText.isOutput(requirement, wording);
        List<Function> asked = new ArrayList<>();
        for (Function function : vocabulary.functions()) {
            boolean light = function.by().equals("discrete");
            switch (mention(function, requirement, light ? wording : unlabelled)) {
                case ASKED -> {
                    // What an output feeds is outside: "5 V, 2 A for receiver and GNSS".
                    if (!function.by().equals("refusal")
                            && (!output || function.id().startsWith("connector."))) {
                        asked.add(function);
                    }
                }
                case REFUSED -> refused.putIfAbsent(function.id(), requirement.id());
                case DISPENSED -> dispensed.putIfAbsent(function.id(), requirement.id());
                case ELSEWHERE -> {
                    elsewhere
                            .computeIfAbsent(function.id(), id -> new ArrayList<>())
                            .add(requirement.id());
                    touch(requirement, function.id());
                    vocabulary.function(function.port()).ifPresent(asked::add);
                }
                case NONE -> {}
            }
        }
        if (asked.isEmpty() && !output) {
            // A quantity alone says what it measures only where the words do not.
            vocabulary.functions().stream()
                    .filter(function -> byParameter(function, requirement) && fits(function, requirement, wording))
                    .forEach(asked::add);
        }
        return asked;
    }

    private static boolean byParameter(Function function, Requirement requirement) {
        return requirement.quantities().stream()
                .anyMatch(quantity -> function.parameters().contains(quantity.parameter()));
    }

    private static boolean fits(Function function, Requirement requirement, Wording wording) {
        return !wording.hasAny(function.unless())
                && !function.notCategories().contains(requirement.category().word())
                && (function.withAny().isEmpty() || wording.hasAny(function.withAny()));
    }

    private static Wording.Mention mention(Function function, Requirement requirement, Wording wording) {
        if (wording.hasAny(function.unless())
                || function.notCategories().contains(requirement.category().word())) {
            return Wording.Mention.NONE;
        }
        List<String> terms = new ArrayList<>(function.terms());
        if (wording.hasAny(function.guards())) {
            terms.addAll(function.guarded());
        }
        Wording.Mention mention = Wording.Mention.NONE;
        for (String term : terms) {
            Wording.Mention here = wording.mention(term);
            if (here == Wording.Mention.ASKED) {
                mention = function.device() && wording.elsewhere(term) ? Wording.Mention.ELSEWHERE : here;
                break;
            }
            mention = here == Wording.Mention.NONE ? mention : here;
        }
        boolean beside = function.withAny().isEmpty() || wording.hasAny(function.withAny());
        if (mention == Wording.Mention.NONE
                && requirement.interfaces().stream()
                        .anyMatch(name -> function.interfaces().stream().anyMatch(name::equalsIgnoreCase))) {
            mention = function.device() && wording.aboutPort() ? Wording.Mention.ELSEWHERE : Wording.Mention.ASKED;
        }
        return beside ? mention : Wording.Mention.NONE;
    }

    private void touch(Requirement requirement, String function) {
        List<String> functions = touched.computeIfAbsent(requirement.id(), id -> new ArrayList<>());
        if (!functions.contains(function)) {
            functions.add(function);
        }
    }

    private Collected collected(String function) {
        return collected.computeIfAbsent(function, id -> new Collected());
    }

    private void collect(Function function, Requirement requirement, Wording wording) {
        if (function.by().equals("source")) {
            return;
        }
        Collected need = collected(function.id());
        touch(requirement, function.id());
        if (!need.requirements.contains(requirement.id())) {
            need.requirements.add(requirement.id());
            need.mentions++;
        }
        boolean specific = function.generic().isEmpty()
                || function.terms().stream()
                        .anyMatch(term -> !function.generic().contains(term) && wording.hasAny(List.of(term)))
                || function.interfaces().stream()
                        .anyMatch(name -> !function.generic().contains(name)
                                && requirement.interfaces().contains(name));
        need.generic &= !specific;
        if (function.countable()) {
            int count = Math.max(
                    function.terms().stream().mapToInt(wording::count).max().orElse(0), wording.countColumn());
            for (Quantity quantity : requirement.quantities()) {
                BigDecimal value = quantity.nominal() != null ? quantity.nominal() : quantity.min();
                if (value != null
                        && quantity.unit().isEmpty()
                        && function.terms().stream().anyMatch(term -> quantity.parameter()
                                .contains(term.replace(' ', '_').replace('-', '_')))) {
                    count = Math.max(
                            count, value.min(BigDecimal.valueOf(MAX_COUNT)).intValue());
                }
            }
            need.count = Math.max(need.count, Math.min(count, MAX_COUNT));
        }
        if (function.id().equals("measure.voltage")) {
            need.count = Math.max(need.count, wording.nets());
        }
        if (function.id().startsWith("connector.")) {
            contacts(function, requirement, wording, need);
        }
        if (function.perRequirement()) {
            need.count = Math.min(need.mentions, MAX_COUNT);
        }
        if (function.by().equals("part") && !function.id().startsWith("interface.")) {
            for (String bus : List.of("SPI", "I2C")) {
                if (requirement.interfaces().contains(bus)
                        && requirement.interfaces().stream()
                                        .filter(List.of("SPI", "I2C")::contains)
                                        .count()
                                == 1
                        && function.id().startsWith("sensor.")) {
                    need.buses.put(requirement.id(), bus);
                }
            }
        }
    }

    /** What measures a current beside a supply has to stand its highest voltage, and that up to which it is measured. */
    private void commonModes(List<Requirement> requirements) {
        Collected meter = collected.get("sensor.current");
        if (meter == null || meter.requirements.isEmpty()) {
            return;
        }
        Collected voltages = collected.get("measure.voltage");
        for (Requirement requirement : requirements) {
            double highest = 0;
            if (voltages != null && voltages.requirements.contains(requirement.id())) {
                for (Quantity quantity : requirement.quantities()) {
                    BigDecimal max = quantity.max();
                    if (max != null && quantity.parameter().endsWith("voltage")) {
                        highest = Math.max(
                                highest,
                                Measure.in("V", max.doubleValue(), quantity.unit())
                                        .orElse(0));
                    }
                }
            }
            for (SourceDemand source : power.sources()) {
                boolean direct = source.kind() != SourceDemand.Kind.MAINS && source.kind() != SourceDemand.Kind.USB;
                if (direct
                        && source.requirements().contains(requirement.id())
                        && measures(source, meter, requirements)) {
                    highest = Math.max(highest, source.volts().max());
                }
            }
            if (highest > 0) {
                meter.limits.add(new Limit(
                        requirement.id(),
                        "sensor.current",
                        "common_mode_max",
                        "at-least",
                        new Range(highest, highest),
                        "V"));
            }
        }
    }

    /** "Battery current" is measured beside the battery, and a current without a name beside any source. */
    private static boolean measures(SourceDemand source, Collected meter, List<Requirement> requirements) {
        boolean named = false;
        for (Requirement requirement : requirements) {
            if (meter.requirements.contains(requirement.id())) {
                Wording wording = new Wording(requirement.text());
                if (wording.hasAny(WORDS_OF.getOrDefault(source.kind(), List.of()))) {
                    return true;
                }
                named |= WORDS_OF.values().stream().anyMatch(wording::hasAny);
            }
        }
        return !named;
    }

    private static void contacts(Function function, Requirement requirement, Wording wording, Collected need) {
        boolean counted =
                function.id().startsWith("connector.jst") || function.id().equals("connector.terminal");
        if (function.countable()) {
            need.count = Math.max(need.count, wording.places());
        }
        if (counted && wording.pins() > 0) {
            double pins = wording.pins();
            need.limits.add(
                    new Limit(requirement.id(), function.id(), Limit.PINS, "at-least", new Range(pins, pins), ""));
        }
    }

    /** Of kinds of parts that a requirement leaves open with "or", the one whose cheapest part costs least is taken. */
    private void decide(Requirement requirement, Wording wording, List<Function> asked) {
        for (Function one : List.copyOf(asked)) {
            for (Function other : List.copyOf(asked)) {
                boolean open = one != other
                        && asked.contains(one)
                        && asked.contains(other)
                        && one.by().equals("part")
                        && other.by().equals("part")
                        && wording.leavesOpen(one.terms(), other.terms());
                if (open && cheapest(one) <= cheapest(other)) {
                    asked.remove(other);
                    collected(one.id()).choice = requirement.id() + " leaves the kind open: " + one.title()
                            + " is taken, of which the cheapest part costs less than that of " + other.title() + ".";
                }
            }
        }
    }

    private double cheapest(Function function) {
        return catalogue.doing(function.id()).stream()
                .map(Part::price)
                .filter(java.util.Objects::nonNull)
                .mapToDouble(price -> price.usd().doubleValue())
                .min()
                .orElse(Double.MAX_VALUE);
    }

    /** Parts and families that a requirement names narrow the choice for what they do. */
    private void named(Requirement requirement, Wording wording, List<Function> asked) {
        Map<String, List<String>> byFunction = new LinkedHashMap<>();
        List<String> families = new ArrayList<>();
        for (Part part : catalogue.parts()) {
            if (NamedParts.names(part, wording, families)) {
                boolean serves = asked.stream().anyMatch(function -> part.does(function.id()));
                for (String function : part.functions()) {
                    boolean wanted = serves
                            ? asked.stream().anyMatch(f -> f.id().equals(function))
                            : function.equals(part.functions().get(0));
                    if (wanted) {
                        byFunction
                                .computeIfAbsent(function, id -> new ArrayList<>())
                                .add(part.mpn());
                    }
                }
            }
        }
        byFunction.forEach((function, parts) -> vocabulary.function(function).ifPresent(known -> {
            if (asked.stream().noneMatch(f -> f.id().equals(function))) {
                asked.add(known);
            }
            collected(function).named.put(requirement.id(), parts);
        }));
    }

    private void limits(Requirement requirement, Wording wording, List<Function> asked) {
        if (requirement.quantities().stream().anyMatch(q -> q.parameter().equals("efficiency"))) {
            // The other amounts are the conditions that it holds under.
            return;
        }
        for (Quantity quantity : requirement.quantities()) {
            for (FigureRule rule : vocabulary.figures()) {
                boolean byName = rule.parameters().contains(quantity.parameter());
                boolean byWord = rule.also().contains(quantity.parameter()) && wording.hasAny(rule.words());
                if (!byName && !byWord) {
                    continue;
                }
                for (String function : rule.functions()) {
                    boolean here = rule.anywhere() || asked.stream().anyMatch(f -> f.id().equals(function));
                    Range wanted = here ? wanted(rule, quantity) : null;
                    if (wanted != null) {
                        collected(function)
                                .limits
                                .add(new Limit(
                                        requirement.id(),
                                        function,
                                        rule.figure(),
                                        rule.relation(),
                                        wanted,
                                        rule.unit()));
                        touch(requirement, function);
                    }
                }
            }
        }
    }

    private static @Nullable Range wanted(FigureRule rule, Quantity quantity) {
        Double min = base(rule, quantity.min(), quantity.unit());
        Double max = base(rule, quantity.max(), quantity.unit());
        Double nominal = base(rule, quantity.nominal(), quantity.unit());
        if (rule.relation().equals("within")) {
            if (quantity.tolerance() != null) {
                Double plus = base(
                        rule, quantity.tolerance().plus(), quantity.tolerance().unit());
                return plus == null ? null : new Range(plus, plus);
            }
            double largest = Math.max(
                    max == null ? 0 : Math.abs(max),
                    Math.max(min == null ? 0 : Math.abs(min), nominal == null ? 0 : Math.abs(nominal)));
            return largest == 0 ? null : new Range(largest, largest);
        }
        if (rule.relation().equals("covers")) {
            Double low = min != null ? min : nominal != null ? nominal : max;
            Double high = max != null ? max : nominal != null ? nominal : min;
            return low == null || high == null || low > high ? null : new Range(low, high);
        }
        Double bound = null;
        for (Double value : new Double[] {min, nominal, max}) {
            if (value != null
                    && (bound == null || (rule.relation().equals("at-least") ? value > bound : value < bound))) {
                bound = value;
            }
        }
        return bound == null ? null : new Range(bound, bound);
    }

    private static @Nullable Double base(FigureRule rule, @Nullable BigDecimal value, String unit) {
        if (value == null) {
            return null;
        }
        OptionalDouble converted = Measure.in(rule.unit(), value.doubleValue(), unit);
        return converted.isPresent() ? (Double) converted.getAsDouble() : null;
    }

    private void environment(Requirement requirement) {
        if (CHARGING.matcher(requirement.text().toLowerCase(java.util.Locale.ROOT))
                .find()) {
            // The temperatures at which a battery may be charged bind the charger's settings, not the parts.
            return;
        }
        for (Quantity quantity : requirement.quantities()) {
            String name = quantity.parameter();
            boolean operating = name.equals("operating_temperature") || name.equals("ambient_temperature");
            boolean general = requirement.category() == Category.ENVIRONMENTAL
                    && (name.equals("temperature") || name.equals("temperature_range"));
            if (!operating && !general) {
                continue;
            }
            if (requirement.text().toLowerCase(java.util.Locale.ROOT).contains("storage") && !operating) {
                continue;
            }
            if (requirement.quantities().size() > 1 && RailText.inClause(requirement, quantity, STORAGE)) {
                continue;
            }
            BigDecimal low = quantity.min() != null ? quantity.min() : quantity.nominal();
            BigDecimal high = quantity.max() != null ? quantity.max() : quantity.nominal();
            double min = low == null ? Double.NEGATIVE_INFINITY : low.doubleValue();
            double max = high == null ? Double.POSITIVE_INFINITY : high.doubleValue();
            if (Measure.in("°C", 0, quantity.unit()).isPresent()
                    && min <= max
                    && min < max + 1
                    && (low != null || high != null)) {
                temperatures.add(new TemperatureLimit(requirement.id(), new Range(min, max)));
                touch(requirement, "temperature");
            }
        }
    }

    private void board(Requirement requirement, Wording wording) {
        List<Double> sides = new ArrayList<>();
        boolean boardText = wording.hasAny(List.of("board", "pcb", "carrier"));
        for (Quantity quantity : requirement.quantities()) {
            String name = quantity.parameter();
            BigDecimal value = quantity.max() != null ? quantity.max() : quantity.nominal();
            boolean side = name.matches("(?:board|pcb)_(?:width|height|length|depth|size|dimensions?)")
                    || (boardText && name.matches("(?:.*_)?(?:width|height|length)") && !name.contains("enclosure"));
            if (side && value != null) {
                Measure.in("mm", value.doubleValue(), quantity.unit()).ifPresent(sides::add);
            }
        }
        if (sides.size() >= 2) {
            sides.sort(java.util.Comparator.reverseOrder());
            Board found = new Board(requirement.id(), sides.get(0), sides.get(1));
            if (board == null || found.length() * found.width() < board.length() * board.width()) {
                board = found;
            }
        }
    }

    private void budget(Requirement requirement, Wording wording) {
        for (Quantity quantity : requirement.quantities()) {
            BigDecimal most = quantity.max() != null ? quantity.max() : quantity.nominal();
            if (most != null
                    && BUDGETS.contains(quantity.parameter())
                    && quantity.unit().matches("[A-Z]{3}")
                    && !wording.matcher(FOREIGN_BUDGET).find()) {
                budgets.add(new Bound(requirement.id(), quantity.parameter(), most.doubleValue(), quantity.unit()));
                touch(requirement, "cost");
            }
        }
    }

    private Demands demands() {
        Map<String, Need> needs = new LinkedHashMap<>();
        for (Function function : vocabulary.functions()) {
            Collected found = collected.get(function.id());
            if (found != null && !found.requirements.isEmpty()) {
                boolean yields = !function.yieldsTo().isEmpty()
                        && found.generic
                        && collected.keySet().stream().anyMatch(other -> function.yieldsTo(other));
                if (!yields) {
                    needs.put(function.id(), need(function, found));
                }
            }
        }
        boolean battery = power.sources().stream().anyMatch(source -> source.kind() == SourceDemand.Kind.BATTERY);
        if (!battery && power.batteryMentions().isEmpty()) {
            // What charges other devices has no battery to charge.
            needs.remove("power.charger");
        }
        for (Need need : List.copyOf(needs.values())) {
            for (String implied : need.function().implies()) {
                Optional<Function> function = vocabulary.function(implied);
                if (function.isPresent() && !needs.containsKey(implied) && !refused.containsKey(implied)) {
                    needs.put(
                            implied,
                            Need.assumed(
                                    function.get(),
                                    need.requirements(),
                                    function.get().title() + " is assumed: "
                                            + need.function().title() + " needs it."));
                }
            }
        }
        List<Need> ordered = vocabulary.functions().stream()
                .filter(function -> needs.containsKey(function.id()))
                .map(function -> java.util.Objects.requireNonNull(needs.get(function.id())))
                .toList();
        return new Demands(
                ordered,
                refused,
                dispensed,
                optional,
                elsewhere,
                List.copyOf(temperatures),
                board,
                List.copyOf(budgets),
                power.sources(),
                power.rails(),
                power.sleepCurrents(),
                power.peakCurrents(),
                power.averageCurrents(),
                power.batteryLives(),
                power.capacities(),
                power.surges(),
                power.batteryMentions(),
                namedParts.unknown(),
                Map.of(),
                Map.of(),
                Map.of(),
                Map.of(),
                touched);
    }

    private Need need(Function function, Collected found) {
        String assumption = !found.generic || function.generic().isEmpty()
                ? found.choice
                : function.title()
                        + (function.id().startsWith("connector.usb")
                                ? " is assumed: the requirements ask for USB without naming the connector."
                                : ": the requirements leave open which kind.");
        // An accelerometer inside a six-axis sensor is one block, not two.
        List<Limit> limits = found.limits;
        boolean known =
                function.by().equals("none") && !catalogue.doing(function.id()).isEmpty();
        return new Need(
                known ? function.byPart() : function,
                found.requirements,
                found.count,
                limits,
                found.named,
                found.buses,
                assumption);
    }
}
