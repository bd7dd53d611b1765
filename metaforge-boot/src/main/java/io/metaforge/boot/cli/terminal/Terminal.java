package io.metaforge.boot.cli.terminal;

import java.io.PrintWriter;
import java.util.List;

/**
 * Where a command writes to: results to standard output, what is said about them to standard error; each with colours where
 * it may, and in glyphs that can be shown there. Lines are flushed as they are written. Not thread-safe.
 */
public final class Terminal {

    private static final int MOST_READABLE = 100;
    private static final String RESET = "\u001b[0m";

    private final PrintWriter out;
    private final PrintWriter err;
    private final Surroundings surroundings;
    private final boolean coloured;
    private final boolean colouredError;
    private int errorColumns;

    /** Returns a terminal over these writers. */
    public Terminal(PrintWriter out, PrintWriter err, Surroundings surroundings, ColorChoice color) {
        this.out = out;
        this.err = err;
        this.surroundings = surroundings;
        this.coloured = color.colours(surroundings.environment(), surroundings.output());
        this.colouredError = color.colours(surroundings.environment(), surroundings.error());
        this.errorColumns = surroundings.errorColumns();
    }

    public Surroundings surroundings() {
        return surroundings;
    }

    /** Returns how many cells a line of results has. */
    public int columns() {
        return surroundings.outputColumns();
    }

    /** Returns how many cells a line of standard error has. */
    int errorColumns() {
        return errorColumns;
    }

    /** Returns how many cells a line of sentences has: as many as can be read well, also where there is more room. */
    public int readableColumns() {
        return surroundings.output() ? Math.min(MOST_READABLE, columns()) : Surroundings.DEFAULT_COLUMNS;
    }

    void resize(int newColumns) {
        errorColumns = newColumns;
    }

    PrintWriter err() {
        return err;
    }

    boolean coloured() {
        return coloured;
    }

    /** Writes a line of the result. */
    public void line(String text) {
        out.println(text);
        out.flush();
    }

    /** Writes lines of the result at once. */
    public void lines(List<String> lines) {
        lines.forEach(out::println);
        out.flush();
    }

    /** Reports whether nobody reads the results any more, such as {@code head} after its last line. */
    public boolean isLeft() {
        // A stream that prints keeps its failures to itself, so the writer above it does not know of them.
        return out.checkError() || System.out.checkError();
    }

    /** Writes part of a line, to be answered by the reader. */
    void part(String text) {
        out.print(text);
        out.flush();
    }

    /** Says something about the result, which is no part of it. */
    public void note(String text) {
        err.println(text);
        err.flush();
    }

    /** Says what went otherwise than one might think. */
    public void warning(String text) {
        note(paint(colouredError, "33", "warning: ") + text);
    }

    public void heading(String text) {
        line(bold(text));
    }

    public String bold(String text) {
        return paint(coloured, "1", text);
    }

    public String good(String text) {
        return paint(coloured, "32", text);
    }

    public String bad(String text) {
        return paint(coloured, "31", text);
    }

    public String warned(String text) {
        return paint(coloured, "33", text);
    }

    public String accent(String text) {
        return paint(coloured, "36", text);
    }

    public String faint(String text) {
        return paint(coloured, "2", text);
    }

    /** As {@link #faint(String)}, for a {@link #note(String)}. */
    public String faintNote(String text) {
        return paint(colouredError, "2", text);
    }

    /** As {@link #good(String)}, for a {@link #note(String)}. */
    public String goodNote(String text) {
        return paint(colouredError, "32", text);
    }

    /** As {@link #bad(String)}, for a {@link #note(String)}. */
    public String badNote(String text) {
        return paint(colouredError, "31", text);
    }

    /** Returns the glyph, or its stand-in where only ASCII can be shown. */
    public String glyph(String unicode, String ascii) {
        return surroundings.unicode() ? unicode : ascii;
    }

    /** Returns what stands for something left out. */
    public String mark() {
        return glyph("…", "...");
    }

    /** Shortens to what is left of a line of results after so many cells. */
    public String fitted(String text, int used) {
        return Text.ellipsis(text, Math.max(8, columns() - used), mark());
    }

    private static String paint(boolean coloured, String style, String text) {
        return coloured && !text.isEmpty() ? "\u001b[" + style + "m" + text + RESET : text;
    }
}
