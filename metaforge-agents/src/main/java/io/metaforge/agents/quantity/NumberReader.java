package io.metaforge.agents.quantity;

import java.math.BigDecimal;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Reads numbers as people write them: {@code 1,000}, {@code 12,50}, {@code 1.234,5}, {@code 1 000}, {@code .5}, {@code
 * 2e6}, {@code 3V3}, {@code 4k7}, {@code twelve}. Dates, times, ratios and versions are no numbers.
 */
final class NumberReader {

    /** More digits are no measurement. */
    private static final int MAX_DIGITS = 18;

    /** Nothing that is measured has a larger power of ten, and whoever reads the result has to hold the digits. */
    private static final int MAX_POWER = 24;

    private NumberReader() {}

    /**
     * A number.
     *
     * @param end the offset after it
     * @param value of it
     * @param decimals whether it was written with a decimal sign
     * @param infix the letter that stood for the decimal sign, as in {@code 3V3}; 0 if there was none
     */
    record Number(int end, BigDecimal value, boolean decimals, char infix) {}

    /** Reads the number that starts at {@code at}, a digit or a decimal point before one; null if it is none. */
    static @Nullable Number read(Text text, int at) {
        int i = digits(text, at);
        if (isDate(text, at, i)) {
            return null;
        }
        boolean decimals = false;
        StringBuilder number = new StringBuilder();
        number.append(text.slice(at, i));
        if (i > at && text.at(i) == ',') {
            int groups = text.decimalComma() ? i : groups(text, at, i, ',');
            if (groups > i) {
                append(number, text, i, groups);
                i = groups;
                int end = digits(text, i + 1);
                if (text.at(i) == '.' && end > i + 1) {
                    number.append(text.slice(i, end));
                    decimals = true;
                    i = end;
                }
            } else if (text.isDigit(i + 1)) {
                int end = digits(text, i + 1);
                number.append('.').append(text.slice(i + 1, end));
                decimals = true;
                i = end;
            }
        } else if (text.at(i) == '.') {
            int groups = groups(text, at, i, '.');
            int end = digits(text, i + 1);
            if (groups > i && (text.at(groups) == ',' || groups - i > 4 || text.decimalComma()) && i > at) {
                append(number, text, i, groups);
                i = groups;
                end = digits(text, i + 1);
                if (text.at(i) == ',' && end > i + 1) {
                    number.append('.').append(text.slice(i + 1, end));
                    decimals = true;
                    i = end;
                }
            } else if (end > i + 1) {
                number.append(text.slice(i, end));
                decimals = true;
                i = end;
            }
        } else if (text.at(i) == ' ' || text.at(i) == '\'') {
            int groups = groups(text, at, i, text.at(i));
            if (groups > i && !(text.at(i) == ' ' && text.at(at) == '0')) {
                append(number, text, i, groups);
                i = groups;
            }
        }
        if (number.length() == 0 || number.length() > MAX_DIGITS) {
            return null;
        }
        if ((text.at(i) == '.' || text.at(i) == ',') && text.isDigit(i + 1)) {
            return null;
        }
        if (text.at(i) == ':' && text.isDigit(i + 1)) {
            return null;
        }
        return withExponent(text, i, new BigDecimal(number.toString()), decimals);
    }

    private static @Nullable Number withExponent(Text text, int at, BigDecimal value, boolean decimals) {
        char c = text.at(at);
        if (!decimals && text.isDigit(at + 1)) {
            Number infix = infix(text, at, value);
            if (infix != null) {
                return infix;
            }
        }
        if ((c == 'e' || c == 'E') && (text.isDigit(at + 1) || (isSign(text.at(at + 1)) && text.isDigit(at + 2)))) {
            int start = at + 1 + (isSign(text.at(at + 1)) ? 1 : 0);
            int end = digits(text, start);
            if (end - start <= 2 && !text.isLetter(end)) {
                int power = Integer.parseInt(text.slice(start, end));
                if (power > MAX_POWER) {
                    return null;
                }
                return new Number(
                        end, value.scaleByPowerOfTen(text.at(at + 1) == '-' ? -power : power), decimals, (char) 0);
            }
        }
        return new Number(at, value, decimals, (char) 0);
    }

    /** Reads {@code 3V3}, {@code 1k2}, {@code 4u7}: the unit's letter for the decimal sign. */
    private static @Nullable Number infix(Text text, int at, BigDecimal value) {
        char c = text.at(at);
        int end = digits(text, at + 1);
        int fraction = end - at - 1;
        boolean known =
                switch (c) {
                    case 'V', 'R' -> fraction <= 2;
                    case 'k', 'M' -> fraction <= 2;
                    case 'K' -> fraction == 1;
                    case 'u', 'µ', 'n', 'p' -> fraction == 1;
                    default -> false;
                };
        if (!known || value.precision() - value.scale() > 3 || Text.isWordChar(text.at(end)) && text.at(end) != 'F') {
            return null;
        }
        BigDecimal whole = new BigDecimal(value.toPlainString() + "." + text.slice(at + 1, end));
        return new Number(end, whole, true, c);
    }

    /** Reads a written number such as {@code twelve}, which word {@code word} of the text is. */
    static @Nullable Number word(Text text, int word) {
        BigDecimal value = Words.STANDARD.numbers.get(text.word(word));
        return value == null ? null : new Number(text.end(word), value, false, (char) 0);
    }

    static boolean isSign(char c) {
        return c == '-' || c == '+';
    }

    private static int digits(Text text, int at) {
        int i = at;
        while (text.isDigit(i)) {
            i++;
        }
        return i;
    }

    /** Returns the offset after groups of three digits, or {@code at} where these are none. */
    private static int groups(Text text, int start, int at, char separator) {
        int lead = at - start;
        if (lead < 1 || lead > 3 || text.at(start) == '0') {
            return at;
        }
        int i = at;
        while (text.at(i) == separator && digits(text, i + 1) == i + 4) {
            i += 4;
        }
        return i;
    }

    private static void append(StringBuilder number, Text text, int start, int end) {
        for (int i = start; i < end; i++) {
            if (text.isDigit(i)) {
                number.append(text.at(i));
            }
        }
    }

    /** Returns where a date or time that starts at {@code at} ends; {@code at} if there is none. */
    static int skipDate(Text text, int at) {
        int first = digits(text, at);
        if (!isDate(text, at, first)) {
            return at;
        }
        int end = first;
        while (text.isDigit(end)
                || ((text.at(end) == '-' || text.at(end) == '.' || text.at(end) == '/') && text.isDigit(end + 1))) {
            end++;
        }
        return end;
    }

    private static boolean isDate(Text text, int at, int first) {
        char separator = text.at(first);
        if (separator != '-' && separator != '.' && separator != '/') {
            return false;
        }
        int second = digits(text, first + 1);
        if (text.at(second) != separator || second == first + 1 || second - first > 3) {
            return false;
        }
        int third = digits(text, second + 1);
        int a = first - at;
        int c = third - second - 1;
        return (a == 4 && c >= 1 && c <= 2)
                || (a <= 2 && a >= 1 && c == 4 && separator != '.')
                || (a <= 2 && a >= 1 && c == 4 && second - first <= 3);
    }

    /** Returns {@code word} in lower case. */
    static String lower(String word) {
        return word.toLowerCase(Locale.ROOT);
    }
}
