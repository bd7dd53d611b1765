package io.metaforge.agents.architecture.document;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.metaforge.agents.architecture.catalogue.Catalogue;
import io.metaforge.agents.architecture.catalogue.Part;
import java.io.IOException;
import java.io.InputStream;
import java.util.HashSet;
import java.util.Objects;
import java.util.Set;
import org.junit.jupiter.api.Test;

class KeyFiguresTest {

    private static Part part(String mpn) {
        return Catalogue.builtIn().find(mpn).orElseThrow();
    }

    @Test
    void tell_the_condition_that_a_figure_holds_under() {
        assertThat(KeyFigures.of(part("SX1261IMLTRT")))
                .contains("sensitivity -137 dBm (typical, SF12 at 125 kHz, boosted receiver)");
    }

    @Test
    void tell_the_typical_and_the_largest_deviation_apart() {
        assertThat(KeyFigures.of(part("HDC2080DMBR")))
                .contains(
                        "temperature ±0.2 °C (typical, 15 °C to 40 °C)",
                        "temperature ±0.4 °C (largest, 15 °C to 40 °C)");
    }

    @Test
    void name_every_figure_of_the_catalogue_with_its_unit() throws IOException {
        Set<String> named = new HashSet<>();
        try (InputStream in = Objects.requireNonNull(KeyFigures.class.getResourceAsStream("figures.json"))) {
            for (JsonNode node : JsonMapper.builder().build().readTree(in)) {
                named.add(node.path("figure").asText());
            }
        }
        for (Part part : Catalogue.builtIn().parts()) {
            assertThat(part.figures().keySet())
                    .as(part.mpn())
                    .allMatch(
                            figure -> named.contains(figure) || named.contains(figure.replaceFirst("_(min|max)$", "")));
        }
    }
}
