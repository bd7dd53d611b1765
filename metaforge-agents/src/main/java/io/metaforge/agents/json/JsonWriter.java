package io.metaforge.agents.json;

import java.math.BigDecimal;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Writes JSON for people to review in a diff: two spaces, {@code \n}, members in the order they are given, numbers
 * without exponent or trailing zeros. Small objects and lists can be kept on one line. Not thread-safe.
 */
public final class JsonWriter {

    private static final char[] HEX = "0123456789abcdef".toCharArray();

    private final StringBuilder out;
    private final Deque<Frame> open = new ArrayDeque<>();
    private boolean afterName;

    /** Starts an empty text with room for {@code expectedSize} characters. */
    public JsonWriter(int expectedSize) {
        out = new StringBuilder(expectedSize);
    }

    private static final class Frame {
        final char close;
        final boolean inline;
        boolean empty = true;

        Frame(char close, boolean inline) {
            this.close = close;
            this.inline = inline;
        }
    }

    /** Opens an object with one member a line. */
    public JsonWriter object() {
        return open('{', '}', false);
    }

    /** Opens an object that stays on one line, as does everything inside it. */
    public JsonWriter inlineObject() {
        return open('{', '}', true);
    }

    /** Opens a list with one element a line. */
    public JsonWriter list() {
        return open('[', ']', false);
    }

    /** Opens a list that stays on one line, as does everything inside it. */
    public JsonWriter inlineList() {
        return open('[', ']', true);
    }

    private JsonWriter open(char opening, char closing, boolean inline) {
        separate();
        Frame around = open.peek();
        open.push(new Frame(closing, inline || (around != null && around.inline)));
        out.append(opening);
        return this;
    }

    /** Closes the object or list opened last. */
    public JsonWriter end() {
        Frame frame = open.pop();
        if (!frame.inline && !frame.empty) {
            newLine();
        }
        out.append(frame.close);
        return this;
    }

    /** Writes the name of the next member. */
    public JsonWriter name(String name) {
        separate();
        quote(name);
        out.append(": ");
        afterName = true;
        return this;
    }

    /** Writes a string, or {@code null}. */
    public JsonWriter value(@Nullable String value) {
        separate();
        if (value == null) {
            out.append("null");
        } else {
            quote(value);
        }
        return this;
    }

    /** Writes a number, or {@code null}. */
    public JsonWriter value(@Nullable BigDecimal value) {
        separate();
        out.append(value == null ? "null" : plain(value));
        return this;
    }

    /** Writes an integer. */
    public JsonWriter value(long value) {
        separate();
        out.append(value);
        return this;
    }

    /** Writes a boolean. */
    public JsonWriter value(boolean value) {
        separate();
        out.append(value);
        return this;
    }

    /** Writes a list of strings on one line. */
    public JsonWriter strings(List<String> values) {
        inlineList();
        for (String value : values) {
            value(value);
        }
        return end();
    }

    /** Returns the text, with a line end after the last line. */
    public String text() {
        if (!open.isEmpty()) {
            throw new IllegalStateException("an object or list is still open");
        }
        return out.append('\n').toString();
    }

    /** Returns {@code number} as JSON and people write it: no exponent, no trailing zeros. */
    public static String plain(BigDecimal number) {
        return number.signum() == 0 ? "0" : number.stripTrailingZeros().toPlainString();
    }

    private void separate() {
        if (afterName) {
            afterName = false;
            return;
        }
        Frame frame = open.peek();
        if (frame == null) {
            return;
        }
        if (!frame.empty) {
            out.append(frame.inline ? ", " : ",");
        }
        if (!frame.inline) {
            frame.empty = false;
            newLine();
        }
        frame.empty = false;
    }

    private void newLine() {
        out.append('\n');
        int depth = 0;
        for (Frame frame : open) {
            if (!frame.inline) {
                depth++;
            }
        }
        // end() has already popped its frame, so that the closing bracket stands under its line
        for (int i = 0; i < depth; i++) {
            out.append("  ");
        }
    }

    private void quote(String text) {
        out.append('"');
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            switch (c) {
                case '"' -> out.append("\\\"");
                case '\\' -> out.append("\\\\");
                case '\n' -> out.append("\\n");
                case '\r' -> out.append("\\r");
                case '\t' -> out.append("\\t");
                default -> {
                    if (c < 0x20 || c == 0x7f || isLoneSurrogate(text, i) || c == '\u2028' || c == '\u2029') {
                        escape(c);
                    } else {
                        out.append(c);
                    }
                }
            }
        }
        out.append('"');
    }

    private static boolean isLoneSurrogate(String text, int i) {
        char c = text.charAt(i);
        if (Character.isHighSurrogate(c)) {
            return i + 1 == text.length() || !Character.isLowSurrogate(text.charAt(i + 1));
        }
        return Character.isLowSurrogate(c) && (i == 0 || !Character.isHighSurrogate(text.charAt(i - 1)));
    }

    private void escape(char c) {
        out.append("\\u")
                .append(HEX[c >> 12])
                .append(HEX[(c >> 8) & 15])
                .append(HEX[(c >> 4) & 15])
                .append(HEX[c & 15]);
    }
}
