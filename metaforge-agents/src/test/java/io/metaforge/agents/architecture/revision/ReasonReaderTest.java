package io.metaforge.agents.architecture.revision;

import static org.assertj.core.api.Assertions.assertThat;

import io.metaforge.agents.architecture.catalogue.Catalogue;
import io.metaforge.agents.architecture.catalogue.Part;
import io.metaforge.agents.architecture.catalogue.Range;
import io.metaforge.agents.architecture.need.SourceDemand;
import io.metaforge.agents.architecture.need.Vocabulary;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the reason of a rejection is read into. */
class ReasonReaderTest {

    private static Asked read(String... reasons) {
        return ReasonReader.read(
                Catalogue.builtIn(), Vocabulary.builtIn(), "session-x", List.of(reasons), PreviousAttempt.UNKNOWN);
    }

    private static Directive only(String reason) {
        Asked asked = read(reason);
        assertThat(asked.notUnderstood()).isEmpty();
        assertThat(asked.directives()).hasSize(1);
        return asked.directives().get(0);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"Supply must be 5 V", "supply it from 5V", "the supply has to be 5 V please", "Run it from 5 V."
            })
    void a_voltage_of_the_supply(String reason) {
        assertThat(only(reason)).isInstanceOfSatisfying(Directive.Supply.class, supply -> {
            assertThat(supply.source().volts()).isEqualTo(new Range(4.75, 5.25));
            assertThat(supply.source().requirements()).containsExactly("REV-1");
        });
    }

    @Test
    void a_range_and_cells_of_the_supply() {
        assertThat(only("input must be 9 to 36 V")).isInstanceOfSatisfying(Directive.Supply.class, supply -> assertThat(
                        supply.source().volts())
                .isEqualTo(new Range(9, 36)));
        assertThat(only("Run it from a 2S LiPo")).isInstanceOfSatisfying(Directive.Supply.class, supply -> {
            assertThat(supply.source().kind()).isEqualTo(SourceDemand.Kind.BATTERY);
            assertThat(supply.source().volts()).isEqualTo(new Range(6, 8.4));
        });
        assertThat(only("power it from USB")).isInstanceOfSatisfying(Directive.Supply.class, supply -> assertThat(
                        supply.source().kind())
                .isEqualTo(SourceDemand.Kind.USB));
    }

    @Test
    void a_family_stands_for_all_its_parts() {
        List<String> family = Catalogue.builtIn().parts().stream()
                .filter(part -> part.families().contains("STM32G0"))
                .map(Part::mpn)
                .toList();

        assertThat(only("use STM32G0")).isInstanceOfSatisfying(Directive.UsePart.class, use -> assertThat(use.parts())
                .isNotEmpty()
                .containsExactlyElementsOf(family));
    }

    @ParameterizedTest
    @ValueSource(strings = {"use SHT40 instead of SHTC3", "Replace the SHTC3 with an SHT40", "SHT40 rather than SHTC3"})
    void one_part_in_the_place_of_another(String reason) {
        Asked asked = read(reason);

        assertThat(asked.directives()).hasSize(2);
        assertThat(asked.directives().get(0))
                .isInstanceOfSatisfying(
                        Directive.UsePart.class, use -> assertThat(use.parts()).containsExactly("SHT40-AD1B-R2"));
        assertThat(asked.directives().get(1))
                .isInstanceOfSatisfying(Directive.AvoidParts.class, avoid -> assertThat(avoid.parts())
                        .contains("SHTC3"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"not the SX1262", "do not use the SX1262", "The SX1262 is obsolete", "SX1262 must not be used"})
    void parts_that_are_not_wanted(String reason) {
        assertThat(only(reason)).isInstanceOfSatisfying(Directive.AvoidParts.class, avoid -> assertThat(avoid.parts())
                .contains("SX1262IMLTRT"));
    }

    @Test
    void makers_that_are_not_wanted() {
        assertThat(only("avoid Espressif")).isInstanceOfSatisfying(Directive.AvoidParts.class, avoid -> assertThat(
                        avoid.parts())
                .isNotEmpty()
                .allSatisfy(mpn -> assertThat(
                                Catalogue.builtIn().find(mpn).orElseThrow().maker())
                        .isEqualTo("Espressif")));
        assertThat(only("no parts from TI"))
                .isInstanceOfSatisfying(Directive.AvoidParts.class, avoid -> assertThat(avoid.parts())
                        .contains("TPS63900DSKR"));
    }

    @Test
    void more_of_something() {
        assertThat(only("needs a second UART")).isInstanceOfSatisfying(Directive.Provide.class, provide -> {
            assertThat(provide.function()).isEqualTo("io.uart");
            assertThat(provide.count()).isEqualTo(2);
            assertThat(provide.more()).isFalse();
        });
        assertThat(only("add another CAN port")).isInstanceOfSatisfying(Directive.Provide.class, provide -> {
            assertThat(provide.function()).isEqualTo("interface.can");
            assertThat(provide.more()).isTrue();
        });
        assertThat(only("it lacks a barometer"))
                .isInstanceOfSatisfying(Directive.Provide.class, provide -> assertThat(provide.function())
                        .isEqualTo("sensor.pressure"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"cheaper than 12 USD", "keep the BOM under $12", "cost at most USD 12"})
    void a_budget(String reason) {
        assertThat(only(reason)).isInstanceOfSatisfying(Directive.Budget.class, budget -> {
            assertThat(budget.most()).isEqualTo(12);
            assertThat(budget.currency()).isEqualTo("USD");
        });
    }

    @Test
    void functions_that_are_not_wanted() {
        assertThat(only("no BLE"))
                .isInstanceOfSatisfying(Directive.Refuse.class, refuse -> assertThat(refuse.function())
                        .isEqualTo("radio.ble"));
    }

    @Test
    void several_clauses_in_one_reason() {
        Asked asked = read(
                "Supply must be 5 V, use STM32G0 and avoid Espressif. Cheaper than 12 USD!\n- no BLE\n- I do not like it");

        assertThat(asked.directives())
                .extracting(Directive::id)
                .containsExactly("REV-1", "REV-2", "REV-3", "REV-4", "REV-5");
        assertThat(asked.directives())
                .hasOnlyElementsOfTypes(
                        Directive.Supply.class,
                        Directive.UsePart.class,
                        Directive.AvoidParts.class,
                        Directive.Budget.class,
                        Directive.Refuse.class);
        assertThat(asked.notUnderstood()).containsExactly("I do not like it");
    }

    @Test
    void earlier_reasons_come_first() {
        Asked asked = read("use SHTC3", "use SHT40");

        assertThat(asked.directives()).extracting(Directive::text).containsExactly("use SHTC3", "use SHT40");
    }

    @Test
    void a_part_that_the_catalogue_does_not_have_is_named() {
        assertThat(only("use the XYZ4711QFN"))
                .isInstanceOfSatisfying(Directive.UnknownPart.class, unknown -> assertThat(unknown.part())
                        .isEqualTo("XYZ4711QFN"));
        assertThat(only("not the XYZ4711QFN"))
                .isInstanceOfSatisfying(Directive.AvoidParts.class, avoid -> assertThat(avoid.parts())
                        .isEmpty());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "   ",
                "...",
                "I am not happy with this",
                "too expensive",
                "Please check with Anna first",
                "\u0000\ud83d"
            })
    void what_asks_for_nothing_known_is_kept_as_it_is(String reason) {
        Asked asked = read(reason);

        assertThat(asked.directives()).isEmpty();
        assertThat(asked.notUnderstood())
                .hasSize(reason.strip().replace(".", "").isEmpty() ? 0 : 1);
    }

    @Test
    void long_reasons_end() {
        Asked asked = read("use the SHT40 and ".repeat(20_000));

        assertThat(asked.directives().size()).isLessThanOrEqualTo(100);
    }

    /** The table of the documentation: each example in it is read as it says. */
    @Test
    void the_documentation_tells_what_is_understood() throws Exception {
        String page = Files.readString(Path.of("..", "docs", "skills", "architecture.md"));
        Matcher row = Pattern.compile("\\| \"([^\"]+)\" \\| `(\\w+)` \\|").matcher(page);
        List<String> kinds = new ArrayList<>();
        while (row.find()) {
            Asked asked = read(row.group(1));
            assertThat(asked.notUnderstood()).as(row.group(1)).isEmpty();
            assertThat(asked.directives()).as(row.group(1)).anySatisfy(directive -> assertThat(
                            directive.getClass().getSimpleName())
                    .isEqualTo(row.group(2)));
            kinds.add(row.group(2));
        }
        assertThat(kinds).contains("UsePart", "AvoidParts", "UnknownPart", "Supply", "Provide", "Refuse", "Budget");
    }
}
