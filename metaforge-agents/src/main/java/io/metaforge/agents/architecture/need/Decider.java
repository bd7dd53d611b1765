package io.metaforge.agents.architecture.need;

import io.metaforge.agents.constraints.Requirement;
import java.util.List;
import java.util.Set;

/**
 * Says who decides about a requirement that no part is chosen by.
 *
 * @param who such as {@code firmware}, {@code enclosure}, {@code test}
 * @param applicable whether it still is a matter of the circuit
 * @param categories of requirements it speaks for; empty for all
 * @param parameters of quantities, such as {@code weight} or {@code *_accuracy}; empty for none in particular
 * @param terms words and phrases in lower case; empty for none in particular
 * @param why in a sentence: who has to do what
 */
public record Decider(
        String who,
        boolean applicable,
        List<String> categories,
        List<String> parameters,
        List<String> terms,
        String why) {

    private static final Set<String> ELSEWHERE =
            Set.of("layout", "enclosure", "mechanics", "test", "purchasing", "firmware");

    public Decider {
        categories = List.copyOf(categories);
        parameters = List.copyOf(parameters);
        terms = List.copyOf(terms);
    }

    /** Reports whether it is a matter of the product, but not of its circuit: somebody else decides and shows it. */
    public boolean elsewhere() {
        return applicable && ELSEWHERE.contains(who);
    }

    /** Reports whether it speaks for {@code requirement}. */
    public boolean decides(Requirement requirement) {
        if (!categories.isEmpty() && !categories.contains(requirement.category().word())) {
            return false;
        }
        if (parameters.isEmpty() && terms.isEmpty()) {
            return true;
        }
        return requirement.quantities().stream().anyMatch(quantity -> decides(quantity.parameter()))
                || new Wording(requirement.text()).hasAny(terms);
    }

    /** Reports whether one of its terms stands in {@code requirement}, which is of a category it speaks for. */
    public boolean named(Requirement requirement) {
        return (categories.isEmpty()
                        || categories.contains(requirement.category().word()))
                && !termsIn(requirement).isEmpty();
    }

    /** Returns those of its terms that stand in {@code requirement}; of such as stand in each other, the longest. */
    public List<String> termsIn(Requirement requirement) {
        Wording wording = new Wording(requirement.text());
        List<String> found =
                terms.stream().filter(term -> wording.hasAny(List.of(term))).toList();
        return found.stream()
                .filter(term -> found.stream().noneMatch(longer -> !longer.equals(term) && longer.contains(term)))
                .toList();
    }

    /** Reports whether it speaks for whole categories of requirements, where nothing more particular does. */
    public boolean general() {
        return parameters.isEmpty() && terms.isEmpty();
    }

    /** Reports whether it speaks for quantities of this name, whatever else the requirement says. */
    public boolean decides(String parameter) {
        return parameters.stream()
                .anyMatch(known ->
                        known.startsWith("*") ? parameter.endsWith(known.substring(1)) : known.equals(parameter));
    }
}
