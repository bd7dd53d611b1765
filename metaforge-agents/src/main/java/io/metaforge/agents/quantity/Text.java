package io.metaforge.agents.quantity;

import java.util.Locale;

/**
 * A text made even for reading, character by character, so that offsets stay those of the original: one space, one
 * minus, one dash, one micro, one ohm, one multiplication sign; and its words.
 */
public final class Text {

    /** The sign of a diameter; no part of a word. */
    public static final char DIAMETER = '\u2300';

    private static final int MAX_ELIDED = 2;

    private final String original;
    private final boolean decimalComma;
    private final char[] even;
    private int words;
    private int[] starts;
    private int[] ends;
    private String[] lower;

    /** Reads {@code original}, written with a decimal point; linear in its length. */
    public Text(String original) {
        this(original, false);
    }

    /**
     * Reads {@code original}; linear in its length.
     *
     * @param decimalComma whether it is written as "1.234,5" where English writes "1,234.5"
     */
    public Text(String original, boolean decimalComma) {
        this.original = original;
        this.decimalComma = decimalComma;
        even = original.toCharArray();
        for (int i = 0; i < even.length; i++) {
            if (even[i] > 0x7e || even[i] < 0x20) {
                even[i] = even(even[i]);
                if (even[i] == '²' && isInterfaceSquare(i)) {
                    even[i] = '2';
                }
                if (even[i] == 'Ø' && isDiameterSign(i)) {
                    even[i] = DIAMETER;
                }
            }
        }
        int room = even.length / 5 + 4;
        starts = new int[room];
        ends = new int[room];
        lower = new String[room];
        split();
    }

    /** Reports whether a square belongs to "I²C" or "I²S". */
    private boolean isInterfaceSquare(int i) {
        char before = Character.toUpperCase(at(i - 1));
        char after = Character.toUpperCase(at(i + 1));
        return before == 'I' && (after == 'C' || after == 'S') && !isWordChar(at(i + 2));
    }

    /** Reports whether the letter at {@code i} stands for the sign: "Ø12 mm", "Ø 12 mm". */
    private boolean isDiameterSign(int i) {
        char next = at(i + 1) == ' ' ? at(i + 2) : at(i + 1);
        return !isWordChar(at(i - 1)) && next >= '0' && next <= '9';
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
            case '\u00f8' -> 'Ø';
            case '\u2300', '\u2205' -> DIAMETER;
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
            while (i < even.length && (isWordChar(even[i]) || isInnerApostrophe(i, start))) {
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

    /** Reports whether an apostrophe joins: in "can't" it does, "d'alimentation" and "l'appareil" are two words. */
    private boolean isInnerApostrophe(int i, int start) {
        return even[i] == '\'' && Character.isLetter(at(i + 1)) && i - start > MAX_ELIDED;
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

    /** Reports whether numbers in it are written with a decimal comma, and full stops between thousands. */
    public boolean decimalComma() {
        return decimalComma;
    }

    /** Returns the number of characters. */
    public int length() {
        return even.length;
    }

    /** Returns the character at {@code i}, made even; a space outside the text. */
    public char at(int i) {
        return i >= 0 && i < even.length ? even[i] : ' ';
    }

    /** Reports whether a digit of ASCII stands at {@code i}. */
    public boolean isDigit(int i) {
        char c = at(i);
        return c >= '0' && c <= '9';
    }

    boolean isLetter(int i) {
        char c = at(i);
        return c < 0x80 ? (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') : Character.isLetter(c);
    }

    /** Returns the offset of the first character from {@code i} on that is no space. */
    public int skipSpaces(int i) {
        int at = i;
        while (at < even.length && even[at] == ' ') {
            at++;
        }
        return at;
    }

    /** Returns the characters between two offsets, made even. */
    public String slice(int start, int end) {
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
