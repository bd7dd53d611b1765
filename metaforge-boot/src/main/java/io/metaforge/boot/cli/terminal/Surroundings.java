package io.metaforge.boot.cli.terminal;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/**
 * What a command can find out about where it runs.
 *
 * @param input whether standard input is a terminal
 * @param output whether standard output is one
 * @param error whether standard error is one
 * @param columns of the terminal; see {@link #outputColumns()} for what is written elsewhere
 * @param rows of the terminal
 * @param unicode whether glyphs beyond ASCII can be shown
 * @param environment variables of the process
 */
public record Surroundings(
        boolean input,
        boolean output,
        boolean error,
        int columns,
        int rows,
        boolean unicode,
        Map<String, String> environment) {

    /** Set by the launcher: which of the descriptors 0, 1 and 2 are terminals, as their digits. */
    private static final String TERMINALS = "metaforge.terminals";

    /** Set by the launcher: rows and columns, as {@code stty size} prints them. */
    private static final String SIZE = "metaforge.size";

    /** Set by the launcher: {@code ascii} where the locale is not UTF-8. */
    private static final String GLYPHS = "metaforge.glyphs";

    static final int DEFAULT_COLUMNS = 80;
    static final int DEFAULT_ROWS = 24;
    private static final int UNBOUNDED = 10_000;

    /** Looks at the process, with what the launcher says about it where Java cannot see it. */
    public static Surroundings ofProcess() {
        String terminals = System.getProperty(TERMINALS);
        boolean console = terminals == null && isConsole();
        boolean output = console || terminals != null && terminals.contains("1");
        boolean error = console || terminals != null && terminals.contains("2");
        int[] size = size(System.getProperty(SIZE, ""), System.getenv());
        return new Surroundings(
                console || terminals != null && terminals.contains("0"),
                output,
                error,
                size[1],
                size[0],
                showsUnicode(),
                System.getenv());
    }

    /** Returns how a pipe looks, with no terminal anywhere. */
    public static Surroundings pipe(Map<String, String> environment) {
        return new Surroundings(false, false, false, DEFAULT_COLUMNS, DEFAULT_ROWS, true, environment);
    }

    /** Reports whether questions can be asked: somebody sees them and can answer. */
    public boolean canAsk() {
        return input && output;
    }

    /** Returns how wide standard output is: in a pipe or a file so wide that nothing is cut off. */
    public int outputColumns() {
        return output ? columns : UNBOUNDED;
    }

    /** Returns how wide standard error is, likewise. */
    public int errorColumns() {
        return error ? columns : UNBOUNDED;
    }

    boolean isDumb() {
        return "dumb".equals(environment.get("TERM"));
    }

    private static boolean showsUnicode() {
        String glyphs = System.getProperty(GLYPHS);
        if (glyphs != null) {
            return !glyphs.equals("ascii");
        }
        String encoding = System.getProperty("stdout.encoding", System.getProperty("native.encoding", "US-ASCII"));
        return Charset.isSupported(encoding) && Charset.forName(encoding).equals(StandardCharsets.UTF_8);
    }

    /** Returns rows and columns; {@code COLUMNS} and {@code LINES} win over what was measured. */
    static int[] size(String measured, Map<String, String> environment) {
        int rows = DEFAULT_ROWS;
        int columns = DEFAULT_COLUMNS;
        String[] parts = measured.strip().split(" ");
        if (parts.length == 2) {
            rows = number(parts[0], rows);
            columns = number(parts[1], columns);
        }
        return new int[] {
            number(environment.getOrDefault("LINES", ""), rows),
            number(environment.getOrDefault("COLUMNS", ""), columns)
        };
    }

    private static int number(String text, int otherwise) {
        try {
            int number = Integer.parseInt(text.strip());
            return number > 0 ? number : otherwise;
        } catch (NumberFormatException e) {
            return otherwise;
        }
    }

    private static boolean isConsole() {
        if (System.console() == null) {
            return false;
        }
        try {
            // From Java 22 on there is a console object also without a terminal; it then says so itself.
            return (Boolean) java.io.Console.class.getMethod("isTerminal").invoke(System.console());
        } catch (ReflectiveOperationException before22) {
            return true;
        }
    }
}
