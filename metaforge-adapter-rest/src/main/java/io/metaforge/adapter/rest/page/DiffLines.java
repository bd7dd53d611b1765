package io.metaforge.adapter.rest.page;

/** Colours a unified diff, line by line. */
final class DiffLines {

    /** More lines than anybody reads in one page; the whole diff is a link away. */
    static final int MAX_LINES = 5_000;

    /** Longer lines are cut, so that one generated line does not freeze the browser. */
    static final int MAX_LINE_LENGTH = 2_000;

    private DiffLines() {}

    /** Appends the lines; returns false where some were left out. */
    static boolean append(Html html, String diff) {
        boolean complete = true;
        boolean inHunk = false;
        int start = 0;
        for (int lines = 0; start < diff.length(); lines++) {
            if (lines == MAX_LINES) {
                return false;
            }
            int end = diff.indexOf('\n', start);
            end = end < 0 ? diff.length() : end;
            String line = diff.substring(start, end);
            start = end + 1;
            if (line.length() > MAX_LINE_LENGTH) {
                line = line.substring(0, MAX_LINE_LENGTH) + "…";
                complete = false;
            }
            // Within a hunk every line begins with its kind, so "--- a" there is a removed line that begins with "--
            // a".
            if (line.startsWith("diff --git ")) {
                inHunk = false;
            } else if (line.startsWith("@@ ")) {
                inHunk = true;
            }
            html.raw(opening(line, inHunk)).text(line).raw("\n</span>");
        }
        return complete;
    }

    private static String opening(String line, boolean inHunk) {
        if (line.startsWith("@@ ")) {
            return "<span class=\"hunk\">";
        }
        if (!inHunk) {
            return line.startsWith("diff --git ") ? "<span class=\"file\">" : "<span class=\"meta\">";
        }
        return switch (line.isEmpty() ? ' ' : line.charAt(0)) {
            case '+' -> "<span class=\"add\">";
            case '-' -> "<span class=\"del\">";
            case '\\' -> "<span class=\"meta\">";
            default -> "<span>";
        };
    }
}
