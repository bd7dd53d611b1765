package io.metaforge.boot.cli;

import io.metaforge.api.Artifact;
import io.metaforge.boot.cli.terminal.Terminal;
import io.metaforge.boot.cli.terminal.Text;
import io.metaforge.boot.cli.terminal.UnifiedDiff;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a session wants to write, as it is shown.
 *
 * @param artifacts by path
 * @param diff of all of them
 */
record Proposal(List<Artifact> artifacts, UnifiedDiff diff) {

    /** Returns a line for each file, and one for all of them. */
    List<String> summary(Terminal terminal) {
        int width = 0;
        for (Artifact artifact : artifacts) {
            width = Math.max(width, Text.width(Text.oneLine(artifact.path())));
        }
        width = Math.min(width, Math.max(16, terminal.columns() - 40));
        List<String> lines = new ArrayList<>();
        for (Artifact artifact : artifacts) {
            String path = Text.middleEllipsis(Text.oneLine(artifact.path()), width, terminal.mark());
            lines.add("  " + terminal.bold(path) + " ".repeat(width - Text.width(path)) + "  "
                    + Text.padded(kind(artifact.change()), 8) + "  " + counts(artifact.diff(), terminal)
                    + "  " + terminal.faint(Text.size(artifact.size())));
        }
        long added = artifacts.stream()
                .mapToLong(artifact -> count(artifact.diff(), '+'))
                .sum();
        long removed = artifacts.stream()
                .mapToLong(artifact -> count(artifact.diff(), '-'))
                .sum();
        lines.add("  " + files(artifacts.size()) + ", " + counts("+" + added + " -" + removed, terminal));
        return lines;
    }

    /** Returns the line of one file. */
    static String line(Artifact artifact, Terminal terminal) {
        return terminal.bold(Text.middleEllipsis(
                        Text.oneLine(artifact.path()), Math.max(16, terminal.columns() - 32), terminal.mark()))
                + "  " + kind(artifact.change()) + "  " + counts(artifact.diff(), terminal);
    }

    static String files(int count) {
        return count == 1 ? "1 file" : count + " files";
    }

    private static String kind(@Nullable String change) {
        if (change == null) {
            return "";
        }
        return switch (change) {
            case "create" -> "new";
            case "modify" -> "changed";
            case "delete" -> "deleted";
            default -> Text.oneLine(change);
        };
    }

    /** Colours {@code +12 -3}; anything else stays as it is. */
    private static String counts(@Nullable String diff, Terminal terminal) {
        String text = diff == null ? "" : Text.oneLine(diff);
        String[] parts = text.split(" ");
        return parts.length == 2 && parts[0].startsWith("+") && parts[1].startsWith("-")
                ? terminal.good(parts[0]) + " " + terminal.bad(parts[1])
                : text;
    }

    private static long count(@Nullable String diff, char sign) {
        if (diff != null) {
            for (String part : diff.split(" ")) {
                if (!part.isEmpty()
                        && part.charAt(0) == sign
                        && part.substring(1).matches("[0-9]{1,18}")) {
                    return Long.parseLong(part.substring(1));
                }
            }
        }
        return 0;
    }

    /** Returns the diff of one file: both lists are in the order of paths. That of all where they do not go together. */
    UnifiedDiff of(Artifact artifact) {
        List<UnifiedDiff> files = diff.files();
        int index = artifacts.indexOf(artifact);
        return files.size() == artifacts.size() && index >= 0 ? files.get(index) : diff;
    }
}
