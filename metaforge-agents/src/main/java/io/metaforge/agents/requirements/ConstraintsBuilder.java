package io.metaforge.agents.requirements;

import io.metaforge.agents.constraints.Category;
import io.metaforge.agents.constraints.Conflict;
import io.metaforge.agents.constraints.Constraints;
import io.metaforge.agents.constraints.InterfaceUse;
import io.metaforge.agents.constraints.Origin;
import io.metaforge.agents.constraints.Project;
import io.metaforge.agents.constraints.Quantity;
import io.metaforge.agents.constraints.Requirement;
import io.metaforge.agents.constraints.Source;
import io.metaforge.agents.constraints.Summary;
import io.metaforge.agents.constraints.SummaryValue;
import io.metaforge.agents.requirements.Draft.Amount;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Numbers the requirements of all documents and says what they say together. */
final class ConstraintsBuilder {

    /** Prose that only mentions an amount counts where a document has fewer requirements than this. */
    private static final int FEW = 3;

    private final List<Requirement> requirements = new ArrayList<>();
    private final List<Draft> drafts = new ArrayList<>();

    private final List<Skipped> skipped = new ArrayList<>();
    private final List<Item> leftOut = new ArrayList<>();
    private boolean decimalComma;

    /**
     * An item of a list of goals or uses that says nothing a product could be held to.
     *
     * @param file that holds it
     * @param text of it
     * @param line of it
     */
    record Item(String file, String text, int line) {}

    /**
     * A section that is not read, or only what binds in it.
     *
     * @param file that holds it
     * @param heading above it
     * @param line of the heading
     * @param partly whether sentences that bind are read
     */
    record Skipped(String file, String heading, int line, boolean partly) {}

    /** Notes how one document was read. */
    void add(String file, MarkdownReader.Content content) {
        content.silent()
                .forEach(
                        section -> skipped.add(new Skipped(file, section.heading(), section.line(), section.partly())));
        decimalComma |= content.decimalComma();
    }

    /** Notes an item that is read as no requirement, so that a person sees it. */
    void leaveOut(String file, Statement statement) {
        leftOut.add(new Item(file, statement.text(), statement.line()));
    }

    /** Returns the items that were left out. */
    List<Item> leftOut() {
        return leftOut;
    }

    /** Returns the sections that were left out. */
    List<Skipped> skipped() {
        return skipped;
    }

    /** Reports whether a document was read with decimal commas. */
    boolean decimalComma() {
        return decimalComma;
    }

    /** Adds the requirements of one document, in its order. */
    void add(String file, List<Draft> found) {
        long firm = found.stream().filter(Draft::firm).count();
        for (Draft draft : found) {
            if (draft.firm() || firm < FEW) {
                List<Quantity> quantities =
                        draft.amounts().stream().map(Amount::quantity).toList();
                requirements.add(new Requirement(
                        id(requirements.size() + 1),
                        draft.category(),
                        draft.priority(),
                        draft.text(),
                        new Source(file, draft.line()),
                        quantities,
                        List.copyOf(draft.interfaces())));
                drafts.add(draft);
            }
        }
    }

    /** Adds a requirement that a language model has found, after all others: their numbers stay. Returns its id. */
    String addFromModel(String file, Draft draft) {
        String id = id(requirements.size() + 1);
        requirements.add(new Requirement(
                id,
                draft.category(),
                draft.priority(),
                draft.text(),
                new Source(file, draft.line()),
                draft.amounts().stream().map(Amount::quantity).toList(),
                List.copyOf(draft.interfaces()),
                Origin.MODEL,
                ""));
        drafts.add(draft);
        return id;
    }

    /** Says why the requirement at {@code index} matters. */
    void explain(int index, String rationale) {
        requirements.set(index, requirements.get(index).because(rationale));
    }

    /** Returns the requirements so far, in the order of their numbers. */
    List<Requirement> requirements() {
        return List.copyOf(requirements);
    }

    private static String id(int number) {
        String digits = Integer.toString(number);
        return "REQ-" + "0".repeat(Math.max(0, 3 - digits.length())) + digits;
    }

    boolean isEmpty() {
        return requirements.isEmpty();
    }

    int size() {
        return requirements.size();
    }

    /** Returns the draft of the requirement at {@code index}. */
    Draft draft(int index) {
        return drafts.get(index);
    }

    Constraints build(Project project) {
        EnumMap<Category, Map<String, Map<Quantity, List<String>>>> values = new EnumMap<>(Category.class);
        Map<String, List<String>> interfaces = new LinkedHashMap<>();
        Conflicts conflicts = new Conflicts();
        OneRail oneRail = new OneRail();
        for (int i = 0; i < requirements.size(); i++) {
            Requirement requirement = requirements.get(i);
            for (Amount amount : drafts.get(i).amounts()) {
                if (amount.form() == Draft.Form.CONDITION) {
                    // "93 % at 12.8 V": the product does not have these 12.8 V
                    continue;
                }
                Quantity quantity = amount.quantity();
                values.computeIfAbsent(field(amount.parameter().category()), key -> new LinkedHashMap<>())
                        .computeIfAbsent(quantity.parameter(), key -> new LinkedHashMap<>())
                        .computeIfAbsent(quantity, key -> new ArrayList<>())
                        .add(requirement.id());
            }
            conflicts.add(requirement, drafts.get(i).amounts());
            oneRail.add(requirement, drafts.get(i).amounts());
            for (String name : requirement.interfaces()) {
                interfaces.computeIfAbsent(name, key -> new ArrayList<>()).add(requirement.id());
            }
            conflicts.addRefused(requirement, drafts.get(i).refused());
        }
        List<InterfaceUse> uses = new ArrayList<>();
        interfaces.forEach((name, ids) -> uses.add(new InterfaceUse(name, ids)));
        List<Conflict> found = new ArrayList<>(conflicts.found(interfaces));
        found.addAll(oneRail.found());
        return new Constraints(
                project,
                requirements,
                summary(values.get(Category.ELECTRICAL), uses),
                summary(values.get(Category.MECHANICAL), List.of()),
                summary(values.get(Category.ENVIRONMENTAL), List.of()),
                summary(values.get(Category.PERFORMANCE), List.of()),
                summary(values.get(Category.COST), List.of()),
                found,
                Gaps.of(project, requirements, names(values), interfaces.keySet()));
    }

    private static Set<String> names(EnumMap<Category, Map<String, Map<Quantity, List<String>>>> values) {
        Set<String> names = new LinkedHashSet<>();
        values.values().forEach(parameters -> names.addAll(parameters.keySet()));
        return names;
    }

    /** Returns the summary that speaks of parameters of {@code category}. */
    private static Category field(Category category) {
        return switch (category) {
            case ELECTRICAL, POWER, COMPLIANCE, INTERFACE -> Category.ELECTRICAL;
            case MECHANICAL -> Category.MECHANICAL;
            case ENVIRONMENTAL -> Category.ENVIRONMENTAL;
            case PERFORMANCE, FUNCTIONAL -> Category.PERFORMANCE;
            case COST -> Category.COST;
            case SCHEDULE -> Category.SCHEDULE;
        };
    }

    private static Summary summary(
            @org.jspecify.annotations.Nullable Map<String, Map<Quantity, List<String>>> values,
            List<InterfaceUse> uses) {
        Map<String, List<SummaryValue>> summary = new LinkedHashMap<>();
        if (values != null) {
            values.forEach((parameter, quantities) -> {
                List<SummaryValue> list = new ArrayList<>();
                quantities.forEach((quantity, ids) -> list.add(
                        new SummaryValue(quantity, ids.stream().distinct().toList())));
                summary.put(parameter, list);
            });
        }
        return new Summary(summary, uses);
    }
}
