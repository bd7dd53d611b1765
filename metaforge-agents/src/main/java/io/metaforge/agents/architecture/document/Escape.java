package io.metaforge.agents.architecture.document;

/** Makes text of requirements harmless where it is printed: it is data, whatever it looks like. */
public final class Escape {

    private Escape() {}

    /**
     * Returns {@code text} for one line of Markdown, also inside a table: no markup, no HTML, no links, no images, no
     * mentions; control and direction characters become the replacement character.
     */
    public static String markdown(String text) {
        StringBuilder out = new StringBuilder(text.length() + 16);
        String line = line(text);
        for (int i = 0; i < line.length(); i++) {
            char c = line.charAt(i);
            switch (c) {
                case '&' -> out.append("&amp;");
                case '<' -> out.append("&lt;");
                case '>' -> out.append("&gt;");
                case '\\', '`', '*', '_', '[', ']', '|', '~', '#', '@', '$', '!', '{', '}' ->
                    out.append('\\').append(c);
                case ':' -> out.append(line.startsWith("://", i) ? "\\:" : ":");
                case '.' -> out.append(i >= 3 && line.regionMatches(true, i - 3, "www", 0, 3) ? "\\." : ".");
                default -> out.append(c);
            }
        }
        return out.toString();
    }

    /** Returns {@code text} for a quoted label of a Mermaid diagram, which reads entity codes written with {@code #}. */
    static String mermaid(String text) {
        StringBuilder out = new StringBuilder(text.length() + 16);
        String line = line(text);
        for (int i = 0; i < line.length(); i++) {
            char c = line.charAt(i);
            switch (c) {
                case '"', '#', '<', '>', '&', '`', ';', '\\', '[', ']', '{', '}', '(', ')', '|', '*', '_', '$', '%' ->
                    out.append('#').append((int) c).append(';');
                default -> out.append(c);
            }
        }
        return out.toString();
    }

    /** Returns {@code text}, or its beginning with an ellipsis where it is longer than {@code length} characters. */
    static String shortened(String text, int length) {
        if (text.length() <= length) {
            return text;
        }
        int end = Character.isHighSurrogate(text.charAt(length - 2)) ? length - 2 : length - 1;
        return text.substring(0, end).stripTrailing() + "…";
    }

    private static String line(String text) {
        StringBuilder out = new StringBuilder(text.length());
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '\n' || c == '\r' || c == '\t' || c == '\u2028' || c == '\u2029' || c == '\u0085') {
                out.append(' ');
            } else if (isLone(text, i)
                    || Character.isISOControl(c)
                    || (Character.getType(c) == Character.FORMAT && c != '\u200d')) {
                out.append('\uFFFD');
            } else {
                out.append(c);
            }
        }
        return out.toString().strip();
    }

    private static boolean isLone(String text, int i) {
        char c = text.charAt(i);
        if (Character.isHighSurrogate(c)) {
            return i + 1 == text.length() || !Character.isLowSurrogate(text.charAt(i + 1));
        }
        return Character.isLowSurrogate(c) && (i == 0 || !Character.isHighSurrogate(text.charAt(i - 1)));
    }
}
