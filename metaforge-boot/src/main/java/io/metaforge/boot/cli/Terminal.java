package io.metaforge.boot.cli;

import java.io.PrintWriter;
import java.util.Locale;
import picocli.CommandLine.Model.CommandSpec;

/** Where a command writes to: with colours on a terminal, plain in a pipe and with {@code NO_COLOR} (no-color.org). */
final class Terminal {

    private static final String RESET = "\u001b[0m";

    private final PrintWriter out;
    private final boolean coloured;

    Terminal(CommandSpec spec) {
        this.out = spec.commandLine().getOut();
        String noColor = System.getenv("NO_COLOR");
        this.coloured =
                isInteractive() && (noColor == null || noColor.isEmpty()) && !"dumb".equals(System.getenv("TERM"));
    }

    /** Reports whether a person sits at both ends. */
    static boolean isInteractive() {
        return System.console() != null && isTerminal();
    }

    /** From Java 22 on there is a console object also without a terminal; it then says so itself. */
    private static boolean isTerminal() {
        try {
            return (Boolean) java.io.Console.class.getMethod("isTerminal").invoke(System.console());
        } catch (ReflectiveOperationException before22) {
            return true;
        }
    }

    void line(String text) {
        out.println(text);
        out.flush();
    }

    void heading(String text) {
        line(paint("1", text));
    }

    String good(String text) {
        return paint("32", text);
    }

    String bad(String text) {
        return paint("31", text);
    }

    String faint(String text) {
        return paint("2", text);
    }

    /**
     * Prints a unified diff.
     *
     * @param maxLines after so many lines the rest is left out, and said so; 0 for all
     */
    void diff(String diff, int maxLines) {
        String[] lines = diff.isEmpty() ? new String[0] : diff.split("\n", -1);
        int count = lines.length > 0 && lines[lines.length - 1].isEmpty() ? lines.length - 1 : lines.length;
        int shown = maxLines > 0 ? Math.min(maxLines, count) : count;
        for (int i = 0; i < shown; i++) {
            String text =
                    Text.printable(lines[i].endsWith("\r") ? lines[i].substring(0, lines[i].length() - 1) : lines[i]);
            line(paint(style(text), text));
        }
        if (shown < count) {
            line(faint("… " + (count - shown) + " more lines"));
        }
    }

    private static String style(String line) {
        if (line.startsWith("diff --git") || line.startsWith("--- ") || line.startsWith("+++ ")) {
            return "1";
        }
        return switch (line.isEmpty() ? ' ' : line.charAt(0)) {
            case '+' -> "32";
            case '-' -> "31";
            case '@' -> "36";
            default -> "0";
        };
    }

    private String paint(String style, String text) {
        return coloured && !"0".equals(style) ? "\u001b[" + style + "m" + text + RESET : text;
    }

    /** Asks a question that is answered by yes or no; anything but a clear yes is a no. */
    boolean confirm(String question) {
        String answer = System.console().readLine("%s [y/N] ", question);
        return answer != null && answer.strip().toLowerCase(Locale.ROOT).matches("y|yes");
    }

    /** Asks for a line of text; empty where none is given. */
    String ask(String question) {
        String answer = System.console().readLine("%s ", question);
        return answer == null ? "" : answer.strip();
    }
}
