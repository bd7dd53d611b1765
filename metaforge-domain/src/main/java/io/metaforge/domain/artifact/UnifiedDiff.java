package io.metaforge.domain.artifact;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Prints a change of a file in the unified format that {@code git apply} and {@code patch -p1} read.
 *
 * <p>Encoded in UTF-8 the text reproduces the lines byte by byte, carriage returns included. Binary files are named,
 * not printed.
 */
public final class UnifiedDiff {

    private static final int CONTEXT = 3;
    private static final String NO_FILE = "/dev/null";

    private final StringBuilder text = new StringBuilder();
    private final LineDiff diff;

    private UnifiedDiff(LineDiff diff) {
        this.diff = diff;
    }

    /**
     * Prints the change of one file; nothing where the bytes are equal.
     *
     * @param base the bytes as they are; null where there is no such file
     * @param proposed the bytes as they are to be; null where the file is to go
     */
    public static String render(WorkspacePath path, byte @Nullable [] base, byte @Nullable [] proposed) {
        if (Arrays.equals(base, proposed)) {
            return "";
        }
        UnifiedDiff unified = new UnifiedDiff(LineDiff.between(base, proposed));
        unified.file(path, base == null, proposed == null);
        return unified.text.toString();
    }

    private void file(WorkspacePath path, boolean creation, boolean deletion) {
        String before = quoted("a/" + path);
        String after = quoted("b/" + path);
        text.append("diff --git ").append(before).append(' ').append(after).append('\n');
        if (creation) {
            text.append("new file mode 100644\n");
            before = NO_FILE;
        }
        if (deletion) {
            text.append("deleted file mode 100644\n");
            after = NO_FILE;
        }
        if (diff.binary()) {
            text.append("Binary files ")
                    .append(before)
                    .append(" and ")
                    .append(after)
                    .append(" differ\n");
        } else if (!diff.edits().isEmpty()) {
            header("--- ", before);
            header("+++ ", after);
            hunks();
        }
    }

    /** A tab ends a name with spaces, or else readers take what follows the last one for a time stamp. */
    private void header(String mark, String name) {
        text.append(mark).append(name).append(name.indexOf(' ') < 0 ? "\n" : "\t\n");
    }

    private void hunks() {
        List<LineDiff.Edit> edits = diff.edits();
        int first = 0;
        while (first < edits.size()) {
            int last = first;
            while (last + 1 < edits.size()
                    && edits.get(last + 1).baseFrom() - edits.get(last).baseTo() <= 2 * CONTEXT) {
                last++;
            }
            hunk(edits.subList(first, last + 1));
            first = last + 1;
        }
    }

    private void hunk(List<LineDiff.Edit> edits) {
        LineDiff.Edit first = edits.get(0);
        LineDiff.Edit last = edits.get(edits.size() - 1);
        int before = Math.min(CONTEXT, first.baseFrom());
        int after = Math.min(CONTEXT, diff.base().size() - last.baseTo());
        text.append("@@ -");
        range(first.baseFrom() - before, last.baseTo() + after);
        text.append(" +");
        range(first.proposedFrom() - before, last.proposedTo() + after);
        text.append(" @@\n");
        int at = first.baseFrom() - before;
        for (LineDiff.Edit edit : edits) {
            lines(' ', diff.base().subList(at, edit.baseFrom()));
            lines('-', diff.base().subList(edit.baseFrom(), edit.baseTo()));
            lines('+', diff.proposed().subList(edit.proposedFrom(), edit.proposedTo()));
            at = edit.baseTo();
        }
        lines(' ', diff.base().subList(at, at + after));
    }

    /** Lines count from 1; an empty range is named by the line before it. */
    private void range(int from, int to) {
        text.append(from == to ? from : from + 1);
        if (to - from != 1) {
            text.append(',').append(to - from);
        }
    }

    private void lines(char mark, List<String> lines) {
        for (String line : lines) {
            text.append(mark).append(line);
            if (!line.endsWith("\n")) {
                text.append("\n\\ No newline at end of file\n");
            }
        }
    }

    /** Writes a name as git does by default: in quotes, bytes in octal, where it is not plain ASCII. */
    private static String quoted(String name) {
        StringBuilder quoted = new StringBuilder("\"");
        boolean needed = false;
        for (byte each : name.getBytes(StandardCharsets.UTF_8)) {
            if (each < 0) {
                quoted.append('\\').append(Integer.toOctalString(each & 0xff));
                needed = true;
            } else if (each == '"') {
                quoted.append("\\\"");
                needed = true;
            } else {
                quoted.append((char) each);
            }
        }
        return needed ? quoted.append('"').toString() : name;
    }
}
