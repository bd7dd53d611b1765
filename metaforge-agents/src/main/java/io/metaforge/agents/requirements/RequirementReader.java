package io.metaforge.agents.requirements;

import io.metaforge.agents.constraints.Category;
import io.metaforge.agents.constraints.Priority;
import io.metaforge.agents.quantity.Text;
import io.metaforge.agents.requirements.Draft.Amount;
import io.metaforge.agents.requirements.ParameterNaming.Context;
import io.metaforge.agents.requirements.Statement.Form;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Decides which statements are requirements, and of which category and priority. */
final class RequirementReader {

    private static final SectionRules RULES = SectionRules.STANDARD;
    private static final int MAX_LABEL = 40;
    private static final int MAX_TEXT = 2000;

    private RequirementReader() {}

    /** Returns the requirement a statement holds, null if it holds none. */
    static @Nullable Draft read(Statement statement) {
        String original = statement.text();
        if (original.length() < 3 || (statement.form() != Form.ROW && isAboutDocument(original))) {
            return null;
        }
        Text text = new Text(original, statement.decimalComma());
        if (text.words() == 0) {
            return null;
        }
        SectionKind section = labelledSection(text, statement);
        if (section.isSilent()) {
            return null;
        }
        boolean strong = RULES.has("strong", text);
        if (!strong && statement.form() != Form.ROW && RULES.has("about-market", text)) {
            return null;
        }
        if (section == SectionKind.NOTES && !(strong && !original.strip().endsWith("?"))) {
            return null;
        }
        Row row = statement.row();
        List<Context> contexts = contexts(statement);
        List<Text> around = SubjectReader.around(statement);
        List<Amount> amounts =
                row == null ? AmountReader.inText(text, contexts, around) : RowReader.read(row, contexts, around);
        InterfaceTable.Found interfaces = InterfaceTable.STANDARD.find(text);
        boolean medium = strong || RULES.has("medium", text) || RULES.has("will", text);
        boolean bounded = amounts.stream().anyMatch(RequirementReader::isBounded);
        boolean firm = true;
        if (statement.form() != Form.ROW
                && amounts.isEmpty()
                && original.strip().endsWith("?")) {
            return null;
        }
        if (statement.form() == Form.SENTENCE) {
            if (RULES.find("about-start", text, 0, 1) == 0) {
                return null;
            }
            boolean intro = section == SectionKind.INTRO;
            if (intro) {
                boolean binding = strong || bounded || (medium && !amounts.isEmpty());
                if (!binding && amounts.isEmpty() && interfaces.wanted().isEmpty()) {
                    return null;
                }
                firm = binding;
            } else if (!medium && amounts.isEmpty() && interfaces.wanted().isEmpty() && !startsWithNo(text)) {
                return null;
            }
        } else if (section == SectionKind.INTRO && statement.form() == Form.ITEM && !firmItem(statement)) {
            boolean binding = medium || bounded;
            if (!binding && amounts.isEmpty() && interfaces.wanted().isEmpty() && !startsWithNo(text)) {
                return null;
            }
        }
        if (statement.form() == Form.ITEM
                && amounts.isEmpty()
                && original.strip().endsWith(":")
                && !strong) {
            return null;
        }
        PriorityRead priority = priority(text, statement, section, strong);
        return new Draft(
                category(text, statement, amounts, interfaces),
                priority.priority,
                priority.stated,
                shortened(original.strip()),
                statement.line(),
                CountedReader.with(amounts, text),
                interfaces.wanted(),
                interfaces.refused(),
                firm);
    }

    /**
     * Returns a statement as a requirement because somebody else says that it is one. Its words, quantities and interfaces are
     * read by the same rules as those of any other; null where the document says that nothing here is a requirement.
     */
    static @Nullable Draft require(Statement statement, Category category, Priority priority) {
        Text text = new Text(statement.text(), statement.decimalComma());
        if (text.words() == 0 || labelledSection(text, statement).isSilent()) {
            return null;
        }
        Row row = statement.row();
        List<Context> contexts = contexts(statement);
        List<Text> around = SubjectReader.around(statement);
        InterfaceTable.Found interfaces = InterfaceTable.STANDARD.find(text);
        return new Draft(
                category,
                priority,
                true,
                shortened(statement.text().strip()),
                statement.line(),
                row == null ? AmountReader.inText(text, contexts, around) : RowReader.read(row, contexts, around),
                interfaces.wanted(),
                interfaces.refused(),
                true);
    }

    private static boolean isBounded(Amount amount) {
        return amount.quantity().min() != null || amount.quantity().max() != null;
    }

    /** Reports whether an item stands in a list without any heading that could tell: then it counts. */
    private static boolean firmItem(Statement statement) {
        return statement.heading().size() <= 1;
    }

    private static boolean startsWithNo(Text text) {
        return RULES.find("negation", text, 0, 1) == 0;
    }

    /** Reports whether a paragraph says something about the document itself: "Status: draft". */
    static boolean isAboutDocument(String text) {
        for (int i = 0; i < Math.min(text.length(), 40); i++) {
            if (text.charAt(i) == ':') {
                return RULES.isAboutDocument(text.substring(0, i));
            }
        }
        return false;
    }

    private static SectionKind labelledSection(Text text, Statement statement) {
        String original = text.original();
        for (int i = 0; i < Math.min(original.length(), 40); i++) {
            if (original.charAt(i) == ':') {
                SectionKind kind = RULES.kindOf(new Text(original.substring(0, i)));
                return kind != null && (kind.isSilent() || kind == SectionKind.MAY) ? kind : statement.section();
            }
        }
        return statement.section();
    }

    private static List<Context> contexts(Statement statement) {
        List<Context> contexts = new ArrayList<>(4);
        Row row = statement.row();
        if (row != null) {
            contexts.add(new Context(row.label(), 48));
            for (Row.Column column : row.columns()) {
                if (column.role() == Row.Role.NAME && !column.header().isBlank()) {
                    // "Rail | Voltage": what the rows are
                    contexts.add(new Context(new Text(column.header()), 30));
                }
            }
        }
        Text parent = statement.parent();
        if (parent != null) {
            contexts.add(new Context(parent, 22));
        }
        int weight = 14;
        for (Text heading : statement.aboutIt()) {
            contexts.add(new Context(heading, weight));
            weight -= 5;
        }
        return contexts;
    }

    private record PriorityRead(Priority priority, boolean stated) {}

    private static PriorityRead priority(Text text, Statement statement, SectionKind section, boolean strong) {
        Priority column = columnPriority(statement.row());
        if (column != null) {
            return new PriorityRead(column, true);
        }
        if (RULES.find("weak-start", text, 0, 1) == 0) {
            return new PriorityRead(Priority.MAY, true);
        }
        if (strong) {
            return new PriorityRead(Priority.MUST, true);
        }
        if (RULES.has("medium", text)) {
            return new PriorityRead(Priority.SHOULD, true);
        }
        if (RULES.has("weak", text)) {
            return new PriorityRead(Priority.MAY, true);
        }
        if (section == SectionKind.MAY) {
            return new PriorityRead(Priority.MAY, true);
        }
        if (section == SectionKind.SHOULD) {
            return new PriorityRead(Priority.SHOULD, true);
        }
        return new PriorityRead(Priority.MUST, false);
    }

    private static @Nullable Priority columnPriority(@Nullable Row row) {
        if (row == null) {
            return null;
        }
        for (int i = 0; i < row.cells().size(); i++) {
            if (row.columns().get(i).role() == Row.Role.PRIORITY) {
                Priority priority = RULES.priorityOf(row.cells().get(i));
                if (priority != null) {
                    return priority;
                }
            }
        }
        return null;
    }

    private static Category category(
            Text text, Statement statement, List<Amount> amounts, InterfaceTable.Found interfaces) {
        if (statement.section() == SectionKind.SCHEDULE
                && amounts.stream().allMatch(amount -> amount.dimension().equals("time"))) {
            return Category.SCHEDULE;
        }
        for (Amount amount : amounts) {
            if (!amount.assumed() && amount.form() != Draft.Form.CONDITION) {
                return amount.parameter().category();
            }
        }
        if (!amounts.isEmpty()) {
            return amounts.get(0).parameter().category();
        }
        if (!interfaces.wanted().isEmpty() || !interfaces.refused().isEmpty()) {
            return Category.INTERFACE;
        }
        EnumMap<Category, Integer> votes = new EnumMap<>(Category.class);
        RULES.vote(text, 3, votes);
        int colon = text.original().indexOf(": ");
        if (colon > 0 && colon < MAX_LABEL) {
            // "Four LEDs: charging, battery full": the label says what it is, the rest what it is for
            RULES.vote(new Text(text.original().substring(0, colon)), 4, votes);
        }
        int weight = 4;
        for (Text heading : statement.heading()) {
            RULES.vote(heading, weight, votes);
            weight -= 2;
        }
        Category best = Category.FUNCTIONAL;
        int most = 0;
        for (Map.Entry<Category, Integer> vote : votes.entrySet()) {
            if (vote.getValue() > most) {
                most = vote.getValue();
                best = vote.getKey();
            }
        }
        return best;
    }

    private static String shortened(String text) {
        if (text.length() <= MAX_TEXT) {
            return text;
        }
        int end = Character.isHighSurrogate(text.charAt(MAX_TEXT - 1)) ? MAX_TEXT - 1 : MAX_TEXT;
        return text.substring(0, end) + "…";
    }
}
