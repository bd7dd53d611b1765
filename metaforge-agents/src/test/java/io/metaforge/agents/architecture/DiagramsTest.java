package io.metaforge.agents.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

/** What is drawn: every part, port and source, each joined with another. */
class DiagramsTest {

    private static final Pattern NODE = Pattern.compile("  (n_\\w+)[\\[({]+\"(.*)\"[\\])}]+");
    private static final Pattern EDGE = Pattern.compile("  (n_\\w+) \\S+?(?:\\|\"(.*)\"\\|)? (n_\\w+)");

    static final List<String> NAMES = Examples.NAMES;

    private record Drawn(Map<String, String> labels, List<String> edges) {

        String node(String words) {
            return labels.entrySet().stream()
                    .filter(entry -> entry.getValue().contains(words))
                    .map(Map.Entry::getKey)
                    .findFirst()
                    .orElseThrow(() -> new AssertionError("no node " + words + " in " + labels));
        }

        boolean joins(String from, String to) {
            return edges.contains(node(from) + " " + node(to));
        }
    }

    /** Reads the first or second diagram of {@code architecture.md}. */
    private static Drawn drawn(String markdown, int number) {
        Map<String, String> labels = new LinkedHashMap<>();
        List<String> edges = new ArrayList<>();
        for (String line : markdown.split("```")[2 * number - 1].split("\n")) {
            Matcher node = NODE.matcher(line);
            Matcher edge = EDGE.matcher(line);
            if (node.matches()) {
                labels.put(node.group(1), node.group(2));
            } else if (edge.matches()) {
                edges.add(edge.group(1) + " " + edge.group(3));
            } else {
                assertThat(line).matches("mermaid|flowchart LR|  class(Def)? .*");
            }
        }
        return new Drawn(labels, edges);
    }

    private static String markdown(String example) {
        return Objects.requireNonNull(Examples.architecture(example).get("architecture.md"));
    }

    private static void assertNothingIsLoose(String markdown) {
        for (int diagram = 1; diagram <= 2; diagram++) {
            Drawn drawn = drawn(markdown, diagram);
            List<String> ends = drawn.edges().stream()
                    .flatMap(edge -> List.of(edge.split(" ")).stream())
                    .toList();
            assertThat(drawn.labels()).isNotEmpty();
            assertThat(ends).containsAll(drawn.labels().keySet());
            assertThat(drawn.labels().keySet()).containsAll(ends);
        }
    }

    @ParameterizedTest
    @FieldSource("NAMES")
    void nothing_in_the_examples_is_loose(String example) {
        assertNothingIsLoose(markdown(example));
    }

    @Test
    void nothing_in_other_designs_is_loose() {
        for (Document document : List.of(Documents.logger(), Documents.flightController(), Documents.solarCharger())) {
            assertNothingIsLoose(Objects.requireNonNull(Runs.of(document.json()).get("architecture.md")));
        }
    }

    @Test
    void protection_lies_between_the_source_and_what_it_protects() {
        Drawn node = drawn(markdown("sensor-node"), 1);

        assertThat(node.joins("battery", "Reverse polarity protection")).isTrue();
        assertThat(node.joins("Reverse polarity protection", "Buck-boost converter"))
                .isTrue();
        assertThat(node.joins("battery", "Buck-boost converter")).isFalse();
    }

    @Test
    void the_charger_lies_between_panel_and_battery_inside_their_protection() {
        Drawn charger = drawn(markdown("mppt-charger"), 2);

        assertThat(charger.joins("solar panel", "charge controller")).isFalse();
        // Each source goes through its own protection; no terminal of the catalogue takes the wire.
        assertThat(charger.edges())
                .filteredOn(edge -> edge.startsWith(charger.node("charge controller") + " "))
                .singleElement()
                .satisfies(edge ->
                        assertThat(charger.labels().get(edge.split(" ")[1])).startsWith("Input protection"));
    }

    @Test
    void usb_joins_behind_a_diode_of_its_own() {
        Drawn controller = drawn(markdown("flight-controller"), 2);

        assertThat(controller.labels().values())
                .filteredOn(label -> label.startsWith("Diode or power switch"))
                .hasSize(2);
        assertThat(controller.joins("USB<br/>4.75", "USB Type-C receptacle")).isTrue();
    }

    @Test
    void ports_and_devices_outside_are_drawn_with_the_lines_they_take() {
        String markdown = markdown("flight-controller");
        Drawn controller = drawn(markdown, 1);

        assertThat(markdown).contains("UART1 to UART5");
        assertThat(markdown).contains("n_U1 ---|\"interrupt\"| n_U2");
        assertThat(controller.joins("Serial port × 5", "Positioning receiver<br/>outside"))
                .isTrue();
        assertThat(controller.joins("microcontroller", "Debug port<br/>connector or pads"))
                .isTrue();
    }

    @Test
    void an_interrupt_line_leads_to_its_sensor() {
        Drawn controller = drawn(markdown("flight-controller"), 1);

        assertThat(controller.joins("microcontroller", "inertial measurement unit"))
                .isTrue();
        assertThat(controller.labels().values()).noneMatch(label -> label.startsWith("Interrupt line"));
    }
}
