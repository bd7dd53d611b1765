package io.metaforge.agents.architecture.catalogue;

import de.siegmar.fastcsv.reader.CommentStrategy;
import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.CsvRecord;
import de.siegmar.fastcsv.reader.FieldMismatchStrategy;
import java.io.StringReader;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A table as spreadsheets write it: RFC 4180 with commas, semicolons or tabs between the cells, in UTF-8 with or without
 * byte order mark, lines ended in any way. A first line {@code sep=;}, which Excel writes and reads, names the separator.
 * Immutable.
 *
 * @param separator between the cells
 * @param header cells of the first row that is not empty
 * @param rows the others that are not empty
 */
record CsvTable(char separator, Row header, List<Row> rows) {

    static final int MAX_BYTES = 5 * 1024 * 1024;
    static final int MAX_ROWS = 5_000;
    static final int MAX_COLUMNS = 200;
    static final int MAX_CELL = 2_000;

    private static final String SEPARATOR_LINE = "sep=";
    private static final Pattern RECORD = Pattern.compile("\\(record starting at line (\\d{1,9})\\)");

    /**
     * A row.
     *
     * @param line it begins in, counted from 1
     * @param cells without white space around them
     */
    record Row(int line, List<String> cells) {

        Row {
            cells = List.copyOf(cells);
        }

        /** Returns the cell of a column, which may be missing at the end of a row. */
        String cell(int column) {
            return column < cells.size() ? cells.get(column) : "";
        }
    }

    /** Says what is wrong with a table, and where. */
    static final class Refusal extends Exception {
        private static final long serialVersionUID = 1L;
        private final int line;

        Refusal(int line, String message) {
            super(message);
            this.line = line;
        }

        int line() {
            return line;
        }
    }

    /**
     * Reads a table.
     *
     * @throws Refusal where it is none, or too large
     */
    static CsvTable read(byte[] bytes) throws Refusal {
        if (bytes.length > MAX_BYTES) {
            throw new Refusal(1, "the file has more than 5 MB");
        }
        String text = text(bytes);
        int skipped = 0;
        Character named = null;
        if (text.regionMatches(true, 0, SEPARATOR_LINE, 0, SEPARATOR_LINE.length())
                && text.length() > SEPARATOR_LINE.length()) {
            named = text.charAt(SEPARATOR_LINE.length());
            int end = text.indexOf('\n');
            text = end < 0 ? "" : text.substring(end + 1);
            skipped = 1;
        }
        char separator = named == null ? separator(text) : named;
        if (separator != ',' && separator != ';' && separator != '\t') {
            throw new Refusal(1, "sep= names none of comma, semicolon and tab");
        }
        List<Row> rows = rows(text, separator, skipped);
        if (rows.isEmpty()) {
            throw new Refusal(1, "the file is empty; its first line has to name the columns");
        }
        return new CsvTable(separator, rows.get(0), List.copyOf(rows.subList(1, rows.size())));
    }

    private static String text(byte[] bytes) throws Refusal {
        try {
            String text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
            return text.startsWith("\uFEFF") ? text.substring(1) : text;
        } catch (CharacterCodingException e) {
            throw new Refusal(lineOfFault(bytes), "the text is not UTF-8; save it as \"CSV UTF-8\"");
        }
    }

    private static int lineOfFault(byte[] bytes) {
        String lossy = new String(bytes, StandardCharsets.UTF_8);
        int fault = lossy.indexOf('\uFFFD');
        int line = 1;
        for (int i = 0; i < fault; i++) {
            line += lossy.charAt(i) == '\n' ? 1 : 0;
        }
        return line;
    }

    /** The one of the three that the first line with text has most of, outside quotes. */
    private static char separator(String text) {
        int comma = 0;
        int semicolon = 0;
        int tab = 0;
        boolean quoted = false;
        boolean any = false;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (!quoted && (c == '\n' || c == '\r')) {
                if (any) {
                    break;
                }
            } else {
                any = any || !Character.isWhitespace(c);
                quoted ^= c == '"';
                comma += !quoted && c == ',' ? 1 : 0;
                semicolon += !quoted && c == ';' ? 1 : 0;
                tab += !quoted && c == '\t' ? 1 : 0;
            }
        }
        return semicolon > comma && semicolon >= tab ? ';' : tab > comma ? '\t' : ',';
    }

    private static List<Row> rows(String text, char separator, int skipped) throws Refusal {
        List<Row> rows = new ArrayList<>();
        int last = skipped;
        try (CsvReader<CsvRecord> reader = CsvReader.builder()
                .fieldSeparator(separator)
                .commentStrategy(CommentStrategy.NONE)
                .allowUnclosedQuote(false)
                .extraFieldStrategy(FieldMismatchStrategy.IGNORE)
                .missingFieldStrategy(FieldMismatchStrategy.IGNORE)
                .skipEmptyLines(true)
                .ofCsvRecord(new StringReader(text))) {
            for (CsvRecord read : reader) {
                last = (int) read.getStartingLineNumber() + skipped;
                Row row = row(last, read.getFields());
                if (row.cells().stream().allMatch(String::isEmpty)) {
                    continue;
                }
                if (rows.size() > MAX_ROWS) {
                    throw new Refusal(last, "the file has more than " + MAX_ROWS + " rows");
                }
                rows.add(row);
            }
        } catch (CsvParseException e) {
            throw refusal(e, last + 1, skipped);
        } catch (java.io.IOException e) {
            throw new IllegalStateException("reading a string", e);
        }
        return rows;
    }

    private static Refusal refusal(CsvParseException e, int likely, int skipped) {
        Throwable cause = e.getCause() == null ? e : e.getCause();
        String reason = String.valueOf(cause.getMessage());
        Matcher at = RECORD.matcher(reason);
        return at.find()
                ? new Refusal(
                        Integer.parseInt(at.group(1)) + skipped,
                        "this is no row of RFC 4180: " + at.replaceFirst("").strip())
                : new Refusal(likely, "this is no row of RFC 4180: " + reason);
    }

    private static Row row(int line, List<String> fields) throws Refusal {
        if (fields.size() > MAX_COLUMNS) {
            throw new Refusal(line, "the row has more than " + MAX_COLUMNS + " cells");
        }
        List<String> cells = new ArrayList<>(fields.size());
        for (String field : fields) {
            if (field.length() > MAX_CELL) {
                throw new Refusal(line, "a cell has more than " + MAX_CELL + " characters");
            }
            // Line breaks inside a cell, and the hard spaces of spreadsheets, are white space like any other.
            String cell = field.replaceAll("[\\s\\u00A0\\u202F]+", " ").strip();
            if (cell.codePoints().anyMatch(CsvTable::isInvisible)) {
                throw new Refusal(line, "a cell holds control characters");
            }
            cells.add(cell);
        }
        return new Row(line, cells);
    }

    /** Control characters, and those that turn the direction of writing or show nothing: text that is not what it seems. */
    private static boolean isInvisible(int point) {
        int type = Character.getType(point);
        return type == Character.CONTROL || type == Character.FORMAT || type == Character.PRIVATE_USE;
    }
}
