package io.metaforge.agents.model;

import java.math.BigDecimal;
import java.util.HashSet;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The figures and names in texts that can be relied on. Prose that mentions any other is not: a model may word what is known, and
 * not state what is not. Immutable.
 */
public final class Figures {

    private static final Pattern NUMBER = Pattern.compile("[0-9]+(?:[.,][0-9]+)*");

    /** What looks like a part number, a reference or an interface: letters and digits in one word. */
    private static final Pattern NAME =
            Pattern.compile("(?=[\\p{L}0-9/_-]*[0-9])(?=[\\p{L}0-9/_-]*\\p{Lu})[\\p{L}0-9][\\p{L}0-9/_-]+");

    /** Nothing that explains a design; much that could lead its reader elsewhere. */
    private static final Pattern LINK = Pattern.compile("://|www\\.|mailto:|~/|[<>`]", Pattern.CASE_INSENSITIVE);

    private final Set<BigDecimal> numbers = new HashSet<>();
    private final Set<String> names = new HashSet<>();

    private Figures() {}

    /** Collects the figures of texts. */
    public static Figures of(Iterable<String> texts) {
        Figures figures = new Figures();
        for (String text : texts) {
            Matcher number = NUMBER.matcher(text);
            while (number.find()) {
                figures.numbers.add(value(number.group()));
            }
            Matcher name = NAME.matcher(text);
            while (name.find()) {
                figures.names.add(name.group());
            }
        }
        return figures;
    }

    /**
     * Reports whether every figure and every such name in {@code prose} is known, and it leads nowhere. Numbers in words count as
     * words.
     */
    public boolean cover(String prose) {
        if (LINK.matcher(prose).find()) {
            return false;
        }
        Matcher name = NAME.matcher(prose);
        while (name.find()) {
            if (!names.contains(name.group())) {
                return false;
            }
        }
        Matcher number = NUMBER.matcher(prose);
        while (number.find()) {
            if (!numbers.contains(value(number.group()))) {
                return false;
            }
        }
        return true;
    }

    /**
     * Of two kinds of separators the last divides. One alone is taken as dividing too: where it groups, it has to be written in
     * the same way to be the same figure.
     */
    private static BigDecimal value(String digits) {
        int last = Math.max(digits.lastIndexOf('.'), digits.lastIndexOf(','));
        if (last < 0) {
            return new BigDecimal(digits).stripTrailingZeros();
        }
        String whole = digits.substring(0, last);
        boolean divides = whole.indexOf(digits.charAt(last)) < 0;
        String plain = whole.replaceAll("[.,]", "") + (divides ? "." : "") + digits.substring(last + 1);
        return new BigDecimal(plain).stripTrailingZeros();
    }
}
