package io.metaforge.agents.bom.document;

import java.util.List;
import java.util.Map;

/**
 * Writes CSV after RFC 4180 that spreadsheets and programs read alike: lines end with CRLF, cells with a comma, a quote or a
 * line end are quoted. What could start a formula is written as text. Not thread-safe.
 *
 * <p>Symbols of engineering are written in ASCII ({@code u}, {@code Ohm}, {@code x}), so that a file has no character
 * that depends on an encoding. Where another one remains, in a name for instance, the file starts with a byte order mark:
 * without it Excel takes UTF-8 for the machine's own code page.
 */
final class CsvWriter {

    private static final Map<Character, String> ASCII = Map.ofEntries(
            Map.entry('\u00b5', "u"),
            Map.entry('\u03bc', "u"),
            Map.entry('\u03a9', "Ohm"),
            Map.entry('\u2126', "Ohm"),
            Map.entry('×', "x"),
            Map.entry('·', "*"),
            Map.entry('°', " deg "),
            Map.entry('±', "+/-"),
            Map.entry('–', "-"),
            Map.entry('—', "-"),
            Map.entry('−', "-"),
            Map.entry('…', "..."),
            Map.entry('’', "'"),
            Map.entry('“', "\""),
            Map.entry('”', "\""),
            Map.entry('²', "2"),
            Map.entry('³', "3"),
            Map.entry('\u00a0', " "),
            Map.entry('\u202f', " "));

    private static final String BYTE_ORDER_MARK = "\ufeff";

    private final StringBuilder out = new StringBuilder(8192);
    private final int columns;

    /** Starts a file with {@code header}. */
    CsvWriter(List<String> header) {
        columns = header.size();
        row(header);
    }

    /** Adds a row of as many cells as the header has. */
    void row(List<String> cells) {
        if (cells.size() != columns) {
            throw new IllegalArgumentException(cells.size() + " cells for " + columns + " columns");
        }
        for (int i = 0; i < cells.size(); i++) {
            if (i > 0) {
                out.append(',');
            }
            cell(cells.get(i));
        }
        out.append("\r\n");
    }

    String text() {
        boolean ascii = out.chars().allMatch(c -> c < 0x80);
        return ascii ? out.toString() : BYTE_ORDER_MARK + out;
    }

    private void cell(String text) {
        String shown = harmless(ascii(text));
        if (shown.indexOf(',') < 0 && shown.indexOf('"') < 0 && shown.indexOf('\n') < 0) {
            out.append(shown);
        } else {
            out.append('"').append(shown.replace("\"", "\"\"")).append('"');
        }
    }

    private static String ascii(String text) {
        StringBuilder ascii = new StringBuilder(text.length());
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c < 0x20 || c == 0x7f || c == '\u2028' || c == '\u2029' || c == '\ufeff') {
                ascii.append(' ');
            } else {
                String replaced = ASCII.get(c);
                ascii.append(replaced == null ? String.valueOf(c) : replaced);
            }
        }
        return ascii.toString().replace("  ", " ").strip();
    }

    /** Spreadsheets calculate what begins like this, also between quotes; an apostrophe makes it text. */
    private static String harmless(String text) {
        boolean formula = !text.isEmpty() && "=+-@".indexOf(text.charAt(0)) >= 0;
        return formula && !text.matches("-?[0-9]+(\\.[0-9]+)?") ? "'" + text : text;
    }
}
