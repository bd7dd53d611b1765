package io.metaforge.agents.requirements;

import io.metaforge.agents.constraints.Conflict;
import io.metaforge.agents.constraints.Constraints;
import io.metaforge.agents.constraints.Gap;
import io.metaforge.agents.constraints.Requirement;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Prints {@code assumptions.md}: what contradicts, what is still to be asked, and how the documents were read where they
 * leave a choice. Each line names the requirement and its place, so that it can be checked and the document corrected.
 */
final class AssumptionsDocument {

    /** Characters of a requirement that are quoted. */
    /** Items of goals printed; a document with more is not read item by item. */
    private static final int MAX_ITEMS = 40;

    private static final int MAX_QUOTE = 120;

    private final Constraints constraints;
    private final Map<String, Requirement> byId = new HashMap<>();
    private final StringBuilder out = new StringBuilder(4096);

    private AssumptionsDocument(Constraints constraints) {
        this.constraints = constraints;
        constraints.requirements().forEach(requirement -> byId.put(requirement.id(), requirement));
    }

    static String print(Constraints constraints, ConstraintsBuilder drafts, List<String> files) {
        AssumptionsDocument document = new AssumptionsDocument(constraints);
        document.introduction(files);
        document.conflicts();
        document.questions();
        document.assumptions(Assumptions.of(constraints, drafts));
        document.unread(drafts, files.size() > 1);
        return document.out.toString();
    }

    private void introduction(List<String> files) {
        out.append("# Assumptions and open questions: ")
                .append(escape(constraints.project().name()))
                .append("\n\n");
        int quantities = constraints.requirements().stream()
                .mapToInt(r -> r.quantities().size())
                .sum();
        out.append("Read from ");
        for (int i = 0; i < files.size(); i++) {
            out.append(i == 0 ? "" : i == files.size() - 1 ? " and " : ", ")
                    .append('`')
                    .append(files.get(i))
                    .append('`');
        }
        out.append(": ")
                .append(count(constraints.requirements().size(), "requirement"))
                .append(", ")
                .append(count(quantities, "quantity"))
                .append(", ")
                .append(count(constraints.electrical().interfaces().size(), "interface"))
                .append(", ")
                .append(count(constraints.conflicts().size(), "conflict"))
                .append(", ")
                .append(count(constraints.gaps().size(), "gap"))
                .append(".\nCorrect the document, not this file, and run the skill again.\n\n");
    }

    private static String count(int number, String noun) {
        String plural = noun.endsWith("y") ? noun.substring(0, noun.length() - 1) + "ies" : noun + "s";
        return number + " " + (number == 1 ? noun : plural);
    }

    private void conflicts() {
        out.append("## Conflicts\n\n");
        if (constraints.conflicts().isEmpty()) {
            out.append("None found.\n\n");
            return;
        }
        for (Conflict conflict : constraints.conflicts()) {
            out.append("- ").append(escape(conflict.reason())).append(". Which holds?\n");
            for (String id : conflict.requirements()) {
                Requirement requirement = byId.get(id);
                if (requirement != null) {
                    out.append("  - ").append(id).append(", ").append(place(requirement));
                    out.append(": ").append(quote(requirement.text())).append('\n');
                }
            }
        }
        out.append('\n');
    }

    private void questions() {
        out.append("## Open questions\n\n");
        if (constraints.gaps().isEmpty()) {
            out.append("None: every topic that is asked for is spoken of.\n\n");
            return;
        }
        for (Gap gap : constraints.gaps()) {
            out.append("- **")
                    .append(gap.topic())
                    .append("**: ")
                    .append(Gaps.question(gap))
                    .append(' ')
                    .append(gap.why())
                    .append('\n');
        }
        out.append('\n');
    }

    private void assumptions(Assumptions assumptions) {
        out.append("## Assumptions\n\n");
        if (assumptions.isEmpty()) {
            out.append("None.\n");
            return;
        }
        assumptions.rules().forEach(rule -> out.append("- ").append(rule).append('\n'));
        if (assumptions.lines().isEmpty()) {
            return;
        }
        out.append(assumptions.rules().isEmpty() ? "" : "\n");
        out.append("| Requirement | Place | Value | Read as |\n|---|---|---|---|\n");
        for (Assumptions.Line line : assumptions.lines()) {
            out.append("| ").append(line.requirement().id());
            out.append(" | ").append(place(line.requirement()));
            out.append(" | ").append(escape(line.value()));
            out.append(" | ").append(line.reading()).append(" |\n");
        }
        if (assumptions.more() > 0) {
            out.append("\nAnd ").append(count(assumptions.more(), "more value")).append(" read in these ways.\n");
        }
    }

    private void unread(ConstraintsBuilder drafts, boolean severalFiles) {
        if (drafts.skipped().isEmpty() && drafts.leftOut().isEmpty()) {
            return;
        }
        out.append("\n## Left out\n");
        if (!drafts.skipped().isEmpty()) {
            out.append("\nNothing under these headings is read as a requirement:\n\n");
        }
        for (ConstraintsBuilder.Skipped section : drafts.skipped()) {
            out.append("- ").append(quote(section.heading())).append(", ");
            line(section.file(), section.line(), severalFiles);
            out.append(section.partly() ? ": only what says \"shall\" or \"must\" is\n" : "\n");
        }
        if (!drafts.leftOut().isEmpty()) {
            out.append("\nThese goals are read as no requirement: they hold no value, no interface and no word that")
                    .append(" binds. Where one is meant to be met, say so with \"shall\":\n\n");
        }
        int shown = Math.min(drafts.leftOut().size(), MAX_ITEMS);
        for (ConstraintsBuilder.Item item : drafts.leftOut().subList(0, shown)) {
            out.append("- ").append(quote(item.text())).append(", ");
            line(item.file(), item.line(), severalFiles);
            out.append('\n');
        }
        if (drafts.leftOut().size() > shown) {
            out.append("\nAnd ")
                    .append(count(drafts.leftOut().size() - shown, "more item"))
                    .append(" of that kind.\n");
        }
    }

    private void line(String file, int line, boolean severalFiles) {
        out.append(severalFiles ? "`" + file + "` line " : "line ").append(line);
    }

    private static String place(Requirement requirement) {
        return "`" + requirement.source().file() + "` line "
                + requirement.source().line();
    }

    static String quote(String text) {
        String shown = text;
        if (text.length() > MAX_QUOTE) {
            int end = Character.isHighSurrogate(text.charAt(MAX_QUOTE - 1)) ? MAX_QUOTE - 1 : MAX_QUOTE;
            shown = text.substring(0, end) + "…";
        }
        return "\"" + escape(shown) + "\"";
    }

    /** Keeps what comes from the document from being markup here. */
    static String escape(String text) {
        StringBuilder escaped = new StringBuilder(text.length() + 8);
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if ("\\`*_[]<>#|~!&".indexOf(c) >= 0 && !isInWord(text, i)) {
                escaped.append('\\');
            }
            escaped.append(c < ' ' ? ' ' : c);
        }
        return escaped.toString();
    }

    /** Reports whether an underscore joins letters, as in a parameter's name: there it is no markup. */
    private static boolean isInWord(String text, int i) {
        return text.charAt(i) == '_'
                && i > 0
                && i + 1 < text.length()
                && Character.isLetterOrDigit(text.charAt(i - 1))
                && Character.isLetterOrDigit(text.charAt(i + 1));
    }
}
