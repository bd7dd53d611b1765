package io.metaforge.boot.cli;

import java.util.Locale;

/** Makes what a gateway says fit for a terminal. */
final class Text {

    private Text() {}

    /** Replaces control characters, which in a file's content or name could drive the terminal. */
    static String printable(String text) {
        StringBuilder printable = new StringBuilder(text.length());
        text.codePoints()
                .forEach(c -> printable.appendCodePoint(
                        c == '\t' || !Character.isISOControl(c) && Character.getType(c) != Character.FORMAT
                                ? c
                                : 0xFFFD));
        return printable.toString();
    }

    static String size(long bytes) {
        if (bytes < 1024) {
            return bytes + " B";
        }
        return bytes < 1 << 20
                ? String.format(Locale.ROOT, "%.1f KiB", bytes / 1024.0)
                : String.format(Locale.ROOT, "%.1f MiB", bytes / 1048576.0);
    }
}
