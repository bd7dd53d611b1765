package io.metaforge.agents.power;

import io.metaforge.agents.constraints.Category;
import io.metaforge.agents.constraints.Constraints;
import io.metaforge.agents.constraints.ConstraintsWriter;
import io.metaforge.agents.constraints.Priority;
import io.metaforge.agents.constraints.Project;
import io.metaforge.agents.constraints.Quantity;
import io.metaforge.agents.constraints.Requirement;
import io.metaforge.agents.constraints.Source;
import io.metaforge.agents.constraints.Summary;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Writes {@code constraints.json} for tests, requirement by requirement: ids count from REQ-001. */
final class Requirements {

    private final String name;
    private final List<Requirement> requirements = new ArrayList<>();

    Requirements(String name) {
        this.name = name;
    }

    Requirements add(Category category, String text, Quantity... quantities) {
        int number = requirements.size() + 1;
        requirements.add(new Requirement(
                String.format(Locale.ROOT, "REQ-%03d", number),
                category,
                Priority.MUST,
                text,
                new Source("PRD.md", number),
                List.of(quantities),
                List.of()));
        return this;
    }

    static Quantity max(String parameter, String value, String unit) {
        return new Quantity(parameter, null, new BigDecimal(value), null, null, unit);
    }

    static Quantity min(String parameter, String value, String unit) {
        return new Quantity(parameter, new BigDecimal(value), null, null, null, unit);
    }

    static Quantity nominal(String parameter, String value, String unit) {
        return new Quantity(parameter, null, null, new BigDecimal(value), null, unit);
    }

    String json() {
        Summary none = Summary.EMPTY;
        return ConstraintsWriter.write(new Constraints(
                new Project(name, ""), requirements, none, none, none, none, none, List.of(), List.of()));
    }
}
