package io.metaforge.agents.requirements;

import io.metaforge.agents.constraints.Constraints;
import io.metaforge.agents.constraints.Quantity;
import io.metaforge.agents.constraints.Requirement;
import io.metaforge.agents.json.JsonWriter;
import io.metaforge.agents.quantity.QuantityPrinter;
import io.metaforge.agents.requirements.Draft.Amount;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * What was taken for granted in reading the documents.
 *
 * @param rules that hold for many requirements, as sentences
 * @param lines one for each value that was read in one of several possible ways
 * @param more how many further values there are
 */
record Assumptions(List<String> rules, List<Line> lines, int more) {

    /** Values printed; a document with more is not read line by line. */
    private static final int MAX_LINES = 60;

    private static final List<String> UP_TO = List.of("up to ", "bis zu ", "jusqu'à ", "hasta ", "fino a ");
    private static final List<String> DOLLARS = List.of("US$", "A$", "AU$", "C$", "CA$", "NZ$", "S$", "HK$", "R$");

    /**
     * A value that was read in one of several possible ways.
     *
     * @param requirement that states it
     * @param value as it was read
     * @param reading what it was taken for, and why
     */
    record Line(Requirement requirement, String value, String reading) {}

    boolean isEmpty() {
        return rules.isEmpty() && lines.isEmpty();
    }

    static Assumptions of(Constraints constraints, ConstraintsBuilder drafts) {
        List<Line> lines = new ArrayList<>();
        List<String> unstated = new ArrayList<>();
        List<String> stated = new ArrayList<>();
        List<String> mentioned = new ArrayList<>();
        List<String> boxes = new ArrayList<>();
        List<String> dollars = new ArrayList<>();
        for (int i = 0; i < constraints.requirements().size(); i++) {
            Requirement requirement = constraints.requirements().get(i);
            Draft draft = drafts.draft(i);
            (draft.priorityStated() ? stated : unstated).add(requirement.id());
            if (!draft.firm()) {
                mentioned.add(requirement.id());
            }
            if (draft.amounts().stream().anyMatch(amount -> amount.form() == Draft.Form.SIDE)) {
                boxes.add(requirement.id());
            }
            if (hasPlainDollar(requirement)) {
                dollars.add(requirement.id());
            }
            values(requirement, draft, lines);
        }
        List<String> rules = new ArrayList<>();
        int all = constraints.requirements().size();
        if (!unstated.isEmpty()) {
            rules.add(priority(unstated, stated, all));
        }
        rule(rules, mentioned, "Prose that mentions a value without a word that binds is read as a requirement");
        rule(
                rules,
                boxes,
                "The sides of \"A × B × C\" are read as length, width and height, where no letter names them");
        rule(rules, dollars, "\"$\" is read as US dollars");
        if (drafts.decimalComma()) {
            rules.add("Numbers are read with a decimal comma, as the language of the document writes them: \"1.000\" is"
                    + " a thousand.");
        }
        int shown = Math.min(lines.size(), MAX_LINES);
        return new Assumptions(rules, List.copyOf(lines.subList(0, shown)), lines.size() - shown);
    }

    private static String priority(List<String> unstated, List<String> stated, int all) {
        String start = "No word such as \"shall\", \"should\" or \"may\" says how binding ";
        if (stated.isEmpty()) {
            return start + "a requirement is: all " + all + " are read as must.";
        }
        String without = IdList.print(unstated);
        String with = IdList.print(stated);
        return with.length() < without.length()
                ? start + unstated.size() + " of the " + all + " requirements are, and they are read as must: all but "
                        + with + "."
                : start + unstated.size() + " of the " + all + " requirements are, and they are read as must: "
                        + without + ".";
    }

    private static void rule(List<String> rules, List<String> ids, String rule) {
        if (!ids.isEmpty()) {
            rules.add(rule + " (" + IdList.print(ids) + ").");
        }
    }

    private static void values(Requirement requirement, Draft draft, List<Line> lines) {
        for (Amount amount : draft.amounts()) {
            Quantity quantity = amount.quantity();
            List<String> readings = new ArrayList<>(2);
            if (amount.form() == Draft.Form.INTERVAL && isWorkedOut(requirement, quantity)) {
                readings.add("the time from one to the next, worked out from how often");
            } else if (amount.form() == Draft.Form.CONDITION) {
                readings.add("the condition under which the other values hold");
            } else if (quantity.nominal() != null
                    && quantity.min() == null
                    && quantity.max() == null
                    && quantity.tolerance() == null
                    && amount.form() != Draft.Form.COUNT
                    && amount.form() != Draft.Form.COUNTED) {
                readings.add("the value aimed at: no word makes it a limit");
            }
            if (isUpTo(requirement, amount)) {
                readings.add("a limit: where so much has to be reached, say \"at least\"");
            }
            if (amount.assumed()
                    && amount.form() != Draft.Form.CONDITION
                    && !saysName(requirement, quantity.parameter())) {
                readings.add("named after its unit: nothing near says what it is of");
            }
            if (!readings.isEmpty()) {
                lines.add(new Line(
                        requirement,
                        quantity.parameter() + " " + QuantityPrinter.print(quantity),
                        String.join("; ", readings)));
            }
        }
    }

    /** Reports "up to 14 dBm" of what a product can do: it may mean what is allowed, or what is reached. */
    private static boolean isUpTo(Requirement requirement, Amount amount) {
        Quantity quantity = amount.quantity();
        BigDecimal max = quantity.max();
        if (max == null
                || quantity.min() != null
                || quantity.nominal() != null
                || !amount.parameter().ability()) {
            return false;
        }
        String value = JsonWriter.plain(max) + " " + quantity.unit();
        String text = requirement.text().toLowerCase(Locale.ROOT);
        return UP_TO.stream().anyMatch(words -> text.contains(words + value.toLowerCase(Locale.ROOT)));
    }

    /** Reports whether the text holds the name that an amount has from its unit: "Illuminance: 5 lx". */
    private static boolean saysName(Requirement requirement, String parameter) {
        String name = parameter.substring(parameter.lastIndexOf('_') + 1);
        return requirement.text().toLowerCase(Locale.ROOT).contains(name);
    }

    private static boolean isWorkedOut(Requirement requirement, Quantity quantity) {
        BigDecimal value = quantity.nominal() != null
                ? quantity.nominal()
                : quantity.max() != null ? quantity.max() : quantity.min();
        return value != null && !requirement.text().contains(JsonWriter.plain(value) + " " + quantity.unit());
    }

    private static boolean hasPlainDollar(Requirement requirement) {
        boolean money = requirement.quantities().stream()
                .anyMatch(quantity -> quantity.unit().startsWith("USD"));
        String text = requirement.text();
        return money
                && text.indexOf('$') >= 0
                && !text.contains("USD")
                && DOLLARS.stream().noneMatch(text::contains);
    }
}
