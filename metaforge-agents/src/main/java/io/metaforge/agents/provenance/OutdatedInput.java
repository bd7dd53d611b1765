package io.metaforge.agents.provenance;

import io.metaforge.application.agent.StaleInput;
import java.util.List;

/** Says in a document that it was made from something that is out of date, for readers who do not see the session. */
public final class OutdatedInput {

    private OutdatedInput() {}

    /**
     * Returns a Markdown document with a note below its first heading, or at its top where it begins with none; as it is
     * where nothing is stale.
     *
     * @param stale from {@code RunContext.staleInputs()}, asked for after everything was read
     */
    public static String noted(String markdown, List<StaleInput> stale) {
        if (stale.isEmpty()) {
            return markdown;
        }
        StringBuilder note = new StringBuilder("> **Outdated input**\n>\n");
        for (StaleInput input : stale) {
            note.append("> - ").append(escaped(input.sentence())).append(".\n");
        }
        note.append('\n');
        if (!markdown.startsWith("# ")) {
            return note + markdown;
        }
        int below = markdown.indexOf('\n') + 1;
        while (below > 0 && below < markdown.length() && markdown.charAt(below) == '\n') {
            below++;
        }
        return below == 0 ? markdown + "\n\n" + note : markdown.substring(0, below) + note + markdown.substring(below);
    }

    /** Names of files are data, whatever they look like. */
    private static String escaped(String sentence) {
        return sentence.replaceAll("[\\\\`*_\\[\\]<>&~#|$!{}]", "\\\\$0");
    }
}
