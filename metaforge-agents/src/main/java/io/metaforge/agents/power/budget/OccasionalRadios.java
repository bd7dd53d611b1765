package io.metaforge.agents.power.budget;

import io.metaforge.agents.constraints.Requirement;
import io.metaforge.agents.power.input.Architecture;
import io.metaforge.agents.power.input.Architecture.Device;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/** Finds radios that requirements keep for setting up the product, which are not on in service. */
final class OccasionalRadios {

    private static final Pattern ONLY = Pattern.compile("\\b(?:only|solely|just)\\b");

    private final Architecture architecture;
    private final Facts facts;
    private final Ledger ledger;
    private final List<String> found = new ArrayList<>();

    OccasionalRadios(Architecture architecture, Facts facts, Ledger ledger) {
        this.architecture = architecture;
        this.facts = facts;
        this.ledger = ledger;
    }

    /** Returns those that were asked about, with what says so. */
    List<String> all() {
        return List.copyOf(found);
    }

    /** Reports whether every requirement for {@code function} of {@code device} keeps it for setting up. */
    boolean is(Device device, String function) {
        if (!function.startsWith("radio")) {
            return false;
        }
        List<String> ids = architecture.blocks().stream()
                .filter(block -> block.function().equals(function))
                .flatMap(block -> block.requirements().stream())
                .toList();
        List<String> words = ledger.rules().words("occasional");
        List<Requirement> asking = facts.of(ids);
        boolean onlySetup = !asking.isEmpty()
                && asking.stream()
                        .allMatch(r -> ONLY.matcher(Facts.lower(r)).find()
                                && words.stream()
                                        .anyMatch(word -> Facts.lower(r).contains(word)));
        if (onlySetup) {
            String why = device.name() + " as " + function + " (" + String.join(", ", ids) + ", "
                    + ledger.make("occasional") + ")";
            if (!found.contains(why)) {
                found.add(why);
            }
        }
        return onlySetup;
    }
}
