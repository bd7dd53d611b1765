package io.metaforge.agents.bom.cost;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.metaforge.agents.constraints.Constraints;
import io.metaforge.agents.constraints.Quantity;
import io.metaforge.agents.constraints.Requirement;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Finds the costs that requirements allow, and the quantities they hold for. */
public final class TargetReader {

    private static final int MAX_PIECES = 100_000_000;

    /** Longer requirements are cut: the quantity stands beside the price. */
    private static final int MAX_TEXT = 4000;

    private static final String NUMBER = "(\\d{1,3}(?:[ ,.'\\u00a0\\u202f]\\d{3})+|\\d{1,9})\\s?(k)?";

    private static final String PIECES = "\\s{0,2}(?:units?|pcs|pieces?|boards?|off|sets?|devices?|stück|stk|ea)\\b";

    /** After {@code at} alone, a number may also be a voltage: it counts where nothing follows it, or a word for pieces. */
    private static final Pattern QUANTITY = Pattern.compile(
            "(?:@|\\bin (?:quantit(?:y|ies)|volumes?|lots) of\\b)\\s{0,3}" + NUMBER + "(?![\\d])|\\bat\\s{1,3}" + NUMBER
                    + "(?=\\s?(?:[,;)/]|$|\\.(?!\\d)))|(?<![\\d.,])" + NUMBER + PIECES);

    /** What follows these words, up to the end of the sentence or bracket, is not in the cost. */
    private static final Pattern EXCLUSION = Pattern.compile(
            "(?:excluding|excl\\.|exclusive of|not including|not included|without|ohne|exkl\\.)[^.;)]*");

    private TargetReader() {}

    private static final class Words {
        static final JsonNode ROOT = read();

        private static JsonNode read() {
            try (InputStream in = TargetReader.class.getResourceAsStream("targets.json")) {
                if (in == null) {
                    throw new IllegalStateException("no file targets.json");
                }
                return JsonMapper.builder().build().readTree(in);
            } catch (IOException e) {
                throw new UncheckedIOException("targets.json", e);
            }
        }
    }

    /** Returns what this costing never holds. */
    public static List<String> notIncluded() {
        return words("notIncluded");
    }

    /** Returns the targets in the order of the requirements. */
    public static List<Target> read(Constraints constraints) {
        List<Target> targets = new ArrayList<>();
        for (Requirement requirement : constraints.requirements()) {
            String text = text(requirement);
            List<Quantity> amounts = requirement.quantities().stream()
                    .filter(quantity -> scope(quantity, text) != null && limit(quantity) != null)
                    .toList();
            List<Integer> pieces = pieces(text);
            for (int i = 0; i < amounts.size(); i++) {
                Quantity amount = amounts.get(i);
                Target.Scope scope = scope(amount, text);
                BigDecimal limit = limit(amount);
                if (scope != null && limit != null) {
                    targets.add(new Target(
                            requirement.id(),
                            amount.parameter(),
                            limit,
                            amount.unit(),
                            pieces.size() == amounts.size() ? pieces.get(i) : pieces.isEmpty() ? null : pieces.get(0),
                            scope,
                            otherThings(text)));
                }
            }
        }
        return targets;
    }

    /** Returns the quantities that a text names with a price: {@code @ 100 units}, {@code at 1k}, {@code 500 pcs/yr}. */
    static List<Integer> pieces(String text) {
        List<Integer> pieces = new ArrayList<>();
        Matcher matcher = QUANTITY.matcher(text);
        while (matcher.find()) {
            int group = matcher.group(1) != null ? 1 : matcher.group(3) != null ? 3 : 5;
            String digits = matcher.group(group);
            boolean thousands = matcher.group(group + 1) != null;
            long value = Long.parseLong(digits.replaceAll("[^0-9]", "")) * (thousands ? 1000 : 1);
            if (value >= 1 && value <= MAX_PIECES) {
                pieces.add((int) value);
            }
        }
        return pieces;
    }

    private static String text(Requirement requirement) {
        String text = requirement.text().toLowerCase(Locale.ROOT);
        return text.length() > MAX_TEXT ? text.substring(0, MAX_TEXT) : text;
    }

    private static String otherThings(String text) {
        String counted = EXCLUSION.matcher(text).replaceAll("");
        return words("otherThings").stream()
                .filter(word -> speaksOf(counted, word))
                .findFirst()
                .orElse("");
    }

    private static boolean speaksOf(String text, String word) {
        return Pattern.compile("\\b" + Pattern.quote(word), Pattern.UNICODE_CHARACTER_CLASS)
                .matcher(text)
                .find();
    }

    /** A cost of "packaging" alone says nothing of parts, whatever its parameter is called. */
    private static Target.@Nullable Scope scope(Quantity quantity, String text) {
        if (!quantity.unit().matches("[A-Z]{3}")) {
            return null;
        }
        boolean whole = words("whole").contains(quantity.parameter());
        if (words("other").contains(quantity.parameter())
                || whole
                        && !otherThings(text).isEmpty()
                        && words("wholeThings").stream().noneMatch(word -> speaksOf(text, word))) {
            return Target.Scope.OTHER;
        }
        return words("parts").contains(quantity.parameter()) ? Target.Scope.PARTS : whole ? Target.Scope.WHOLE : null;
    }

    private static @Nullable BigDecimal limit(Quantity quantity) {
        return quantity.max() != null ? quantity.max() : quantity.nominal();
    }

    private static List<String> words(String name) {
        List<String> words = new ArrayList<>();
        Words.ROOT.path(name).forEach(word -> words.add(word.textValue()));
        return words;
    }
}
