package io.metaforge.agents.power.budget;

import io.metaforge.agents.power.amount.Amounts;
import io.metaforge.agents.power.budget.DeviceBudget.ModeUse;
import io.metaforge.agents.power.budget.DeviceBudget.State;
import io.metaforge.agents.power.input.Architecture;
import io.metaforge.agents.power.input.Architecture.Device;
import io.metaforge.agents.power.input.Architecture.Mode;
import io.metaforge.agents.power.rule.Duty;
import io.metaforge.agents.power.rule.Rules;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Says which mode each part is in for which share of the time. Made for one budget; not thread-safe. */
final class Duties {

    static final String CORE = "core";
    static final String PEAK = "peak";

    private final Facts facts;
    private final Options options;
    private final Profile profile;
    private final Ledger ledger;
    private final Rules rules;
    private final List<String> rest;
    private final Transmitters transmitters;
    private final Durations durations;
    private final OccasionalRadios occasional;
    private final ConverterFed converterFed;
    private final boolean charges;

    Duties(Architecture architecture, Facts facts, Options options, Profile profile, Ledger ledger) {
        this.facts = facts;
        this.options = options;
        this.profile = profile;
        this.ledger = ledger;
        this.rules = ledger.rules();
        this.rest = rules.words("rest");
        this.transmitters = new Transmitters(facts);
        this.durations = new Durations(
                facts, profile, ledger, architecture.devices().stream().anyMatch(d -> d.does("radio")));
        this.converterFed = new ConverterFed(architecture, ledger);
        this.charges = architecture.devices().stream().anyMatch(d -> d.charger() != null);
        this.occasional = new OccasionalRadios(architecture, facts, ledger);
    }

    /** Returns radios that are not counted in service, each with why. */
    List<String> occasional() {
        return occasional.all();
    }

    /** Returns what a current that was counted at the voltage of its rail rests on. */
    List<String> convertedBasis(Mode mode) {
        return converterFed.basis(mode);
    }

    /** Returns what {@code stated} draws; null where it draws nothing of its own. */
    @Nullable
    DeviceBudget of(Device stated) {
        Device device = converterFed.atRail(stated);
        boolean noLoad = device.modes().isEmpty()
                && (device.rail().isEmpty()
                        || device.regulator() != null
                        || device.cell() != null
                        || device.charger() != null
                        || device.mains());
        if (noLoad) {
            return null;
        }
        Map<State, Double> draws = new EnumMap<>(State.class);
        Map<State, String> gaps = new EnumMap<>(State.class);
        if (device.modes().isEmpty()) {
            return DeviceBudget.unknown(device, "no current is known");
        }
        if (device.rail().isEmpty()) {
            return DeviceBudget.unknown(device, Budgeter.UNSUPPLIED);
        }
        peak(device, draws, gaps);
        working(device, draws, gaps);
        Mode resting = resting(device);
        List<ModeUse> uses = options.duty().containsKey(device.reference())
                ? given(device, resting)
                : profile.cyclic() ? cyclic(device, resting, gaps) : continuous(device, gaps);
        double awake = uses.stream().mapToDouble(ModeUse::share).sum();
        if (resting != null && awake < 1 - 1e-12) {
            uses.add(new ModeUse(
                    resting.name(),
                    "rest",
                    resting.milliamperes() * device.quantity(),
                    resting.at(),
                    1 - awake,
                    "otherwise",
                    List.of()));
        } else if (resting == null && awake < 1 - 1e-12) {
            gaps.put(State.AVERAGE, "no current at rest is known");
        }
        draws.put(State.AVERAGE, uses.stream().mapToDouble(ModeUse::average).sum());
        double always = uses.stream()
                .filter(use -> use.share() >= 1 - 1e-12)
                .mapToDouble(ModeUse::milliamperes)
                .sum();
        if (listens(device) && always > 0) {
            draws.put(State.REST, always);
        } else if (listens(device)) {
            gaps.put(State.REST, "it listens, and no working current is known");
        } else if (resting != null) {
            draws.put(State.REST, resting.milliamperes() * device.quantity());
        } else if (always > 0 && profile.cyclic()) {
            draws.put(State.REST, always);
        } else {
            gaps.put(State.REST, "no current at rest is known");
        }
        return new DeviceBudget(
                device,
                uses,
                draws,
                gaps,
                Margins.overstated(transmitters.overstated(device), uses, draws),
                Margins.understated(uses, draws));
    }

    private void peak(Device device, Map<State, Double> draws, Map<State, String> gaps) {
        Mode largest = null;
        boolean transmits = false;
        for (Mode mode : device.modes()) {
            if (mode.name().equals("transmit")) {
                transmits = true;
            } else if (!rest.contains(mode.name())
                    && (largest == null || mode.milliamperes() > largest.milliamperes())) {
                largest = mode;
            }
        }
        Mode transmit = transmits ? transmitters.mode(device) : null;
        if (transmit != null && (largest == null || transmit.milliamperes() > largest.milliamperes())) {
            largest = transmit;
        }
        if (largest == null) {
            gaps.put(State.PEAK, "no working current is known");
            return;
        }
        draws.put(State.PEAK, largest.milliamperes() * device.quantity());
        if (device.does("radio") && !transmits && !largest.name().equals(PEAK)) {
            gaps.put(State.PEAK, "no transmit current is known");
        }
    }

    private void working(Device device, Map<State, Double> draws, Map<State, String> gaps) {
        boolean onlyRadio = device.functions().stream().allMatch(f -> f.startsWith("radio"));
        Mode resting = resting(device);
        if (onlyRadio && profile.cyclic() && resting != null) {
            draws.put(State.WORKING, resting.milliamperes() * device.quantity());
            return;
        }
        Mode mode = workingMode(device, !profile.cyclic());
        if (mode == null) {
            gaps.put(State.WORKING, "no working current is known");
        } else {
            draws.put(State.WORKING, mode.milliamperes() * device.quantity());
        }
    }

    private @Nullable Mode workingMode(Device device, boolean radios) {
        Mode best = null;
        for (String function : functions(device)) {
            if (!radios && function.startsWith("radio") && device.does("mcu")) {
                continue;
            }
            Mode mode = first(device, rules.duty(function).working());
            if (mode != null && (best == null || mode.milliamperes() > best.milliamperes())) {
                best = mode;
            }
        }
        return best;
    }

    private static List<String> functions(Device device) {
        return device.functions().isEmpty() ? List.of("") : device.functions();
    }

    private @Nullable Mode resting(Device device) {
        List<String> not = device.does("mcu") ? rules.words("restNotForControllers") : List.of();
        Mode least = null;
        for (Mode mode : device.modes()) {
            if (rest.contains(mode.name())
                    && !not.contains(mode.name())
                    && (least == null || mode.milliamperes() < least.milliamperes())) {
                least = mode;
            }
        }
        return least;
    }

    private List<ModeUse> given(Device device, @Nullable Mode resting) {
        List<ModeUse> uses = new ArrayList<>();
        String argument = "args.duty." + device.reference();
        options.duty().getOrDefault(device.reference(), Map.of()).forEach((name, share) -> {
            Mode mode = name.equals("transmit") ? transmitters.mode(device) : named(device, name);
            if (mode == null) {
                throw Options.refusal(
                        "input." + argument + "." + name,
                        "one of the modes of " + device.name() + ": "
                                + String.join(
                                        ", ",
                                        device.modes().stream()
                                                .map(Mode::name)
                                                .distinct()
                                                .toList()));
            }
            if (!mode.equals(resting)) {
                uses.add(use(device, mode, share, Amounts.percent(share) + " of the time", List.of(argument)));
            }
        });
        return uses;
    }

    private List<ModeUse> continuous(Device device, Map<State, String> gaps) {
        List<ModeUse> uses = new ArrayList<>();
        Mode mode = workingMode(device, true);
        if (mode == null) {
            gaps.put(State.AVERAGE, "no working current is known");
        } else {
            List<String> basis = new ArrayList<>(List.of(ledger.make("continuous")));
            standIn(
                            mode,
                            functions(device).stream()
                                    .map(function ->
                                            rules.duty(function).working().get(0))
                                    .toList())
                    .ifPresent(basis::add);
            uses.add(use(device, mode, 1, "all the time", basis));
        }
        if (mode == null && resting(device) != null) {
            // a resting current would stand for working otherwise
            uses.add(new ModeUse("unknown", "active", 0, "", 1, "all the time", List.of()));
        }
        return uses;
    }

    private List<ModeUse> cyclic(Device device, @Nullable Mode resting, Map<State, String> gaps) {
        List<ModeUse> uses = new ArrayList<>();
        double left = 1;
        // a sensor that measures two things at once has the same duty twice
        Set<Duty> duties = new LinkedHashSet<>();
        for (String function : functions(device)) {
            boolean same = function.equals("storage.eeprom") && device.does("storage.fram");
            if (!same && !occasional.is(device, function)) {
                duties.add(rules.duty(function));
            }
        }
        for (Duty duty : duties) {
            for (Duty.Use stated : duty.uses()) {
                Duty.Use use = allTheTime(device, duty, stated);
                if (use.time().equals("lora_windows") && !durations.lorawan()) {
                    continue;
                }
                Mode mode = use.modes().get(0).equals("transmit") && has(device, "transmit")
                        ? transmitters.mode(device)
                        : first(device, use.modes());
                if (mode == null) {
                    String unknown =
                            gaps.getOrDefault(State.WORKING, "no " + use.modes().get(0) + " current is known");
                    gaps.putIfAbsent(State.AVERAGE, unknown);
                    double share = Math.min(left, unknownShare(device, use));
                    if (share > 0) {
                        left -= share;
                        uses.add(new ModeUse("unknown", "active", 0, "", share, how(use), List.of()));
                    }
                    continue;
                }
                ModeUse found = timed(device, use, mode);
                double share = Math.min(left, found.share());
                if (share <= 0) {
                    continue;
                }
                left -= share;
                uses.add(new ModeUse(
                        found.mode(),
                        found.group(),
                        found.milliamperes(),
                        found.at(),
                        share,
                        found.how(),
                        found.basis()));
            }
        }
        return uses;
    }

    /** Reports whether {@code device} is the controller of a product that answers on a bus. */
    private boolean listens(Device device) {
        return device.does("mcu")
                && !profile.listening().isEmpty()
                && !options.duty().containsKey(device.reference());
    }

    private Duty.Use allTheTime(Device device, Duty duty, Duty.Use use) {
        if (listens(device)) {
            return new Duty.Use("always", rules.words("listeningModes"), "listening");
        }
        return charges && device.does("sensor.current") && duty.function().equals("sensor")
                ? new Duty.Use("always", use.modes(), "integrating")
                : use;
    }

    private double unknownShare(Device device, Duty.Use use) {
        if (use.per().equals("always")) {
            return 1;
        }
        double interval = interval(device, use).value();
        return Math.min(1, durations.of(use.time(), interval).value() / interval);
    }

    private static String how(Duty.Use use) {
        return use.per().equals("always") ? "all the time" : "for each " + use.per();
    }

    private Cited interval(Device device, Duty.Use use) {
        Cited rate = device.does("sensor") || device.does("gnss") ? facts.rate(device.requirements()) : null;
        return rate != null
                ? new Cited(1 / rate.value(), rate.basis())
                : switch (use.per()) {
                    case "report" -> profile.report();
                    case "advertisement" -> profile.advertisement();
                    default -> profile.sample();
                };
    }

    private ModeUse timed(Device device, Duty.Use use, Mode mode) {
        if (use.per().equals("always")) {
            List<String> basis = new ArrayList<>(List.of(ledger.make(use.time())));
            boolean listening = use.time().equals("listening");
            if (listening) {
                basis.addAll(profile.listening());
            }
            standIn(mode, listening ? use.modes() : use.modes().subList(0, 1)).ifPresent(basis::add);
            return use(device, mode, 1, "all the time", basis);
        }
        Cited interval = interval(device, use);
        Cited time = durations.of(use.time(), interval.value());
        List<String> basis = new ArrayList<>(interval.basis());
        time.basis().stream().filter(b -> !basis.contains(b)).forEach(basis::add);
        standIn(mode, use.modes().subList(0, 1)).ifPresent(basis::add);
        if (mode.name().equals("transmit") && transmitters.overstated(device)) {
            basis.add(ledger.make("transmit_power"));
        }
        ModeUse found = use(
                device,
                mode,
                Math.min(1, time.value() / interval.value()),
                Amounts.seconds(time.value()) + " every " + Amounts.seconds(interval.value()),
                basis);
        // a current that stands in for another one is shown as what it stands for
        String group = group(use.modes().get(0));
        return new ModeUse(
                found.mode(), group, found.milliamperes(), found.at(), found.share(), found.how(), found.basis());
    }

    /** Makes the assumption that {@code mode} stands for one of those that are meant, where it does. */
    private Optional<String> standIn(Mode mode, List<String> wanted) {
        return switch (mode.name()) {
            case CORE -> Optional.of(ledger.make("headline"));
            case PEAK -> Optional.of(ledger.make("peak"));
            default -> wanted.contains(mode.name()) ? Optional.empty() : Optional.of(ledger.make("stand_in"));
        };
    }

    private String group(String mode) {
        return rest.contains(mode) ? "rest" : mode.equals("transmit") || mode.equals("receive") ? mode : "active";
    }

    private ModeUse use(Device device, Mode mode, double share, String how, List<String> basis) {
        List<String> all = new ArrayList<>(basis);
        all.addAll(converterFed.basis(mode));
        return new ModeUse(
                mode.name(), group(mode.name()), mode.milliamperes() * device.quantity(), mode.at(), share, how, all);
    }

    private static boolean has(Device device, String name) {
        return device.modes().stream().anyMatch(mode -> mode.name().equals(name));
    }

    private static @Nullable Mode first(Device device, List<String> names) {
        for (String name : names) {
            Mode mode = named(device, name);
            if (mode != null) {
                return mode;
            }
        }
        return null;
    }

    private static @Nullable Mode named(Device device, String name) {
        return device.modes().stream()
                .filter(mode -> mode.name().equals(name))
                .findFirst()
                .orElse(null);
    }
}
