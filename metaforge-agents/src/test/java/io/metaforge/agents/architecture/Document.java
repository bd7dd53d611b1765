package io.metaforge.agents.architecture;

import io.metaforge.agents.constraints.Category;
import io.metaforge.agents.constraints.Conflict;
import io.metaforge.agents.constraints.Constraints;
import io.metaforge.agents.constraints.ConstraintsWriter;
import io.metaforge.agents.constraints.Gap;
import io.metaforge.agents.constraints.Priority;
import io.metaforge.agents.constraints.Project;
import io.metaforge.agents.constraints.Quantity;
import io.metaforge.agents.constraints.Requirement;
import io.metaforge.agents.constraints.Source;
import io.metaforge.agents.constraints.Summary;
import io.metaforge.agents.constraints.Tolerance;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Writes constraints for tests, requirement by requirement: ids count from REQ-001. */
final class Document {

    private final String name;
    private final List<Requirement> requirements = new ArrayList<>();
    private final List<Conflict> conflicts = new ArrayList<>();
    private final List<Gap> gaps = new ArrayList<>();

    Document(String name) {
        this.name = name;
    }

    Document must(Category category, String text, Object... facts) {
        return add(Priority.MUST, category, text, facts);
    }

    Document may(Category category, String text, Object... facts) {
        return add(Priority.MAY, category, text, facts);
    }

    /** Adds a requirement; facts are quantities and names of interfaces. */
    private Document add(Priority priority, Category category, String text, Object... facts) {
        List<Quantity> quantities = new ArrayList<>();
        List<String> interfaces = new ArrayList<>();
        for (Object fact : facts) {
            if (fact instanceof Quantity quantity) {
                quantities.add(quantity);
            } else {
                interfaces.add((String) fact);
            }
        }
        int number = requirements.size() + 1;
        requirements.add(new Requirement(
                String.format(Locale.ROOT, "REQ-%03d", number),
                category,
                priority,
                text,
                new Source("PRD.md", number),
                quantities,
                interfaces));
        return this;
    }

    Document gap(String topic, String why) {
        gaps.add(new Gap(topic, why));
        return this;
    }

    Document conflict(String reason, String... ids) {
        conflicts.add(new Conflict(List.of(ids), reason));
        return this;
    }

    Constraints constraints() {
        return new Constraints(
                new Project(name, ""),
                requirements,
                Summary.EMPTY,
                Summary.EMPTY,
                Summary.EMPTY,
                Summary.EMPTY,
                Summary.EMPTY,
                conflicts,
                gaps);
    }

    String json() {
        return ConstraintsWriter.write(constraints());
    }

    static Quantity range(String parameter, String min, String max, String unit) {
        return new Quantity(parameter, new BigDecimal(min), new BigDecimal(max), null, null, unit);
    }

    static Quantity max(String parameter, String max, String unit) {
        return new Quantity(parameter, null, new BigDecimal(max), null, null, unit);
    }

    static Quantity min(String parameter, String min, String unit) {
        return new Quantity(parameter, new BigDecimal(min), null, null, null, unit);
    }

    static Quantity nominal(String parameter, String value, String unit) {
        return new Quantity(parameter, null, null, new BigDecimal(value), null, unit);
    }

    static Quantity percent(String parameter, String value, String unit, String percent) {
        return new Quantity(
                parameter,
                null,
                null,
                new BigDecimal(value),
                new Tolerance(new BigDecimal(percent), new BigDecimal(percent), "%"),
                unit);
    }

    static Quantity deviation(String parameter, String value, String unit) {
        return new Quantity(
                parameter,
                new BigDecimal(value).negate(),
                new BigDecimal(value),
                (@Nullable BigDecimal) null,
                null,
                unit);
    }
}
