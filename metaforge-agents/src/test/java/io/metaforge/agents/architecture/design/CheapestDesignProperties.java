package io.metaforge.agents.architecture.design;

import static org.assertj.core.api.Assertions.assertThat;

import io.metaforge.agents.architecture.catalogue.Catalogue;
import io.metaforge.agents.architecture.catalogue.Part;
import io.metaforge.agents.architecture.catalogue.Range;
import io.metaforge.agents.architecture.catalogue.Regulator;
import io.metaforge.agents.architecture.need.Demands;
import io.metaforge.agents.architecture.need.Need;
import io.metaforge.agents.architecture.need.SourceDemand;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;

/**
 * The design that is chosen costs as little as any: small random catalogues, every combination of parts, controllers,
 * rails and regulators tried one by one without any cutting off.
 */
class CheapestDesignProperties {

    /** A design without the controller it needs is worse than any with one. */
    private static final long NO_CONTROLLER = 1000 * RailSearch.UNSUPPLIED;

    private static final double[] LEVELS = {3.3, 3.0, 2.8, 2.5, 1.8, 5.0};
    private static final List<String> FUNCTIONS = List.of("sensor.temperature", "sensor.humidity", "sensor.pressure");
    private static final List<Range> SUPPLIES = List.of(
            new Range(1.7, 3.6), new Range(3.0, 3.6), new Range(4.5, 5.5), new Range(1.62, 1.98), new Range(2.7, 5.5));
    private static final List<Range> SOURCES =
            List.of(new Range(3.0, 4.2), new Range(4.75, 5.25), new Range(9, 25.2), new Range(1.8, 3.0));

    @Property(tries = 80)
    void no_combination_is_cheaper(@ForAll @LongRange(min = 0, max = 1_000_000_000) long seed) {
        Case random = new Case(new Random(seed));

        Fitness fitness = new Fitness(random.demands);
        PowerPlanner planner = new PowerPlanner(random.catalogue, fitness, random.demands, false, null);
        Selection selection =
                Selector.select(random.catalogue, fitness, new Limits(random.demands), planner, random.demands.needs());
        long found = parts(selection.quantities())
                + planner.cost(selection.quantities(), selection.controller(), false)
                + (selection.controller() == null ? NO_CONTROLLER : 0);

        assertThat(selection.complete()).isTrue();
        assertThat(found).isEqualTo(random.cheapest());
    }

    private static long parts(Map<Part, Integer> quantities) {
        long sum = 0;
        for (Map.Entry<Part, Integer> entry : quantities.entrySet()) {
            sum += price(entry.getKey()) * entry.getValue();
        }
        return sum;
    }

    private static long price(Part part) {
        return part.price() == null ? 0 : part.price().usd().movePointRight(4).longValue();
    }

    /** One random problem, and its solution by trying everything. */
    private static final class Case {
        final Random random;
        final Range source;
        final Catalogue catalogue;
        final Demands demands;
        final List<Part> regulators;
        final Map<Map<Part, Integer>, Long> supplies = new HashMap<>();

        Case(Random random) {
            this.random = random;
            source = SOURCES.get(random.nextInt(SOURCES.size()));
            List<Part> parts = new ArrayList<>();
            int functions = 1 + random.nextInt(FUNCTIONS.size());
            for (int f = 0; f < functions; f++) {
                for (int i = 0; i < 1 + random.nextInt(3); i++) {
                    List<String> does = new ArrayList<>(List.of(FUNCTIONS.get(f)));
                    if (random.nextInt(3) == 0 && functions > 1) {
                        does.add(FUNCTIONS.get((f + 1) % functions));
                    }
                    parts.add(TestParts.part(
                            "S" + f + i,
                            does,
                            SUPPLIES.get(random.nextInt(SUPPLIES.size())),
                            1 + random.nextInt(300),
                            List.of("UART"),
                            Map.of(),
                            null,
                            cents(50, 400)));
                }
            }
            for (int i = 0; i < 2; i++) {
                parts.add(TestParts.part(
                        "M" + i,
                        List.of("mcu"),
                        SUPPLIES.get(random.nextInt(SUPPLIES.size())),
                        1 + random.nextInt(100),
                        List.of(),
                        Map.of("UART", 1 + random.nextInt(3), "GPIO", 20),
                        null,
                        cents(50, 400)));
            }
            regulators = new ArrayList<>();
            for (int i = 0; i < 4; i++) {
                regulators.add(TestParts.regulator(
                        "R" + i, random.nextBoolean() ? "SOT-23-5" : "SOT-223", regulator(), cents(10, 250)));
            }
            parts.addAll(regulators);
            catalogue = Catalogue.of(parts);
            List<Need> needs = new ArrayList<>(List.of(TestParts.need("mcu", 1)));
            for (int f = 0; f < functions; f++) {
                needs.add(TestParts.need(FUNCTIONS.get(f), 1));
            }
            demands = TestParts.demands(
                    needs,
                    List.of(TestParts.source(SourceDemand.Kind.EXTERNAL, source.min(), source.max())),
                    List.of(),
                    List.of());
        }

        private String cents(int low, int high) {
            return "" + (low + random.nextInt(high - low)) / 100.0;
        }

        private Regulator regulator() {
            double volts = LEVELS[random.nextInt(LEVELS.length)];
            return switch (random.nextInt(3)) {
                case 0 -> TestParts.ldo(volts, 2, random.nextBoolean() ? 6 : 30, 100 + random.nextInt(800), 0.2);
                case 1 -> TestParts.buck(0.8, 6, 2.5, random.nextBoolean() ? 6 : 36, 200 + random.nextInt(900));
                default ->
                    new Regulator(
                            "boost",
                            new Range(1, 5),
                            List.of(),
                            new Range(2.5, 6),
                            null,
                            null,
                            0.001,
                            null,
                            500.0 + random.nextInt(2000),
                            null,
                            "");
            };
        }

        long cheapest() {
            return choose(1, new LinkedHashMap<>());
        }

        /** Every part for every need after the controller's, then every controller. */
        private long choose(int index, Map<Need, Part> chosen) {
            List<Need> needs = demands.needs();
            if (index < needs.size()) {
                long least = Long.MAX_VALUE;
                for (Part part : catalogue.doing(needs.get(index).function().id())) {
                    Map<Need, Part> more = new LinkedHashMap<>(chosen);
                    more.put(needs.get(index), part);
                    least = Math.min(least, choose(index + 1, more));
                }
                return least;
            }
            Map<Part, Integer> quantities = new LinkedHashMap<>();
            chosen.values().forEach(part -> quantities.put(part, 1));
            long least = Long.MAX_VALUE;
            for (Part controller : catalogue.doing("mcu")) {
                if (controller.provides().get("UART") >= quantities.size()) {
                    Map<Part, Integer> all = new LinkedHashMap<>(quantities);
                    all.put(controller, 1);
                    least = Math.min(least, parts(all) + supply(all, controller));
                }
            }
            return least != Long.MAX_VALUE ? least : NO_CONTROLLER + parts(quantities) + supply(quantities, null);
        }

        private long supply(Map<Part, Integer> parts, Part controller) {
            Map<Part, Integer> key = new LinkedHashMap<>(parts);
            Long known = supplies.get(key);
            if (known == null) {
                known = place(List.copyOf(parts.keySet()), new LinkedHashMap<>(), controller);
                supplies.put(key, known);
            }
            return known;
        }

        /** Every place for every part: the source (0), a level (1 to 6), or nowhere (-1). */
        private long place(List<Part> parts, Map<Part, Integer> places, Part controller) {
            if (places.size() == parts.size()) {
                return hang(places, controller);
            }
            Part part = parts.get(places.size());
            long least = Long.MAX_VALUE;
            for (int place = -1; place <= LEVELS.length; place++) {
                if ((place < 0 || part.supply().covers(window(place))) && together(part, place, places)) {
                    Map<Part, Integer> more = new LinkedHashMap<>(places);
                    more.put(part, place);
                    least = Math.min(least, place(parts, more, controller));
                }
            }
            return least;
        }

        /** Parts that stand the same voltages share a rail: that is a rule of the search, not a result of it. */
        private boolean together(Part part, int place, Map<Part, Integer> places) {
            return places.entrySet().stream()
                    .allMatch(entry -> !allowed(entry.getKey()).equals(allowed(part)) || entry.getValue() == place);
        }

        private List<Integer> allowed(Part part) {
            List<Integer> allowed = new ArrayList<>();
            for (int place = 0; place <= LEVELS.length; place++) {
                if (part.supply().covers(window(place))) {
                    allowed.add(place);
                }
            }
            return allowed;
        }

        private Range window(int place) {
            return place == 0 ? source : new Range(LEVELS[place - 1] * 0.97, LEVELS[place - 1] * 1.03);
        }

        private long hang(Map<Part, Integer> places, Part controller) {
            List<Integer> used = new ArrayList<>(places.values().stream()
                    .filter(place -> place > 0)
                    .distinct()
                    .sorted()
                    .toList());
            long least = Long.MAX_VALUE;
            // 3.3 V and 5 V may carry other rails, whether parts hang on them or not.
            for (List<Integer> carriers : List.of(List.<Integer>of(), List.of(1), List.of(6), List.of(1, 6))) {
                if (carriers.stream().noneMatch(used::contains)) {
                    List<Integer> more = new ArrayList<>(used);
                    more.addAll(carriers);
                    least = Math.min(least, parents(places, more, new ArrayList<>()));
                }
            }
            long penalty = RailSearch.UNSUPPLIED
                    * places.values().stream().filter(place -> place < 0).count();
            if (controller != null && places.get(controller) >= 0) {
                Range own = window(places.get(controller));
                for (Map.Entry<Part, Integer> entry : places.entrySet()) {
                    Range other = entry.getValue() < 0 ? own : window(entry.getValue());
                    boolean agree = entry.getValue() < 0
                            || entry.getValue().equals(places.get(controller))
                            || own.min() >= 0.7 * other.max() - 1e-9
                                    && other.min() >= 0.7 * own.max() - 1e-9
                                    && own.max() <= other.min() + 0.3 + 1e-9
                                    && other.max() <= own.min() + 0.3 + 1e-9;
                    penalty += agree || entry.getKey().does("mcu") ? 0 : LogicLevels.PENALTY;
                }
            }
            return least + penalty;
        }

        /** Every parent for every level: the source (-1) or another level that hangs on the source. */
        private long parents(Map<Part, Integer> places, List<Integer> used, List<Integer> parents) {
            if (parents.size() == used.size()) {
                for (int i = 0; i < parents.size(); i++) {
                    boolean third = parents.get(i) >= 0
                            && (parents.get(parents.get(i)) >= 0
                                    || !List.of(1, 6).contains(used.get(parents.get(i))));
                    double volts = LEVELS[used.get(i) - 1];
                    double above = parents.get(i) >= 0 ? LEVELS[used.get(parents.get(i)) - 1] : 0;
                    if (third
                            || (above > volts && above > source.min())
                            || (above > 0 && above < volts && volts < source.min())) {
                        return RailSearch.UNSUPPLIED * 1000;
                    }
                }
                return regulate(places, used, parents, new LinkedHashMap<>());
            }
            long least = Long.MAX_VALUE;
            for (int parent = -1; parent < used.size(); parent++) {
                if (parent != parents.size()) {
                    List<Integer> more = new ArrayList<>(parents);
                    more.add(parent);
                    least = Math.min(least, parents(places, used, more));
                }
            }
            return least;
        }

        /** Every regulator for every level, or none, which leaves what hangs on it without supply. */
        private long regulate(
                Map<Part, Integer> places, List<Integer> used, List<Integer> parents, Map<Integer, Part> taken) {
            if (taken.size() < used.size()) {
                int index = taken.size();
                long least = Long.MAX_VALUE;
                for (Part part : regulators) {
                    if (part.regulator().gives(LEVELS[used.get(index) - 1])) {
                        Map<Integer, Part> more = new LinkedHashMap<>(taken);
                        more.put(index, part);
                        least = Math.min(least, regulate(places, used, parents, more));
                    }
                }
                return least == Long.MAX_VALUE ? RailSearch.UNSUPPLIED * 1000 : least;
            }
            double[] needed = new double[used.size()];
            for (Map.Entry<Part, Integer> entry : places.entrySet()) {
                if (entry.getValue() > 0) {
                    needed[used.indexOf(entry.getValue())] +=
                            entry.getKey().largestCurrent().orElseThrow().milliamperes() * 1.3;
                }
            }
            long cost = 0;
            for (boolean second : new boolean[] {true, false}) {
                for (int i = 0; i < used.size(); i++) {
                    if (parents.get(i) >= 0 != second) {
                        continue;
                    }
                    Part part = taken.get(i);
                    double volts = LEVELS[used.get(i) - 1];
                    Feed feed = second
                            ? new Feed("other", window(used.get(parents.get(i))), List.of())
                            : new Feed("", source, List.of());
                    if (new RegulatorFit(feed, volts, needed[i], null, null).reject(part, part.regulator()) != null) {
                        return RailSearch.UNSUPPLIED * 1000;
                    }
                    cost += price(part);
                    if (second) {
                        needed[parents.get(i)] += part.regulator().kind().equals("ldo")
                                ? needed[i]
                                : needed[i] * volts / (0.85 * feed.volts().min());
                    }
                }
            }
            return cost;
        }
    }
}
