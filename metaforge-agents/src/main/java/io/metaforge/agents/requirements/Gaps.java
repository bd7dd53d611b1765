package io.metaforge.agents.requirements;

import io.metaforge.agents.constraints.Category;
import io.metaforge.agents.constraints.Gap;
import io.metaforge.agents.constraints.Requirement;
import io.metaforge.agents.quantity.Tables;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
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

    static List<Gap> of(List<Requirement> requirements, Set<String> parameters, boolean noInterfaces) {
        Set<Category> categories = EnumSet.noneOf(Category.class);
        requirements.forEach(requirement -> categories.add(requirement.category()));
        List<Gap> gaps = new ArrayList<>();
        for (Topic topic : TOPICS) {
            boolean asked = topic.when.isEmpty() || topic.when.stream().anyMatch(parameters::contains);
            if (asked
                    && topic.answers.stream()
                            .noneMatch(answer -> answers(answer, categories, parameters, noInterfaces))) {
                gaps.add(topic.gap);
            }
        }
        return gaps;
    }

    private static boolean answers(
            String answer, Set<Category> categories, Set<String> parameters, boolean noInterfaces) {
        if (answer.equals("interface")) {
            return !noInterfaces;
        }
        if (answer.startsWith("category:")) {
            return categories.contains(
                    Category.valueOf(answer.substring("category:".length()).toUpperCase(Locale.ROOT)));
        }
        return parameters.contains(answer);
    }

    /** Returns what to ask the author about a gap. */
    static String question(Gap gap) {
        return QUESTIONS.getOrDefault(gap.topic(), gap.why());
    }
}
