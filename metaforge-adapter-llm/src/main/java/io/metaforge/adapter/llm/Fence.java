package io.metaforge.adapter.llm;

/** Takes the Markdown fence off that models put around JSON although they were told not to. */
final class Fence {

    private Fence() {}

    static String without(String answer) {
        String text = answer.strip();
        if (text.startsWith("```") && text.endsWith("```") && text.length() > 6) {
            int line = text.indexOf('\n');
            if (line > 0) {
                return text.substring(line + 1, text.length() - 3).strip();
            }
        }
        return text;
    }
}
