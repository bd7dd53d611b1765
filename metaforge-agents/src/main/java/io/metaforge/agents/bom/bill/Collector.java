package io.metaforge.agents.bom.bill;

import io.metaforge.agents.bom.design.Architecture.Price;
import io.metaforge.agents.bom.stock.Component;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** Collects pieces and puts those of one part number on one line. Not thread-safe. */
final class Collector {

    /** Assemblers' forms cut longer lists off: JLCPCB takes at most 200 designators a line. */
    private static final int MAX_DESIGNATORS = 200;

    private final Designators designators;
    private final Map<String, Draft> drafts = new LinkedHashMap<>();
    private final Map<String, List<String>> questions = new LinkedHashMap<>();
    private final Map<String, Component.Second> seconds = new LinkedHashMap<>();
    private final List<Bill.Missing> missing = new ArrayList<>();
    private final Set<String> notes = new LinkedHashSet<>();

    Collector(Designators designators) {
        this.designators = designators;
    }

    private static final class Draft {
        final Key key;
        final List<Price> prices;
        final List<String> designators = new ArrayList<>();
        final Map<String, Set<String>> purposes = new LinkedHashMap<>();
        final Set<String> requirements = new LinkedHashSet<>();
        final Set<String> sources = new LinkedHashSet<>();

        Draft(Key key, List<Price> prices) {
            this.key = key;
            this.prices = prices;
        }
    }

    /**
     * What makes pieces equal.
     *
     * @param apart tells things to be chosen apart that are described alike; empty for parts with a number
     */
    record Key(
            String letters,
            String value,
            String mpn,
            String maker,
            String packageName,
            String footprint,
            boolean placed,
            String description,
            String apart) {

        @Override
        public String toString() {
            return String.join(
                    "\u0000", letters, value, mpn, maker, packageName, footprint, "" + placed, description, apart);
        }
    }

    /** Adds pieces that have designators. */
    void add(
            Key key,
            List<Price> prices,
            List<String> pieces,
            String role,
            String owner,
            List<String> requirements,
            List<String> sources) {
        Draft draft = drafts.computeIfAbsent(key.toString(), unused -> new Draft(key, prices));
        draft.designators.addAll(pieces);
        draft.purposes.computeIfAbsent(role, unused -> new LinkedHashSet<>()).add(owner);
        draft.requirements.addAll(requirements);
        draft.sources.addAll(sources);
    }

    /** Adds {@code count} pieces that a rule asks for. */
    void add(
            Choice choice,
            String letters,
            int count,
            boolean fitted,
            String role,
            Owner owner,
            List<String> requirements,
            String source) {
        List<String> pieces = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            pieces.add(designators.next(letters));
        }
        Component component = choice.component();
        Key key = component == null
                ? new Key(
                        letters,
                        choice.value(),
                        "",
                        "",
                        "",
                        "",
                        fitted,
                        "To be chosen: " + choice.spec(),
                        owner.name() + role)
                : new Key(
                        letters,
                        component.value(),
                        component.mpn(),
                        component.maker(),
                        component.packageName(),
                        component.footprint(),
                        fitted,
                        component.description(),
                        "");
        String shown = choice.working().isEmpty() ? role : role + " (" + choice.working() + ")";
        add(
                key,
                component == null ? List.of() : component.prices(),
                pieces,
                shown,
                owner.name(),
                requirements,
                owner.basis().isEmpty() ? List.of(source) : List.of(source, owner.basis()));
        if (component != null && component.second() != null) {
            seconds.putIfAbsent(component.mpn(), component.second());
        }
        if (!choice.question().isEmpty()) {
            ask(choice.question(), pieces);
        }
    }

    /** Notes a circuit that is needed and not listed. */
    void miss(Bill.Missing circuit) {
        missing.add(circuit);
    }

    List<Bill.Missing> missing() {
        return missing;
    }

    /** Notes what is a feature of the board, and nothing to buy. */
    void note(String text) {
        notes.add(text);
    }

    Set<String> notes() {
        return notes;
    }

    /** Notes something a person has to answer. */
    void ask(String question, List<String> pieces) {
        questions.computeIfAbsent(question, unused -> new ArrayList<>()).addAll(pieces);
    }

    /** Reports whether something came from the rule {@code id}. */
    boolean uses(String id) {
        return drafts.values().stream()
                .anyMatch(draft -> draft.sources.stream().anyMatch(source -> source.startsWith(id + ": ")));
    }

    /** Reports whether there is a piece of a class. */
    boolean hasClass(String letters) {
        return drafts.values().stream().anyMatch(draft -> draft.key.letters().equals(letters));
    }

    /** Returns the second source of a passive part, by number; read once all are added. */
    Map<String, Component.Second> seconds() {
        return seconds;
    }

    List<Bill.Question> questions() {
        return questions.entrySet().stream()
                .map(entry -> new Bill.Question(
                        entry.getKey(),
                        entry.getValue().stream().sorted(Designators.ORDER).toList()))
                .toList();
    }

    /** Returns the lines, by class and number of their first designator. */
    List<Line> lines() {
        List<Line> lines = new ArrayList<>();
        for (Draft draft : drafts.values()) {
            List<String> sorted =
                    draft.designators.stream().sorted(Designators.ORDER).toList();
            for (int from = 0; from < sorted.size(); from += MAX_DESIGNATORS) {
                lines.add(line(draft, sorted.subList(from, Math.min(sorted.size(), from + MAX_DESIGNATORS))));
            }
        }
        lines.sort((a, b) -> Designators.ORDER.compare(
                a.designators().get(0), b.designators().get(0)));
        return lines;
    }

    private static Line line(Draft draft, List<String> pieces) {
        Key key = draft.key;
        return new Line(
                pieces,
                key.value(),
                key.mpn(),
                key.maker(),
                key.packageName(),
                key.footprint(),
                key.placed(),
                key.description(),
                draft.purposes.entrySet().stream()
                        .map(entry ->
                                entry.getValue().stream().collect(Collectors.joining(", ")) + ": " + entry.getKey())
                        .toList(),
                draft.requirements.stream().sorted().toList(),
                List.copyOf(draft.sources),
                draft.prices);
    }
}
