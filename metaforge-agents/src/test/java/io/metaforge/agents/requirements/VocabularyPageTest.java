package io.metaforge.agents.requirements;

import static org.assertj.core.api.Assertions.assertThat;

import io.metaforge.agents.constraints.Category;
import io.metaforge.agents.quantity.Tables;
import io.metaforge.agents.quantity.UnitTable;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Holds the page of the vocabulary equal to the data. {@code -Dmetaforge.docs.write=true} writes the tables into the page
 * instead.
 */
class VocabularyPageTest {

    private static final Path PAGE = Path.of("../docs/vocabulary.md");

    /** Words shown of a list; the data has them all. */
    private static final int SHOWN = 6;

    private static final Map<Category, String> MEANING = new EnumMap<>(Map.of(
            Category.ELECTRICAL, "voltages, currents, impedances, protection, rails",
            Category.MECHANICAL, "sizes, masses, mounting, materials",
            Category.ENVIRONMENTAL, "temperature, humidity, ingress, vibration, noise",
            Category.PERFORMANCE, "accuracies, rates, ranges, times, memory",
            Category.INTERFACE, "connectors, buses, radios",
            Category.POWER, "batteries, consumption, charging, how long they last",
            Category.COST, "prices, and the number of pieces they hold for",
            Category.COMPLIANCE, "standards, directives, marks, discharge and surge levels",
            Category.SCHEDULE, "dates and durations of the project",
            Category.FUNCTIONAL, "what the product does, and whatever fits no other"));

    private static String words(String cell) {
        List<String> words = Arrays.stream(Tables.list(cell))
                .map(word -> word.startsWith("=") ? word.substring(1) : word)
                .distinct()
                .toList();
        String shown = String.join(", ", words.subList(0, Math.min(SHOWN, words.size())));
        return words.size() > SHOWN ? shown + ", …" : shown;
    }

    private static String categories() {
        StringBuilder out = new StringBuilder("| Category | Holds |\n|---|---|\n");
        for (Category category : Category.values()) {
            out.append("| `")
                    .append(category.word())
                    .append("` | ")
                    .append(MEANING.get(category))
                    .append(" |\n");
        }
        return out.toString();
    }

    private static String priorities() {
        Map<String, String> rows = new LinkedHashMap<>();
        for (String[] row : Tables.rows(SectionRules.class, "sections.tsv")) {
            rows.putIfAbsent(row[0], words(row[1]));
        }
        return "| Priority | Words | In a priority column | Headings |\n|---|---|---|---|\n"
                + "| `must` | " + rows.get("strong") + " | " + rows.get("priority-must") + " | |\n"
                + "| `should` | " + rows.get("medium") + " | " + rows.get("priority-should") + " | "
                + rows.get("section-should") + " |\n"
                + "| `may` | " + rows.get("weak") + " | " + rows.get("priority-may") + " | "
                + rows.get("section-may") + " |\n";
    }

    private static String parameters() {
        Map<Category, Map<String, String>> byCategory = new EnumMap<>(Category.class);
        for (String[] row : Tables.rows(Vocabulary.class, "parameters.tsv")) {
            Set<String> flags = Set.of(row[3].split(","));
            String compared = flags.contains("one")
                    ? "one value"
                    : flags.contains("once") || row[3].contains("same=") ? "apart" : "";
            String words = row.length < 5 || row[4].isBlank() ? "its unit alone" : words(row[4]);
            byCategory
                    .computeIfAbsent(Category.valueOf(row[2].toUpperCase(Locale.ROOT)), key -> new LinkedHashMap<>())
                    .merge(
                            row[0],
                            "| `" + row[0] + "` | " + row[1].replace('_', ' ').replace(" ", ", ") + " | " + words
                                    + " | " + compared + " |\n",
                            (first, second) -> first + second);
        }
        StringBuilder out = new StringBuilder();
        byCategory.forEach((category, rows) -> {
            out.append(out.length() == 0 ? "" : "\n")
                    .append("### ")
                    .append(category.word())
                    .append("\n\n");
            out.append("| Parameter | Dimension | Words that lead to it | Contradicts |\n|---|---|---|---|\n");
            rows.values().forEach(out::append);
        });
        return out.toString();
    }

    private static String units() {
        Map<String, List<String>> byDimension = new LinkedHashMap<>();
        for (String[] row : Tables.rows(UnitTable.class, "units.tsv")) {
            String prefixes =
                    row[2].equals("-") || row[2].equals("words") ? "" : " (" + String.join(" ", row[2].split("")) + ")";
            List<String> spellings = new ArrayList<>();
            for (String spelling : Tables.list(row[3])) {
                spellings.add("`" + spelling + "`");
            }
            byDimension
                    .computeIfAbsent(row[0].replace('_', ' '), key -> new ArrayList<>())
                    .add(String.join(", ", spellings.subList(0, Math.min(4, spellings.size()))) + prefixes);
        }
        StringBuilder out = new StringBuilder("| Dimension | Units |\n|---|---|\n");
        byDimension.forEach((dimension, units) -> out.append("| ")
                .append(dimension)
                .append(" | ")
                .append(String.join("; ", units))
                .append(" |\n"));
        List<String> codes = new ArrayList<>();
        for (String[] row : Tables.rows(UnitTable.class, "currencies.tsv")) {
            codes.add("`" + row[0] + "`");
        }
        return out.append("| money | ")
                .append(String.join(", ", codes))
                .append(" |\n")
                .toString();
    }

    private static String interfaces() {
        StringBuilder out = new StringBuilder("| Interface | Written as |\n|---|---|\n");
        for (String[] row : Tables.rows(InterfaceTable.class, "interfaces.tsv")) {
            out.append("| `")
                    .append(row[0])
                    .append("` | ")
                    .append(words(row[1]))
                    .append(" |\n");
        }
        return out.toString();
    }

    private static String questions() {
        StringBuilder out = new StringBuilder("| Topic | Question | Why |\n|---|---|---|\n");
        for (String[] row : Tables.rows(Gaps.class, "gaps.tsv")) {
            out.append("| ")
                    .append(row[0])
                    .append(" | ")
                    .append(row[2])
                    .append(" | ")
                    .append(row[1])
                    .append(" |\n");
        }
        return out.toString();
    }

    private static String generated(String part) {
        return switch (part) {
            case "categories" -> categories();
            case "priorities" -> priorities();
            case "parameters" -> parameters();
            case "units" -> units();
            case "interfaces" -> interfaces();
            case "questions" -> questions();
            default -> throw new IllegalArgumentException(part);
        };
    }

    @ParameterizedTest
    @ValueSource(strings = {"categories", "priorities", "parameters", "units", "interfaces", "questions"})
    void thePageHoldsWhatTheDataHold(String part) throws IOException {
        String page = Files.readString(PAGE, StandardCharsets.UTF_8);
        String start = "<!-- " + part + " -->\n";
        int from = page.indexOf(start) + start.length();
        int to = page.indexOf("<!-- end -->", from);
        assertThat(from).isGreaterThan(start.length());
        String expected = generated(part);
        if (Boolean.getBoolean("metaforge.docs.write")) {
            Files.writeString(PAGE, page.substring(0, from) + expected + page.substring(to), StandardCharsets.UTF_8);
            return;
        }
        assertThat(page.substring(from, to))
                .as("run this test with -Dmetaforge.docs.write=true to write the table")
                .isEqualTo(expected);
    }

    @Test
    void everyParameterIsSnakeCaseAndOfOneCategoryOnly() {
        Map<String, String> categories = new LinkedHashMap<>();
        for (String[] row : Tables.rows(Vocabulary.class, "parameters.tsv")) {
            assertThat(row[0]).matches("[a-z][a-z0-9]*(_[a-z0-9]+)*");
            assertThat(row[2]).isEqualTo(categories.computeIfAbsent(row[0] + " " + row[1], key -> row[2]));
        }
    }

    @Test
    void theExamplesOfThePageReadAsThePageSays() {
        assertThat(Documents.quantities("""
                        - A measurement every 10 s
                        - Sampled once per minute
                        - One report every 15 minutes
                        - 24 messages per day
                        - Uploads daily
                        - Awake for 150 ms
                        - Transmits for 2 s
                        - Duty cycle ≤ 1 %
                        - Runs for at least 24 months
                        - Twelve hours per charge
                        - At most 10 messages per hour
                        - $4.50 @ 1k
                        """))
                .containsExactly(
                        "sampling_interval: 10 s",
                        "sampling_interval: 1 minute",
                        "reporting_interval: 15 minutes",
                        "reporting_interval: 1 h",
                        "reporting_interval: 1 day",
                        "active_time: 150 ms",
                        "active_time: 2 s",
                        "duty_cycle: at most 1 %",
                        "battery_life: at least 24 months",
                        "battery_life: 12 hours",
                        "reporting_interval: at least 6 min",
                        "cost: 4.5 USD",
                        "order_quantity: 1000");
    }
}
