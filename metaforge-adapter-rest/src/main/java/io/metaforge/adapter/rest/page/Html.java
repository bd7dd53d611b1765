package io.metaforge.adapter.rest.page;

/**
 * Writes HTML in which everything but literal markup is escaped.
 *
 * <p>What cannot be seen is made visible: a bidirectional override or a zero-width space in a diff would otherwise show a
 * reviewer something else than what is applied (Trojan Source, CVE-2021-42574). Not thread-safe.
 */
final class Html {

    private final StringBuilder out = new StringBuilder(4096);

    /** Appends markup as it is. MUST be a literal. */
    Html raw(String markup) {
        out.append(markup);
        return this;
    }

    /** Appends text, for between tags and within quoted attributes. */
    Html text(String text) {
        for (int i = 0; i < text.length(); ) {
            int c = text.codePointAt(i);
            i += Character.charCount(c);
            switch (c) {
                case '&' -> out.append("&amp;");
                case '<' -> out.append("&lt;");
                case '>' -> out.append("&gt;");
                case '"' -> out.append("&quot;");
                case '\'' -> out.append("&#39;");
                case '\t' -> out.append('\t');
                default -> {
                    if (isInvisible(c)) {
                        out.append(String.format("\u27e8U+%04X\u27e9", c));
                    } else {
                        out.appendCodePoint(c);
                    }
                }
            }
        }
        return this;
    }

    /** Appends a number. */
    Html text(long number) {
        out.append(number);
        return this;
    }

    private static boolean isInvisible(int c) {
        return switch (Character.getType(c)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.SURROGATE,
                    Character.PRIVATE_USE,
                    Character.UNASSIGNED,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR -> true;
            default -> false;
        };
    }

    @Override
    public String toString() {
        return out.toString();
    }
}
