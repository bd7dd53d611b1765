package io.metaforge.agents.requirements;

import io.metaforge.agents.constraints.Conflict;
import io.metaforge.agents.constraints.Constraints;
import io.metaforge.agents.constraints.Gap;
import io.metaforge.agents.constraints.Requirement;
import io.metaforge.agents.requirements.Draft.Amount;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Prints {@code assumptions.md}: how the documents were read, what contradicts, and what is still to be asked. */
final class AssumptionsDocument {

    /** Ids printed for one assumption; the rest are counted. */
    private static final int MAX_IDS = 40;

    private AssumptionsDocument() {}

    static String print(Constraints constraints, ConstraintsBuilder drafts, List<String> files) {
        StringBuilder out = new StringBuilder(4096);
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
        conflicts(constraints, out);
        questions(constraints, out);
        assumptions(constraints, drafts, out);
        return out.toString();
    }

    private static String count(int number, String noun) {
        String plural = noun.endsWith("y") ? noun.substring(0, noun.length() - 1) + "ies" : noun + "s";
        return number + " " + (number == 1 ? noun : plural);
    }

    private static void conflicts(Constraints constraints, StringBuilder out) {
        out.append("## Conflicts\n\n");
        if (constraints.conflicts().isEmpty()) {
            out.append("None found.\n\n");
            return;
        }
        for (Conflict conflict : constraints.conflicts()) {
            out.append("- ")
                    .append(String.join(", ", conflict.requirements()))
                    .append(": ")
                    .append(escape(conflict.reason()))
                    .append(". Which holds?\n");
        }
        out.append('\n');
    }

    private static void questions(Constraints constraints, StringBuilder out) {
        out.append("## Open questions\n\n");
        if (constraints.gaps().isEmpty()) {
            out.append("None: every topic a design needs is spoken of.\n\n");
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

    private static void assumptions(Constraints constraints, ConstraintsBuilder drafts, StringBuilder out) {
        Map<String, List<String>> assumed = new LinkedHashMap<>();
        String priority = "No word such as \"shall\", \"should\" or \"may\": read as must";
        String nominal = "A value without a bound: read as the value aimed at, not as a limit";
        String parameter = "Nothing near the value says what it is of: named after its unit";
        String mention = "Prose that mentions a value without a word that binds: read as a requirement";
        for (int i = 0; i < constraints.requirements().size(); i++) {
            Requirement requirement = constraints.requirements().get(i);
            Draft draft = drafts.draft(i);
            if (!draft.priorityStated()) {
                note(assumed, priority, requirement);
            }
            if (!draft.firm()) {
                note(assumed, mention, requirement);
            }
            boolean bare = false;
            boolean unnamed = false;
            for (Amount amount : draft.amounts()) {
                bare |= amount.quantity().nominal() != null
                        && amount.quantity().min() == null
                        && amount.quantity().max() == null
                        && amount.quantity().tolerance() == null;
                unnamed |= amount.assumed();
            }
            if (bare) {
                note(assumed, nominal, requirement);
            }
            if (unnamed) {
                note(assumed, parameter, requirement);
            }
        }
        out.append("## Assumptions\n\n");
        if (assumed.isEmpty()) {
            out.append("None.\n");
        }
        assumed.forEach((what, ids) -> {
            out.append("- ").append(what).append(" (");
            out.append(String.join(", ", ids.subList(0, Math.min(ids.size(), MAX_IDS))));
            if (ids.size() > MAX_IDS) {
                out.append(" and ").append(ids.size() - MAX_IDS).append(" more");
            }
            out.append(").\n");
        });
    }

    private static void note(Map<String, List<String>> assumed, String what, Requirement requirement) {
        assumed.computeIfAbsent(what, key -> new ArrayList<>()).add(requirement.id());
    }

    /** Keeps what comes from the document from being markup here. */
    private static String escape(String text) {
        StringBuilder escaped = new StringBuilder(text.length() + 8);
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if ("\\`*_[]<>#|~!&".indexOf(c) >= 0) {
                escaped.append('\\');
            }
            escaped.append(c < ' ' ? ' ' : c);
        }
        return escaped.toString();
    }
}
