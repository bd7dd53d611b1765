package io.metaforge.agents.architecture.catalogue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.metaforge.agents.architecture.need.Function;
import io.metaforge.agents.architecture.need.Vocabulary;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** Holds {@code docs/parts.md} to what the catalogue is and what {@code parts.csv} does. */
class PartsPageTest {

    private final String page = read();

    private static String read() {
        try {
            return Files.readString(Path.of("..", "docs", "parts.md"));
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    /** Returns the rows of the table whose first column is headed {@code first}, code marks removed from the first cell. */
    private List<List<String>> table(String first) {
        List<List<String>> rows = new ArrayList<>();
        boolean inside = false;
        for (String line : page.split("\n")) {
            if (line.startsWith("| " + first + " |")) {
                inside = true;
            } else if (inside && !line.startsWith("|")) {
                break;
            } else if (inside && !line.startsWith("| ---")) {
                List<String> cells =
                        List.of(line.substring(2, line.length() - 2).split(" \\| ", -1));
                rows.add(cells);
            }
        }
        assertThat(rows).as("table of " + first).isNotEmpty();
        return rows;
    }

    private byte[] example(String name) {
        Matcher block = Pattern.compile(
                        "<!-- example: " + Pattern.quote(name) + " -->\n```csv\n(.*?)```", Pattern.DOTALL)
                .matcher(page);
        assertThat(block.find()).as(name).isTrue();
        return block.group(1).getBytes(StandardCharsets.UTF_8);
    }

    @Test
    void counts_the_parts_of_each_group() {
        List<List<String>> expected = new ArrayList<>();
        int sum = 0;
        for (String group : Catalogue.GROUPS) {
            int count = CatalogueReader.resource(group + ".json").size();
            sum += count;
            expected.add(List.of("`" + group + "`", Integer.toString(count)));
        }
        assertThat(table("group").stream()
                        .map(row -> List.of(row.get(0), row.get(2)))
                        .toList())
                .isEqualTo(expected);
        assertThat(page).contains("a catalogue of " + sum + " real, orderable parts");
    }

    @Test
    void lists_every_function_with_the_number_of_parts_that_do_it() {
        Map<String, Integer> counts = new TreeMap<>();
        Catalogue.builtIn().parts().forEach(part -> part.functions()
                .forEach(function -> counts.merge(function, 1, Integer::sum)));
        List<List<String>> rows = table("function");
        assertThat(rows.stream().map(row -> List.of(row.get(0), row.get(2))).toList())
                .isEqualTo(counts.entrySet().stream()
                        .map(entry -> List.of("`" + entry.getKey() + "`", Integer.toString(entry.getValue())))
                        .toList());
        for (List<String> row : rows) {
            Vocabulary.builtIn()
                    .function(row.get(0).replace("`", ""))
                    .map(Function::title)
                    .ifPresent(title -> assertThat(row.get(1)).isEqualTo(title));
        }
    }

    @Test
    void explains_every_figure_that_the_catalogue_holds() {
        assertThat(table("figure").stream().map(row -> row.get(0).replace("`", "")))
                .isSorted()
                .containsAll(Catalogue.builtIn().parts().stream()
                        .flatMap(part -> part.figures().keySet().stream())
                        .distinct()
                        .sorted()
                        .toList());
    }

    @Test
    void lists_every_column_as_it_is_read() {
        assertThat(table("column"))
                .isEqualTo(Column.all().stream()
                        .map(column -> List.of("`" + column.name() + "`", column.unit(), column.meaning()))
                        .toList());
    }

    @Test
    void shows_a_file_that_does_what_is_said_of_it() {
        Catalogue catalogue = Catalogue.builtIn().with("parts.csv", example("parts.csv"));
        Part sensor = catalogue.find("SHT45-AD1B-R2").orElseThrow();
        assertThat(sensor.use()).isEqualTo(Listing.Use.PREFER);
        Part controller = catalogue.find("STM32F103C8T6").orElseThrow();
        assertThat(Objects.requireNonNull(controller.price()).usd()).isEqualByComparingTo("1.45");
        assertThat(controller.provides())
                .isEqualTo(
                        Catalogue.builtIn().find("STM32F103C8T6").orElseThrow().provides());
        assertThat(catalogue.find("SP3485EN-L/TR").orElseThrow().use()).isEqualTo(Listing.Use.NEVER);
        Part regulator = catalogue.find("ACME-LDO33").orElseThrow();
        assertThat(regulator.does("regulator.ldo")).isTrue();
        assertThat(Objects.requireNonNull(regulator.regulator()).gives(3.3)).isTrue();
        assertThat(regulator.unknown()).containsExactly("temperature", "pins", "size", "datasheet");
    }

    @Test
    void shows_the_message_of_a_mistake_as_it_is() {
        Matcher message =
                Pattern.compile("```text\n(parts\\.csv cannot be used.*)\n```").matcher(page);
        assertThat(message.find()).isTrue();
        assertThatThrownBy(() -> Catalogue.builtIn().with("parts.csv", example("mistake")))
                .hasMessage(message.group(1));
    }
}
