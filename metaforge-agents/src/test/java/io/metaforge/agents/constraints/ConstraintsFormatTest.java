package io.metaforge.agents.constraints;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.metaforge.domain.failure.FailureKind;
import io.metaforge.domain.failure.MetaForgeException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Writes and reads {@code constraints.json}. */
class ConstraintsFormatTest {

    private static final Quantity SUPPLY =
            new Quantity("supply_voltage", new BigDecimal("7"), new BigDecimal("26"), null, null, "V");
    private static final Quantity RAIL = new Quantity(
            "rail_voltage",
            null,
            null,
            new BigDecimal("3.30"),
            new Tolerance(new BigDecimal("5"), new BigDecimal("5"), "%"),
            "V");

    private static Constraints example() {
        Map<String, List<SummaryValue>> values = new LinkedHashMap<>();
        values.put("supply_voltage", List.of(new SummaryValue(SUPPLY, List.of("REQ-001"))));
        return new Constraints(
                new Project("Bench \"supply\"", "Two\nlines µ \u2028"),
                List.of(new Requirement(
                        "REQ-001",
                        Category.ELECTRICAL,
                        Priority.MUST,
                        "Runs from 7 V to 26 V",
                        new Source("psu/PRD.md", 12),
                        List.of(SUPPLY, RAIL),
                        List.of("USB-C"))),
                new Summary(values, List.of(new InterfaceUse("USB-C", List.of("REQ-001")))),
                Summary.EMPTY,
                Summary.EMPTY,
                Summary.EMPTY,
                Summary.EMPTY,
                List.of(new Conflict(List.of("REQ-001"), "because")),
                List.of(new Gap("size", "nobody said")));
    }

    private static Constraints read(String json) {
        return ConstraintsReader.read("constraints.json", json.getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void whatIsWrittenReadsBackAndWritesTheSameBytes() {
        String json = ConstraintsWriter.write(example());
        Constraints back = read(json);
        assertThat(ConstraintsWriter.write(back)).isEqualTo(json);
        assertThat(back.requirement("REQ-001").orElseThrow().quantities().get(1).nominal())
                .isEqualByComparingTo("3.3");
        assertThat(back.electrical().of("supply_voltage")).hasSize(1);
        assertThat(back.electrical().of("anything_else")).isEmpty();
    }

    @Test
    void aQuantityStandsOnOneLine() {
        assertThat(ConstraintsWriter.write(example()))
                .contains("\n        {\"parameter\": \"rail_voltage\", \"min\": null, \"max\": null, \"nominal\": 3.3,"
                        + " \"tolerance\": {\"plus\": 5, \"minus\": 5, \"unit\": \"%\"}, \"unit\": \"V\"}\n")
                .endsWith("]\n}\n");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "'\"version\": 1' | '\"version\": 2' | 'constraints.json: version must be the number 1'",
                "'\"must\"' | '\"shall\"' | 'constraints.json: requirements[0].priority must be one of must should may'",
                "'\"min\": 7' | '\"min\": \"7\"' | 'constraints.json: requirements[0].quantities[0].min must be a number or null'",
                "'\"min\": 7' | '\"min\": 1e999999999' | 'constraints.json: requirements[0].quantities[0].min must be a number of at most 60 digits'",
                "'\"line\": 12' | '\"line\": 0' | 'constraints.json: requirements[0].source.line must be a line number from 1'",
                "'\"interfaces\": [\"USB-C\"]' | '\"interfaces\": [1]' | 'constraints.json: requirements[0].interfaces must be a list of strings'",
                "'\"minus\": 5' | '\"minus\": -5' | 'constraints.json: requirements[0].quantities[1].tolerance must be plus and minus, not negative'",
            })
    void aWrongMemberIsRefusedWithItsPlaceAndWhatWasExpected(String right, String wrong, String message) {
        String json = ConstraintsWriter.write(example());
        assertThat(json).contains(right);
        assertThatThrownBy(() -> read(json.replaceFirst(java.util.regex.Pattern.quote(right), wrong)))
                .isInstanceOfSatisfying(
                        MetaForgeException.class,
                        e -> assertThat(e.failure().kind()).isEqualTo(FailureKind.VALIDATION))
                .hasMessage(message);
    }

    @Test
    void brokenJsonIsRefusedWithItsLine() {
        assertThatThrownBy(() -> read("{\n\"version\": 1,\n oops"))
                .isInstanceOf(MetaForgeException.class)
                .hasMessageStartingWith("constraints.json is not JSON: line 3");
        assertThatThrownBy(() -> read("")).hasMessage("constraints.json must be a JSON object");
        assertThatThrownBy(() -> read("[".repeat(100_000))).isInstanceOf(MetaForgeException.class);
    }
}
