package io.metaforge.boot.cli.terminal;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.UnaryOperator;

/**
 * Rows under headings, in columns no wider than needed and together no wider than the terminal: one column, the elastic one,
 * is shortened to fit. A cell can hold several entries: as many as fit are shown whole, and the number of the others.
 */
public final class Table {

    private static final int LEAST = 8;

    private final List<String> headings;
    private final int elastic;
    private final List<List<List<String>>> rows = new ArrayList<>();
    private final List<UnaryOperator<String>> paints = new ArrayList<>();

    /**
     * Begins a table.
     *
     * @param elastic index of the column that is shortened where there is not enough room
     */
    public Table(int elastic, String... headings) {
        this.headings = List.of(headings);
        this.elastic = elastic;
        for (int i = 0; i < headings.length; i++) {
            paints.add(UnaryOperator.identity());
        }
    }

    /** Colours a column; the paint must not change what is to be read. */
    public Table paint(int column, UnaryOperator<String> paint) {
        paints.set(column, paint);
        return this;
    }

    /** Adds a row; cells are made harmless here. */
    public void row(String... cells) {
        rows.add(Arrays.stream(cells).map(Text::oneLine).map(List::of).toList());
    }

    /** Adds a row whose last cell holds several entries. */
    public void row(List<String> cells, List<String> entries) {
        List<List<String>> row = new ArrayList<>();
        cells.forEach(cell -> row.add(List.of(Text.oneLine(cell))));
        row.add(entries.stream().map(Text::oneLine).toList());
        rows.add(row);
    }

    public boolean isEmpty() {
        return rows.isEmpty();
    }

    /** Writes the table as results. */
    public void print(Terminal terminal) {
        int[] widths = widths(terminal.columns());
        List<String> lines = new ArrayList<>();
        lines.add(line(headings.stream().map(List::of).toList(), widths, terminal, true));
        rows.forEach(row -> lines.add(line(row, widths, terminal, false)));
        terminal.lines(lines);
    }

    private int[] widths(int columns) {
        int[] widths = new int[headings.size()];
        int total = 2 * (widths.length - 1);
        for (int i = 0; i < widths.length; i++) {
            int column = i;
            widths[i] = Math.max(
                    Text.width(headings.get(i)),
                    rows.stream()
                            .mapToInt(row -> Text.width(String.join(Text.BETWEEN, row.get(column))))
                            .max()
                            .orElse(0));
            total += widths[i];
        }
        if (total > columns) {
            widths[elastic] = Math.max(LEAST, widths[elastic] - (total - columns));
        }
        return widths;
    }

    private String line(List<List<String>> cells, int[] widths, Terminal terminal, boolean heading) {
        StringBuilder line = new StringBuilder();
        for (int i = 0; i < widths.length; i++) {
            List<String> cell = cells.get(i);
            String fitted = i == elastic
                    ? Text.entries(cell, widths[i], terminal.mark())
                    : Text.ellipsis(String.join(Text.BETWEEN, cell), widths[i], terminal.mark());
            String painted = heading ? terminal.faint(fitted) : paints.get(i).apply(fitted);
            line.append(painted);
            if (i < widths.length - 1) {
                line.append(" ".repeat(widths[i] - Text.width(fitted) + 2));
            }
        }
        return line.toString();
    }
}
