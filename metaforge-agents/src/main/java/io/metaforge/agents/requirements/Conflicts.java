package io.metaforge.agents.requirements;

import io.metaforge.agents.constraints.Conflict;
import io.metaforge.agents.constraints.Priority;
import io.metaforge.agents.constraints.Requirement;
import io.metaforge.agents.requirements.Claim.Stated;
import io.metaforge.agents.requirements.Draft.Amount;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Finds requirements that cannot all hold: values of one parameter of the same subject that do not overlap, or limit it
 * differently, and interfaces that are both asked for and ruled out. Only parameters of which a product has one value are
 * compared.
 */
final class Conflicts {

    /** Distinct values of one parameter that are compared; more are nobody's contradiction. */
    private static final int MAX_DISTINCT = 12;

    private final Map<String, List<Claim>> claims = new LinkedHashMap<>();
    private final Map<String, List<String>> refused = new LinkedHashMap<>();

    /** Adds what one requirement says. */
    void add(Requirement requirement, List<Amount> amounts) {
        if (requirement.priority() == Priority.MAY) {
            return;
        }
        Map<String, List<Stated>> own = new LinkedHashMap<>();
        for (Amount amount : amounts) {
            String subject = amount.subject();
            if (subject == null || amount.assumed()) {
                continue;
            }
            Stated stated = Claim.stated(amount);
            if (stated != null) {
                String key = String.join("\n", amount.comparedAs(), amount.dimension(), subject);
                own.computeIfAbsent(key, k -> new ArrayList<>()).add(stated);
            }
        }
        own.forEach((key, stated) -> {
            List<Claim> earlier = claims.computeIfAbsent(key, k -> new ArrayList<>());
            Claim claim = new Claim(requirement.id(), stated);
            if (earlier.size() < MAX_DISTINCT && earlier.stream().noneMatch(claim::saysTheSameAs)) {
                earlier.add(claim);
            }
        });
    }

    void addRefused(Requirement requirement, Set<String> interfaces) {
        for (String name : interfaces) {
            refused.computeIfAbsent(name, key -> new ArrayList<>()).add(requirement.id());
        }
    }

    /** Returns the conflicts; {@code wanted} holds who asks for each interface. */
    List<Conflict> found(Map<String, List<String>> wanted) {
        List<Conflict> all = new ArrayList<>();
        for (List<Claim> group : claims.values()) {
            for (int later = 1; later < group.size(); later++) {
                for (int i = 0; i < later; i++) {
                    String reason = group.get(i).contradiction(group.get(later));
                    if (reason != null) {
                        all.add(new Conflict(
                                List.of(
                                        group.get(i).requirement(),
                                        group.get(later).requirement()),
                                reason));
                    }
                }
            }
        }
        refused.forEach((name, ids) -> {
            List<String> by = wanted.get(name);
            if (by != null && !by.contains(ids.get(0))) {
                all.add(new Conflict(
                        List.of(by.get(0), ids.get(0)),
                        name + ": " + by.get(0) + " asks for it, " + ids.get(0) + " rules it out"));
            }
        });
        return all;
    }
}
