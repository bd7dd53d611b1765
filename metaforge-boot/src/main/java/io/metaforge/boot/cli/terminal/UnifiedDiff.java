package io.metaforge.boot.cli.terminal;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** A unified diff, by file and in colour. */
public final class UnifiedDiff {

    private static final String FILE = "diff --git ";

    private final List<String> files;

    private UnifiedDiff(List<String> files) {
        this.files = files;
    }

    /** Takes a diff apart where its files begin. */
    public static UnifiedDiff of(String text) {
        return new UnifiedDiff(Arrays.stream(text.split("(?m)^(?=" + FILE + ")"))
                .filter(file -> !file.isEmpty())
                .toList());
    }

    /** Returns the diff of each file, in order. */
    public List<UnifiedDiff> files() {
        return files.stream().map(file -> new UnifiedDiff(List.of(file))).toList();
    }

    /** Reports whether it is of one file of text for people. */
    public boolean isOfDocument() {
        return files.size() == 1 && files.get(0).lines().findFirst().orElse("").endsWith(".md");
    }

    /** Returns its lines, harmless and in the colours of the terminal. */
    public List<String> painted(Terminal terminal) {
        List<String> painted = new ArrayList<>();
        for (String file : files) {
            boolean header = true;
            for (String line :
                    file.endsWith("\n") ? file.substring(0, file.length() - 1).split("\n", -1) : file.split("\n", -1)) {
                String text = Text.printable(line.endsWith("\r") ? line.substring(0, line.length() - 1) : line);
                header &= !text.startsWith("@@");
                painted.add(header ? terminal.bold(text) : body(text, terminal));
            }
        }
        return painted;
    }

    private static String body(String line, Terminal terminal) {
        if (line.isEmpty()) {
            return line;
        }
        return switch (line.charAt(0)) {
            case '+' -> terminal.good(line);
            case '-' -> terminal.bad(line);
            case '@' -> terminal.accent(line);
            case '\\' -> terminal.faint(line);
            default -> line;
        };
    }
}
