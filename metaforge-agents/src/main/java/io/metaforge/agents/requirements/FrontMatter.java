package io.metaforge.agents.requirements;

/** Leaves out the YAML block that may stand at the start of a Markdown file. */
final class FrontMatter {

    private FrontMatter() {}

    /**
     * What follows the block.
     *
     * @param text of it
     * @param lines how many lines were left out
     */
    record Body(String text, int lines) {}

    static Body strip(String markdown) {
        int end = lineEnd(markdown, 0);
        if (!markdown.substring(0, end).strip().equals("---")) {
            return new Body(markdown, 0);
        }
        int lines = 1;
        int start = next(markdown, end);
        while (start < markdown.length()) {
            end = lineEnd(markdown, start);
            lines++;
            String line = markdown.substring(start, end).strip();
            start = next(markdown, end);
            if (line.equals("---") || line.equals("...")) {
                return new Body(markdown.substring(start), lines);
            }
            if (line.isEmpty() && lines == 2) {
                // a rule at the top of the page, not a block
                return new Body(markdown, 0);
            }
        }
        return new Body(markdown, 0);
    }

    private static int lineEnd(String text, int from) {
        int i = from;
        while (i < text.length() && text.charAt(i) != '\n' && text.charAt(i) != '\r') {
            i++;
        }
        return i;
    }

    private static int next(String text, int end) {
        if (end >= text.length()) {
            return text.length();
        }
        return text.charAt(end) == '\r' && end + 1 < text.length() && text.charAt(end + 1) == '\n' ? end + 2 : end + 1;
    }
}
