package io.metaforge.agents.requirements;

import io.metaforge.agents.quantity.Text;
import io.metaforge.agents.quantity.UnitTable;
import io.metaforge.agents.requirements.Row.Column;
import io.metaforge.agents.requirements.Row.Role;
import java.util.ArrayList;
import java.util.List;
import org.commonmark.ext.gfm.tables.TableBlock;
import org.commonmark.ext.gfm.tables.TableHead;
import org.commonmark.ext.gfm.tables.TableRow;
import org.commonmark.node.Node;
import org.jspecify.annotations.Nullable;

/** Takes tables apart into rows that know what their columns hold. */
final class TableReader {

    private static final SectionRules RULES = SectionRules.STANDARD;

    private final int lineOffset;
    private final boolean decimalComma;

    TableReader(int lineOffset, boolean decimalComma) {
        this.lineOffset = lineOffset;
        this.decimalComma = decimalComma;
    }

    /** Adds the rows of {@code table} to {@code statements}; none if it lists versions of the document. */
    void read(
            TableBlock table,
            List<Text> headings,
            boolean titled,
            SectionKind section,
            @Nullable Text lead,
            List<Statement> statements) {
        List<String> headers = List.of();
        List<Node> rows = new ArrayList<>();
        for (Node part = table.getFirstChild(); part != null; part = part.getNext()) {
            for (Node row = part.getFirstChild(); row != null; row = row.getNext()) {
                if (part instanceof TableHead) {
                    headers = cells(row);
                } else if (row instanceof TableRow) {
                    rows.add(row);
                }
            }
        }
        if (RULES.isHistory(headers)) {
            return;
        }
        List<Column> columns = columns(headers);
        String[] above = new String[columns.size()];
        for (Node row : rows) {
            List<String> cells = cells(row);
            while (cells.size() < columns.size()) {
                cells.add("");
            }
            cells = new ArrayList<>(cells.subList(0, columns.size()));
            add(row, columns, cells, above, headings, titled, section, lead, statements);
        }
    }

    private void add(
            Node row,
            List<Column> columns,
            List<String> cells,
            String[] above,
            List<Text> headings,
            boolean titled,
            SectionKind section,
            @Nullable Text lead,
            List<Statement> statements) {
        StringBuilder label = new StringBuilder();
        boolean empty = true;
        for (int i = 0; i < cells.size(); i++) {
            empty &= cells.get(i).isBlank();
            if (columns.get(i).role() == Role.NAME) {
                if (cells.get(i).isBlank() && above[i] != null) {
                    cells.set(i, above[i]);
                }
                above[i] = cells.get(i);
                label.append(label.length() == 0 ? "" : " ").append(cells.get(i));
            }
        }
        if (empty) {
            return;
        }
        int line =
                row.getSourceSpans().isEmpty() ? 1 : row.getSourceSpans().get(0).getLineIndex() + 1 + lineOffset;
        statements.add(new Statement(
                Statement.Form.ROW,
                text(columns, cells),
                line,
                headings,
                titled,
                section,
                lead,
                decimalComma,
                new Row(columns, cells, decimalComma, new Text(label.toString()))));
    }

    /** Prints a row as one line: the name, then what the other columns hold under their headers. */
    private static String text(List<Column> columns, List<String> cells) {
        StringBuilder text = new StringBuilder();
        boolean name = false;
        for (int i = 0; i < cells.size(); i++) {
            String cell = cells.get(i).strip();
            Column column = columns.get(i);
            if (cell.isEmpty() || RULES.isNothing(cell) || column.role() == Role.PRIORITY) {
                continue;
            }
            if (text.length() > 0) {
                text.append(name ? ": " : ", ");
            }
            name = column.role() == Role.NAME || column.role() == Role.ID;
            if (!name && column.role() != Role.UNIT && !column.header().isBlank() && !isPlainValue(column)) {
                text.append(column.header());
                text.append(column.unit().isEmpty() ? " " : " (" + column.unit() + ") ");
            }
            text.append(cell);
        }
        return text.toString();
    }

    private static boolean isPlainValue(Column column) {
        return column.role() == Role.VALUE && RULES.roleOf(column.header()) == Role.VALUE;
    }

    private static List<Column> columns(List<String> headers) {
        List<Column> columns = new ArrayList<>(headers.size());
        boolean named = false;
        for (String header : headers) {
            Column column = column(header);
            if (column.role() == Role.NAME) {
                named = true;
            }
            columns.add(column);
        }
        if (!named) {
            for (int i = 0; i < columns.size(); i++) {
                Column column = columns.get(i);
                if (column.role() == Role.VALUE && column.unit().isEmpty()) {
                    columns.set(i, new Column(Role.NAME, column.header(), ""));
                    break;
                }
            }
        } else {
            oneName(columns);
        }
        return columns;
    }

    /** Keeps the first name column, and a second right beside it: a later "Requirement" holds the value. */
    private static void oneName(List<Column> columns) {
        int names = 0;
        for (int i = 0; i < columns.size(); i++) {
            Column column = columns.get(i);
            if (column.role() == Role.NAME) {
                names++;
                if (names > 1 && i == columns.size() - 1 || names > 2 || names > 1 && !hasValues(columns, i)) {
                    columns.set(i, new Column(Role.VALUE, column.header(), column.unit()));
                }
            }
        }
    }

    private static boolean hasValues(List<Column> columns, int after) {
        for (int i = after + 1; i < columns.size(); i++) {
            Role role = columns.get(i).role();
            if (role == Role.VALUE || role == Role.MIN || role == Role.MAX || role == Role.TYP) {
                return true;
            }
        }
        return false;
    }

    private static Column column(String header) {
        String name = header.strip();
        String unit = "";
        Role role = RULES.roleOf(name);
        if (role != null) {
            return new Column(role, name, "");
        }
        String[] split = splitUnit(name);
        if (split != null) {
            name = split[0];
            unit = split[1];
            role = RULES.roleOf(name);
        }
        return new Column(role == null ? Role.VALUE : role, name, unit);
    }

    /** Splits "Weight (g)", "Current [mA]", "Voltage / V" or "Voltage, V" into name and unit; null if there is none. */
    static String @Nullable [] splitUnit(String header) {
        String text = header.strip();
        int length = text.length();
        int open = -1;
        int close = length;
        if (text.endsWith(")")) {
            open = text.lastIndexOf('(');
            close = length - 1;
        } else if (text.endsWith("]")) {
            open = text.lastIndexOf('[');
            close = length - 1;
        } else if (text.indexOf(" / ") > 0) {
            open = text.lastIndexOf(" / ") + 2;
        } else if (text.indexOf(" in ") > 0) {
            open = text.lastIndexOf(" in ") + 3;
        } else if (text.indexOf(", ") > 0) {
            open = text.lastIndexOf(", ") + 1;
        }
        if (open <= 0 || close - open > 16) {
            return null;
        }
        String unit = text.substring(open + 1, close).strip();
        if (unit.isEmpty() || UnitTable.STANDARD.find(unit).isEmpty()) {
            return null;
        }
        String name = text.substring(0, open + 1);
        int end = name.length();
        while (end > 0 && " /([,".indexOf(name.charAt(end - 1)) >= 0) {
            end--;
        }
        if (name.endsWith(" in ")) {
            end = name.length() - 4;
        }
        return new String[] {name.substring(0, end), unit};
    }

    private List<String> cells(Node row) {
        List<String> cells = new ArrayList<>();
        for (Node cell = row.getFirstChild(); cell != null; cell = cell.getNext()) {
            cells.add(Inlines.read(cell, lineOffset).text().strip());
        }
        return cells;
    }
}
