package io.metaforge.agents.constraints;

import java.util.List;
import java.util.Optional;

/**
 * The content of {@code constraints.json}, version 1.
 *
 * @param project what is specified
 * @param requirements in the order of their ids
 * @param electrical supply, current, power, battery; and the interfaces
 * @param mechanical size, mass, mounting
 * @param environmental temperature, humidity, ingress, shock
 * @param performance rates, times, accuracy, range
 * @param cost prices and budgets
 * @param conflicts requirements that cannot all hold
 * @param gaps what no requirement says
 */
public record Constraints(
        Project project,
        List<Requirement> requirements,
        Summary electrical,
        Summary mechanical,
        Summary environmental,
        Summary performance,
        Summary cost,
        List<Conflict> conflicts,
        List<Gap> gaps) {

    /** The version of the format these records hold. */
    public static final int VERSION = 1;

    public Constraints {
        requirements = List.copyOf(requirements);
        conflicts = List.copyOf(conflicts);
        gaps = List.copyOf(gaps);
    }

    /** Finds a requirement by its id. */
    public Optional<Requirement> requirement(String id) {
        return requirements.stream().filter(r -> r.id().equals(id)).findFirst();
    }
}
