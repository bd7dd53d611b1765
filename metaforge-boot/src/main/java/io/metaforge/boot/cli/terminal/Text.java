package io.metaforge.boot.cli.terminal;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Makes text fit for a terminal: harmless, and as wide as there is room, in cells. */
public final class Text {

    /** Stands between the entries of a cell. */
    static final String BETWEEN = ", ";

    private static final int LEAST = 8;

    private Text() {}

    /** Replaces control characters, which in a file's content or name could drive the terminal. */
    public static String printable(String text) {
        int i = 0;
        while (i < text.length() && text.charAt(i) >= ' ' && text.charAt(i) < 0x7F) {
            i++;
        }
        if (i == text.length()) {
            return text;
        }
        StringBuilder printable = new StringBuilder(text.length());
        text.codePoints()
                .forEach(c -> printable.appendCodePoint(
                        c == '\t' || !Character.isISOControl(c) && Character.getType(c) != Character.FORMAT
                                ? c
                                : 0xFFFD));
        return printable.toString();
    }

    /** Makes one harmless line of a text that may have several. */
    public static String oneLine(String text) {
        return printable(text.strip().replaceAll("\\s+", " "));
    }

    /** Returns a size as people read it. */
    public static String size(long bytes) {
        if (bytes < 1024) {
            return bytes + " B";
        } else if (bytes < 1L << 20) {
            return tenths(bytes / 1024.0) + " KiB";
        } else if (bytes < 1L << 30) {
            return tenths(bytes / 1048576.0) + " MiB";
        }
        return tenths(bytes / 1073741824.0) + " GiB";
    }

    private static String tenths(double value) {
        return String.format(Locale.ROOT, "%.1f", value);
    }

    /** Returns how many cells a terminal shows the text in; a tab counts as one. */
    public static int width(String text) {
        int width = 0;
        for (int i = 0; i < text.length(); ) {
            int c = text.codePointAt(i);
            width += width(c);
            i += Character.charCount(c);
        }
        return width;
    }

    /** Shortens to this many cells; what was cut off at the end is marked. */
    public static String ellipsis(String text, int cells, String mark) {
        if (width(text) <= cells) {
            return text;
        }
        int room = cells - width(mark);
        return room <= 0 ? beginning(text, cells) : beginning(text, room) + mark;
    }

    /** Shortens to this many cells by leaving out the middle, as suits paths, whose ends tell most. */
    public static String middleEllipsis(String text, int cells, String mark) {
        if (width(text) <= cells) {
            return text;
        }
        int room = cells - width(mark);
        if (room < 2) {
            return beginning(text, cells);
        }
        int head = room / 3;
        return beginning(text, head) + mark + end(text, room - head);
    }

    /**
     * Joins entries into this many cells: as many as fit, whole, and how many more there are. Where not even one fits, its
     * middle is left out.
     */
    static String entries(List<String> entries, int cells, String mark) {
        for (int shown = entries.size(); shown > 1; shown--) {
            String text = String.join(BETWEEN, entries.subList(0, shown)) + others(entries.size() - shown);
            if (width(text) <= cells) {
                return text;
            }
        }
        if (entries.isEmpty()) {
            return "";
        }
        String others = others(entries.size() - 1);
        int room = cells - width(others);
        return room < LEAST
                ? middleEllipsis(entries.get(0) + others, cells, mark)
                : middleEllipsis(entries.get(0), room, mark) + others;
    }

    private static String others(int count) {
        return count == 0 ? "" : " and " + count + " more";
    }

    /** Fills up with spaces to this many cells. */
    public static String padded(String text, int cells) {
        return text + " ".repeat(Math.max(0, cells - width(text)));
    }

    /** Breaks at spaces into lines of at most this many cells; a word that is longer stands alone. */
    public static List<String> wrapped(String text, int cells) {
        List<String> lines = new ArrayList<>();
        StringBuilder line = new StringBuilder();
        int used = 0;
        for (String word : text.split(" ")) {
            int width = width(word);
            if (used > 0 && used + 1 + width > cells) {
                lines.add(line.toString());
                line.setLength(0);
                used = 0;
            }
            if (used > 0) {
                line.append(' ');
                used++;
            }
            line.append(word);
            used += width;
        }
        lines.add(line.toString());
        return lines;
    }

    private static String beginning(String text, int cells) {
        int used = 0;
        int i = 0;
        while (i < text.length()) {
            int c = text.codePointAt(i);
            if (used + width(c) > cells) {
                break;
            }
            used += width(c);
            i += Character.charCount(c);
        }
        return text.substring(0, i);
    }

    private static String end(String text, int cells) {
        int used = 0;
        int i = text.length();
        while (i > 0) {
            int c = text.codePointBefore(i);
            if (used + width(c) > cells) {
                break;
            }
            used += width(c);
            i -= Character.charCount(c);
        }
        return text.substring(i);
    }

    private static int width(int c) {
        if (c < 0x300) {
            return 1;
        }
        int type = Character.getType(c);
        if (type == Character.NON_SPACING_MARK || type == Character.ENCLOSING_MARK || type == Character.FORMAT) {
            return 0;
        }
        return isWide(c) ? 2 : 1;
    }

    /** Wide and emoji-presentation blocks of Unicode's EastAsianWidth, which terminals agree on. */
    private static boolean isWide(int c) {
        return c >= 0x1100
                && (c <= 0x115F
                        || c >= 0x231A && c <= 0x231B
                        || c >= 0x23E9 && c <= 0x23EC
                        || c >= 0x2614 && c <= 0x2615
                        || c >= 0x2648 && c <= 0x2653
                        || c == 0x26A1
                        || c == 0x26D4
                        || c == 0x2705
                        || c == 0x2728
                        || c == 0x274C
                        || c >= 0x2753 && c <= 0x2757
                        || c >= 0x2795 && c <= 0x2797
                        || c >= 0x2B1B && c <= 0x2B1C
                        || c == 0x2B50
                        || c == 0x2B55
                        || c >= 0x2E80 && c <= 0xA4CF && c != 0x303F
                        || c >= 0xA960 && c <= 0xA97C
                        || c >= 0xAC00 && c <= 0xD7A3
                        || c >= 0xF900 && c <= 0xFAFF
                        || c >= 0xFE30 && c <= 0xFE6F
                        || c >= 0xFF00 && c <= 0xFF60
                        || c >= 0xFFE0 && c <= 0xFFE6
                        || c >= 0x1F300 && c <= 0x1F64F
                        || c >= 0x1F680 && c <= 0x1F6FF
                        || c >= 0x1F7E0 && c <= 0x1F7EB
                        || c >= 0x1F900 && c <= 0x1FAFF
                        || c >= 0x20000 && c <= 0x3FFFD);
    }
}
