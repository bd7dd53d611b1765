package io.metaforge.agents.architecture.revision;

import io.metaforge.agents.architecture.catalogue.Catalogue;
import io.metaforge.agents.architecture.catalogue.Part;
import io.metaforge.agents.architecture.need.Bound;
import io.metaforge.agents.architecture.need.Demands;
import io.metaforge.agents.architecture.need.Function;
import io.metaforge.agents.architecture.need.Need;
import io.metaforge.agents.architecture.need.SourceDemand;
import io.metaforge.agents.architecture.need.Vocabulary;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Adds directives to what the requirements ask for. Made for one design; not thread-safe. */
public final class Amendment {

    private final Catalogue catalogue;
    private final Vocabulary vocabulary;
    private final Demands demands;
    private final Map<String, Need> needs = new LinkedHashMap<>();
    private final Map<String, String> refused;
    private final Map<String, String> avoided = new LinkedHashMap<>();
    private final Map<String, String> preferred = new LinkedHashMap<>();
    private final Map<String, String> overruled = new LinkedHashMap<>();
    private final Map<String, String> unavailable = new LinkedHashMap<>();
    private final List<Bound> budgets;
    private List<SourceDemand> sources;

    private Amendment(Catalogue catalogue, Vocabulary vocabulary, Demands demands) {
        this.catalogue = catalogue;
        this.vocabulary = vocabulary;
        this.demands = demands;
        demands.needs().forEach(need -> needs.put(need.function().id(), need));
        this.refused = new LinkedHashMap<>(demands.refused());
        this.budgets = new ArrayList<>(demands.budgets());
        this.sources = demands.sources();
    }

    /** Returns {@code demands} with the directives; where one contradicts a requirement, the directive holds. */
    public static Demands apply(
            Catalogue catalogue, Vocabulary vocabulary, Demands demands, List<Directive> directives) {
        if (directives.isEmpty()) {
            return demands;
        }
        Amendment amendment = new Amendment(catalogue, vocabulary, demands);
        directives.forEach(amendment::add);
        return amendment.amended();
    }

    private void add(Directive directive) {
        if (directive instanceof Directive.UsePart use) {
            use(use);
        } else if (directive instanceof Directive.AvoidParts avoid) {
            avoid.parts().forEach(mpn -> {
                avoided.put(mpn, avoid.id());
                preferred.remove(mpn);
            });
        } else if (directive instanceof Directive.UnknownPart unknown) {
            unavailable.put(unknown.id(), unknown.part());
        } else if (directive instanceof Directive.Supply supply) {
            for (SourceDemand source : sources) {
                source.requirements().forEach(requirement -> overruled.put(requirement, supply.id()));
            }
            sources = List.of(supply.source());
        } else if (directive instanceof Directive.Provide provide) {
            provide(provide);
        } else if (directive instanceof Directive.Refuse refuse) {
            refuse(refuse);
        } else if (directive instanceof Directive.Budget budget) {
            budgets.add(new Bound(budget.id(), "bom_cost", budget.most(), budget.currency()));
        }
    }

    private void use(Directive.UsePart use) {
        Map<String, List<String>> byFunction = new LinkedHashMap<>();
        for (String mpn : use.parts()) {
            Part part = catalogue.find(mpn).orElseThrow();
            avoided.remove(mpn);
            if (part.regulator() != null || part.cell() != null) {
                preferred.put(mpn, use.id());
                continue;
            }
            List<String> wanted =
                    part.functions().stream().filter(needs::containsKey).toList();
            for (String function : wanted.isEmpty() ? part.functions().subList(0, 1) : wanted) {
                byFunction.computeIfAbsent(function, key -> new ArrayList<>()).add(mpn);
            }
        }
        byFunction.forEach((function, parts) -> {
            Need need = needs.get(function);
            if (need == null) {
                need = empty(function).orElse(null);
            }
            if (need != null) {
                Map<String, List<String>> named = new LinkedHashMap<>();
                need.named().forEach((requirement, allowed) -> {
                    if (allowed.stream().anyMatch(parts::contains)) {
                        named.put(requirement, allowed);
                    } else {
                        overruled.put(requirement, use.id());
                    }
                });
                named.put(use.id(), parts);
                needs.put(function, with(need, use.id(), need.count(), named));
            }
        });
    }

    private Optional<Need> empty(String function) {
        return vocabulary
                .function(function)
                .map(known -> new Need(known, List.of(), 1, List.of(), Map.of(), Map.of(), ""));
    }

    private static Need with(Need need, String id, int count, Map<String, List<String>> named) {
        Set<String> requirements = new LinkedHashSet<>(need.requirements());
        requirements.add(id);
        return new Need(
                need.function(),
                List.copyOf(requirements),
                count,
                need.limits(),
                named,
                need.buses(),
                need.assumption());
    }

    private void provide(Directive.Provide provide) {
        refused.remove(provide.function());
        Need need = needs.get(provide.function());
        int already = need == null ? 0 : need.count();
        int count = provide.more() ? already + provide.count() : Math.max(already, provide.count());
        Optional<Need> base = need == null ? empty(provide.function()) : Optional.of(need);
        base.ifPresent(known -> {
            Function function = known.function();
            boolean inCatalogue = function.by().equals("none")
                    && !catalogue.doing(function.id()).isEmpty();
            Need met = inCatalogue
                    ? new Need(
                            function.byPart(),
                            known.requirements(),
                            known.count(),
                            known.limits(),
                            known.named(),
                            known.buses(),
                            known.assumption())
                    : known;
            needs.put(provide.function(), with(met, provide.id(), count, known.named()));
        });
    }

    private void refuse(Directive.Refuse refuse) {
        refused.put(refuse.function(), refuse.id());
        needs.entrySet().removeIf(entry -> {
            boolean meant =
                    entry.getKey().equals(refuse.function()) || entry.getKey().startsWith(refuse.function() + ".");
            if (meant) {
                entry.getValue().requirements().forEach(requirement -> overruled.put(requirement, refuse.id()));
            }
            return meant;
        });
    }

    private Demands amended() {
        List<Need> ordered = vocabulary.functions().stream()
                .map(function -> needs.get(function.id()))
                .filter(need -> need != null)
                .distinct()
                .toList();
        return new Demands(
                ordered,
                refused,
                demands.dispensed(),
                demands.optional(),
                demands.elsewhere(),
                demands.temperatures(),
                demands.board(),
                List.copyOf(budgets),
                sources,
                demands.rails(),
                demands.sleepCurrents(),
                demands.peakCurrents(),
                demands.averageCurrents(),
                demands.batteryLives(),
                demands.capacities(),
                demands.surges(),
                demands.batteryMentions(),
                demands.unknownParts(),
                avoided,
                preferred,
                overruled,
                unavailable,
                demands.touched());
    }
}
