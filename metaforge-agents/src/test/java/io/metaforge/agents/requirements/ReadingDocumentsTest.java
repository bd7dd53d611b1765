package io.metaforge.agents.requirements;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import io.metaforge.agents.constraints.Constraints;
import io.metaforge.agents.constraints.Quantity;
import io.metaforge.agents.constraints.Requirement;
import io.metaforge.agents.quantity.QuantityPrinter;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Reads whole documents of different styles, and the forms they put requirements in. */
class ReadingDocumentsTest {

    private static String resource(String name) throws IOException {
        try (InputStream in = ReadingDocumentsTest.class.getResourceAsStream(name)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    /** Prints what was read, one requirement a line, so that a change of any rule shows as a diff. */
    static String print(Constraints constraints) {
        StringBuilder out = new StringBuilder(constraints.project().name()).append('\n');
        for (Requirement requirement : constraints.requirements()) {
            out.append(requirement.source().line())
                    .append(' ')
                    .append(requirement.category().word())
                    .append(' ')
                    .append(requirement.priority().word());
            for (Quantity quantity : requirement.quantities()) {
                out.append(" | ").append(quantity.parameter()).append(' ').append(QuantityPrinter.print(quantity));
            }
            if (!requirement.interfaces().isEmpty()) {
                out.append(" -> ").append(String.join(", ", requirement.interfaces()));
            }
            out.append('\n');
        }
        return out.toString();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"weather-station", "temperature-controller-de", "audio-recorder", "level-meter", "motor-driver"})
    void aDocumentReadsAsRecorded(String name) throws IOException {
        assertThat(print(Documents.read(resource(name + ".md")))).isEqualTo(resource(name + ".expected.txt"));
    }

    @Nested
    class Structure {

        private List<String> texts(String markdown) {
            return Documents.read(markdown).requirements().stream()
                    .map(r -> r.source().line() + " " + r.text())
                    .toList();
        }

        @Test
        void linesAreThoseOfTheFileAlsoAfterFrontMatterAndInWrappedItems() {
            assertThat(
                            texts(
                                    "---\ntitle: x\n---\n\n- Supply: 5 V\n- A long item\n  that goes on\n  and on. Weight: 5 g\n"))
                    .containsExactly("5 Supply: 5 V", "6 A long item that goes on and on.", "8 Weight: 5 g");
        }

        @Test
        void nonGoalsHistoryReferencesCodeAndCommentsAreNoRequirements() {
            assertThat(texts("""
                    - Supply: 5 V
                    - Out of scope: 230 V mains

                    ## Non-goals (v1)
                    - Run from 12 V
                    ### Power
                    - Run from 24 V

                    ## 9 References
                    - A charger of 60 W

                    ## Changelog
                    - Lowered current to 5 mA

                    ## Firmware

                    ```c
                    #define LIMIT 5 // V must hold
                    ```
                    <!-- 48 V? -->

                    - No GPS
                    """)).containsExactly("1 Supply: 5 V", "22 No GPS");
        }

        @Test
        void aRangeInMinAndMaxCellsIsOneQuantityAndNamesCarryDown() {
            assertThat(Documents.quantities("""
                    | Parameter | Min | Typ | Max | Unit |
                    |---|---|---|---|---|
                    | Output voltage | 1.2 | 3.3 | 5 | V |
                    | | | 12 | | V |

                    | Item | Weight (g) | Length [mm] |
                    |---|---|---|
                    | Base | < 40 | 60 ± 0.2 |
                    """))
                    .containsExactly(
                            "output_voltage: 1.2 to 5 V, typically 3.3",
                            "output_voltage: 12 V",
                            "weight: at most 40 g",
                            "length: 60 mm ±0.2 mm");
        }

        @Test
        void prioritiesComeFromWordsColumnsAndHeadings() {
            assertThat(Documents.read("""
                    ## Must have
                    - It shall run from 5 V
                    - It should weigh 5 g
                    - Optionally a display
                    ## Nice to have
                    - A buzzer

                    ## Other

                    | Requirement | Value | Priority |
                    |---|---|---|
                    | Range | 5 km | Could |
                    """).requirements())
                    .extracting(r -> r.priority().word())
                    .containsExactly("must", "should", "may", "may", "may");
        }

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "- 5 V, ",
                    "1, ",
                    "1 x ",
                    "1 - ",
                    "±",
                    "max ",
                    "of 5 V ",
                    "5\" ",
                    "[a](",
                    "**a ",
                    "<a ",
                    "<!-- ",
                    "~~a",
                    "|a",
                    "no USB ",
                    "- 5 V\n",
                    "# 5 V\n",
                    "A: b\n",
                    "> ",
                    "1/",
                    "1,000",
                    "`a``b",
                    "&#",
                    "- Weight < 5 g\n"
                })
        void aTextThatRepeatsItselfWithoutEndIsReadInTimeLinearInItsLength(String part) {
            String text = "- Supply: 5 V\n" + part.repeat(200_000 / part.length());
            // a quadratic rule takes minutes for this much; the bound leaves room for a busy machine
            assertTimeoutPreemptively(
                    Duration.ofSeconds(30),
                    () -> assertThat(Documents.read(text).requirements()).isNotEmpty());
        }

        @Test
        void nestingWithoutEndIsReadAsFarAsItMakesSense() {
            StringBuilder list = new StringBuilder();
            for (int i = 0; i < 2000; i++) {
                list.append(" ".repeat(i * 2)).append("- 5 V\n");
            }
            assertThat(Documents.read(list.toString()).requirements()).isNotEmpty();
            assertThat(Documents.read("> ".repeat(50_000) + "\n\n- Supply: 5 V").requirements())
                    .isNotEmpty();
            assertThat(Documents.read("- Supply: 5 V " + "**[".repeat(20_000)).requirements())
                    .isNotEmpty();
        }
    }
}
