package io.metaforge.agents.quantity;

import java.util.Locale;

/**
 * A text made even for reading, character by character, so that offsets stay those of the original: one space, one
 * minus, one dash, one micro, one ohm, one multiplication sign; and its words.
 */
public final class Text {

    private final String original;
    private final char[] even;
    private int words;
    private int[] starts;
    private int[] ends;
    private String[] lower;

    /** Reads {@code original}; linear in its length. */
    public Text(String original) {
        this.original = original;
        even = original.toCharArray();
        for (int i = 0; i < even.length; i++) {
            if (even[i] > 0x7e || even[i] < 0x20) {
                even[i] = even(even[i]);
            }
        }
        int room = even.length / 5 + 4;
        starts = new int[room];
        ends = new int[room];
        lower = new String[room];
        split();
    }

    private static char even(char c) {
        return switch (c) {
            case '\u00a0', '\u1680', '\u180e', '\u2000', '\u2001', '\u2002', '\u2003', '\u2004', '\u2005' -> ' ';
            case '\u2006', '\u2007', '\u2008', '\u2009', '\u200a', '\u200b', '\u202f', '\u205f', '\u3000' -> ' ';
            case '\ufeff', '\u2028', '\u2029' -> ' ';
            case '\u2010', '\u2011', '\u2212', '\ufe63', '\uff0d' -> '-';
            case '\u2012', '\u2013', '\u2014', '\u2015' -> '–';
            case '\u03bc', '\u00b5' -> 'µ';
            case '\u2126', '\u03a9' -> 'Ω';
            case '\u223c', '\u02dc', '\uff5e', '\u2248', '\u2243' -> '~';
            case '\u2033', '\u201c', '\u201d', '\u201f', '\uff02' -> '"';
            case '\u2a7d', '\u2266', '\u2264' -> '≤';
            case '\u2a7e', '\u2267', '\u2265' -> '≥';
            case '\uff1c' -> '<';
            case '\uff1e' -> '>';
            case '\u2715', '\u2716', '\u2a09', '\u2a2f', '\u00d7' -> '×';
            case '\u2044', '\u2215' -> '/';
            case '\u2219', '\u22c5', '\u00b7' -> '·';
            case '\uff05' -> '%';
            case '\u00ba' -> '°';
            case '\u2019', '\u2018' -> '\'';
            default -> c < 0x20 ? ' ' : c;
        };
    }

    private void split() {
        int i = 0;
        while (i < even.length) {
            if (!isWordChar(even[i])) {
                i++;
                continue;
            }
            int start = i;
            while (i < even.length
                    && (isWordChar(even[i])
                            || (even[i] == '\'' && i + 1 < even.length && Character.isLetter(even[i + 1])))) {
                i++;
            }
            if (words == starts.length) {
                starts = java.util.Arrays.copyOf(starts, words * 2);
                ends = java.util.Arrays.copyOf(ends, words * 2);
                lower = java.util.Arrays.copyOf(lower, words * 2);
            }
            starts[words] = start;
            ends[words++] = i;
        }
    }

    /** Reports whether {@code c} is part of a word: a letter, a digit or an underscore. */
    static boolean isWordChar(char c) {
        if (c < 0x80) {
            return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_';
        }
        return Character.isLetterOrDigit(c) || Character.isSurrogate(c);
    }

    /** Returns the text as it was written. */
    public String original() {
        return original;
    }

    /** Returns the number of characters. */
    public int length() {
        return even.length;
    }

    /** Returns the character at {@code i}, made even; a space outside the text. */
    public char at(int i) {
        return i >= 0 && i < even.length ? even[i] : ' ';
    }

    boolean isDigit(int i) {
        char c = at(i);
        return c >= '0' && c <= '9';
    }

    boolean isLetter(int i) {
        char c = at(i);
        return c < 0x80 ? (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') : Character.isLetter(c);
    }

    int skipSpaces(int i) {
        int at = i;
        while (at < even.length && even[at] == ' ') {
            at++;
        }
        return at;
    }

    String slice(int start, int end) {
        return new String(even, start, end - start);
    }

    /** Returns how many words there are; hyphens and punctuation part words. */
    public int words() {
        return words;
    }

    /** Returns where word {@code i} starts. */
    public int start(int i) {
        return starts[i];
    }

    /** Returns the offset after word {@code i}. */
    public int end(int i) {
        return ends[i];
    }

    /** Returns word {@code i} in lower case. */
    public String word(int i) {
        String word = lower[i];
        if (word == null) {
            word = slice(starts[i], ends[i]).toLowerCase(Locale.ROOT);
            lower[i] = word;
        }
        return word;
    }

    /** Returns the first word that starts at {@code offset} or later. */
    public int wordFrom(int offset) {
        int low = 0;
        int high = words;
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (starts[middle] < offset) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }

    /** Returns the last word that ends at {@code offset} or earlier, -1 if there is none. */
    public int wordBefore(int offset) {
        int low = 0;
        int high = words;
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (ends[middle] <= offset) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low - 1;
    }
}
