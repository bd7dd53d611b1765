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
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Finds the costs that requirements allow, and the quantities they hold for. */
public final class TargetReader {

    private static final String PIECES = "order_quantity";
    private static final BigDecimal MAX_PIECES = BigDecimal.valueOf(100_000_000);

    /** Longer requirements are cut before they are searched for words. */
    private static final int MAX_TEXT = 4000;

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
            List<Quantity> quantities = requirement.quantities();
            for (int i = 0; i < quantities.size(); i++) {
                Quantity amount = quantities.get(i);
                Target.Scope scope = scope(amount, text);
                BigDecimal limit = limit(amount);
                if (scope != null && limit != null) {
                    targets.add(new Target(
                            requirement.id(),
                            amount.parameter(),
                            limit,
                            amount.unit(),
                            pieces(quantities.subList(i + 1, quantities.size())),
                            scope,
                            otherThings(text)));
                }
            }
        }
        return targets;
    }

    /** The number of pieces stands after the cost it holds for, and before the next. */
    private static @Nullable Integer pieces(List<Quantity> following) {
        for (Quantity quantity : following) {
            if (isMoney(quantity)) {
                return null;
            }
            BigDecimal pieces = quantity.nominal() != null ? quantity.nominal() : quantity.min();
            if (quantity.parameter().equals(PIECES)
                    && pieces != null
                    && pieces.compareTo(BigDecimal.ONE) >= 0
                    && pieces.compareTo(MAX_PIECES) <= 0) {
                return pieces.intValue();
            }
        }
        return null;
    }

    private static boolean isMoney(Quantity quantity) {
        return quantity.unit().matches("[A-Z]{3}");
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
        if (!isMoney(quantity)) {
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
