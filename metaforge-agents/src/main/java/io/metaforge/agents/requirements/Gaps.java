package io.metaforge.agents.requirements;

import io.metaforge.agents.constraints.Category;
import io.metaforge.agents.constraints.Gap;
import io.metaforge.agents.constraints.Project;
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

    private static final String KINDS = "gap-";
    private static final List<Topic> TOPICS = load();
    private static final Map<String, String> QUESTIONS = new HashMap<>();

    static {
        TOPICS.forEach(topic -> QUESTIONS.put(topic.gap.topic(), topic.question));
    }

    /**
     * A topic.
     *
     * @param answers any of which says it
     * @param when to ask; empty for always
     * @param unless any of these holds
     */
    private record Topic(Gap gap, String question, List<String> answers, List<String> when, List<String> unless) {}

    private final Set<String> said = new HashSet<>();

    private Gaps() {}

    private static List<Topic> load() {
        List<Topic> topics = new ArrayList<>();
        for (String[] row : Tables.rows(Gaps.class, "gaps.tsv")) {
            topics.add(new Topic(new Gap(row[0], row[1]), row[2], column(row, 3), column(row, 4), column(row, 5)));
        }
        return List.copyOf(topics);
    }

    private static List<String> column(String[] row, int index) {
        return row.length <= index || row[index].isBlank() ? List.of() : List.of(row[index].split(" "));
    }

    /**
     * Returns the gaps of a document.
     *
     * @param project what it is about
     * @param requirements of it
     * @param parameters that have a value
     * @param interfaces that are asked for
     */
    static List<Gap> of(
            Project project, List<Requirement> requirements, Set<String> parameters, Set<String> interfaces) {
        Gaps gaps = new Gaps();
        gaps.take(project);
        gaps.take(requirements, parameters, interfaces);
        List<Gap> found = new ArrayList<>();
        for (Topic topic : TOPICS) {
            boolean asked = topic.when.isEmpty() || topic.when.stream().anyMatch(gaps::holds);
            if (asked
                    && topic.answers.stream().noneMatch(gaps::holds)
                    && topic.unless.stream().noneMatch(gaps::holds)) {
                found.add(topic.gap);
            }
        }
        return found;
    }

    /** Reports whether all that {@code tokens} joins is said. */
    private boolean holds(String tokens) {
        for (String token : tokens.split("&")) {
            if (!said.contains(token)) {
                return false;
            }
        }
        return true;
    }

    private void take(Project project) {
        Text text = new Text(project.name() + ". " + project.summary());
        for (String kind : SectionRules.STANDARD.kindsOf(KINDS)) {
            if (SectionRules.STANDARD.has(kind, text)) {
                said.add("product:" + kind.substring(KINDS.length()));
            }
        }
    }

    private void take(List<Requirement> requirements, Set<String> parameters, Set<String> interfaces) {
        said.addAll(parameters);
        for (String name : interfaces) {
            said.add("interface");
            said.add("interface:" + name.replace(' ', '_'));
        }
        Set<Category> categories = EnumSet.noneOf(Category.class);
        Set<String> kinds = new HashSet<>(SectionRules.STANDARD.kindsOf(KINDS));
        for (Requirement requirement : requirements) {
            categories.add(requirement.category());
            Text text = new Text(requirement.text());
            if (!isElsewhere(requirement, text)) {
                requirement.interfaces().forEach(name -> said.add("onboard:" + name.replace(' ', '_')));
            }
            kinds.removeIf(kind -> {
                boolean has = SectionRules.STANDARD.has(kind, text);
                if (has) {
                    said.add("words:" + kind.substring(KINDS.length()));
                }
                return has;
            });
        }
        categories.forEach(category -> said.add("category:" + category.name().toLowerCase(Locale.ROOT)));
    }

    /** Reports whether the interfaces of a requirement are those of a device beside the product: on a port, or supplied by it. */
    private static boolean isElsewhere(Requirement requirement, Text text) {
        return SectionRules.STANDARD.has("gap-elsewhere", text)
                || requirement.quantities().stream()
                        .anyMatch(quantity -> quantity.parameter().equals("rail_voltage"));
    }

    /** Returns what to ask the author about a gap. */
    static String question(Gap gap) {
        return QUESTIONS.getOrDefault(gap.topic(), gap.why());
    }
}
