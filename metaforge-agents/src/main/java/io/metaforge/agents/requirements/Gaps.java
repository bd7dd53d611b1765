package io.metaforge.agents.requirements;

import io.metaforge.agents.constraints.Category;
import io.metaforge.agents.constraints.Gap;
import io.metaforge.agents.constraints.Requirement;
import io.metaforge.agents.quantity.Tables;
import io.metaforge.agents.quantity.Text;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** Finds what a design needs to know and nobody says, from {@code gaps.tsv}. */
final class Gaps {

    private static final List<Topic> TOPICS = load();
    private static final Map<String, String> QUESTIONS = new HashMap<>();

    static {
        TOPICS.forEach(topic -> QUESTIONS.put(topic.gap.topic(), topic.question));
    }

    private record Topic(Gap gap, String question, List<String> answers, List<String> when) {}

    private final Set<String> said = new HashSet<>();

    private Gaps() {}

    private static List<Topic> load() {
        List<Topic> topics = new ArrayList<>();
        for (String[] row : Tables.rows(Gaps.class, "gaps.tsv")) {
            topics.add(new Topic(
                    new Gap(row[0], row[1]),
                    row[2],
                    List.of(row[3].split(" ")),
                    row.length < 5 || row[4].isBlank() ? List.of() : List.of(row[4].split(" "))));
        }
        return List.copyOf(topics);
    }

    /**
     * Returns the gaps of a document.
     *
     * @param requirements of it
     * @param parameters that have a value
     * @param interfaces that are asked for
     */
    static List<Gap> of(List<Requirement> requirements, Set<String> parameters, Set<String> interfaces) {
        Gaps gaps = new Gaps();
        gaps.take(requirements, parameters, interfaces);
        List<Gap> found = new ArrayList<>();
        for (Topic topic : TOPICS) {
            boolean asked = topic.when.isEmpty() || topic.when.stream().anyMatch(gaps.said::contains);
            if (asked && topic.answers.stream().noneMatch(gaps.said::contains)) {
                found.add(topic.gap);
            }
        }
        return found;
    }

    private void take(List<Requirement> requirements, Set<String> parameters, Set<String> interfaces) {
        said.addAll(parameters);
        for (String name : interfaces) {
            said.add("interface");
            said.add("interface:" + name.replace(' ', '_'));
        }
        Set<Category> categories = EnumSet.noneOf(Category.class);
        Set<String> kinds = new HashSet<>(SectionRules.STANDARD.kindsOf("gap-"));
        for (Requirement requirement : requirements) {
            categories.add(requirement.category());
            Text text = new Text(requirement.text());
            kinds.removeIf(kind -> {
                boolean has = SectionRules.STANDARD.has(kind, text);
                if (has) {
                    said.add("words:" + kind.substring("gap-".length()));
                }
                return has;
            });
        }
        categories.forEach(category -> said.add("category:" + category.name().toLowerCase(Locale.ROOT)));
    }

    /** Returns what to ask the author about a gap. */
    static String question(Gap gap) {
        return QUESTIONS.getOrDefault(gap.topic(), gap.why());
    }
}
