package io.metaforge.agents.bom.stock;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.metaforge.agents.bom.design.Architecture.Price;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StockTest {

    private final Stock stock = Stock.builtIn();

    /** Numbers as the makers' price lists print them. */
    @ParameterizedTest
    @CsvSource({
        "4700, RC0402FR-074K7L, CRCW04024K70FKED",
        "10000, RC0402FR-0710KL, CRCW040210K0FKED",
        "100000, RC0402FR-07100KL, CRCW0402100KFKED",
        "1000000, RC0402FR-071ML, CRCW04021M00FKED",
        "49.9, RC0402FR-0749R9L, CRCW040249R9FKED",
        "120, RC0402FR-07120RL, CRCW0402120RFKED",
        "12400, RC0402FR-0712K4L, CRCW040212K4FKED",
        "2320, RC0402FR-072K32L, CRCW04022K32FKED",
    })
    void resistors_get_the_numbers_of_their_makers(double ohms, String first, String second) {
        Component found = stock.resistor(ohms, "R0402").orElseThrow();

        assertThat(found.mpn()).isEqualTo(first);
        assertThat(Objects.requireNonNull(found.second()).mpn()).isEqualTo(second);
    }

    @Test
    void a_resistor_of_no_series_cannot_be_ordered() {
        assertThat(stock.resistor(4_800, "R0402")).isEmpty();
        assertThat(stock.resistor(0.5, "R0402")).isEmpty();
    }

    @Test
    void a_capacitor_has_the_lowest_rating_that_is_enough() {
        assertThat(stock.capacitor(100e-9, 5, "").orElseThrow().mpn()).isEqualTo("GRM155R71C104KA88D"); // 16 V
        assertThat(stock.capacitor(100e-9, 16.1, "").orElseThrow().mpn()).isEqualTo("GRM188R71H104KA93D"); // 50 V
        assertThat(stock.capacitor(100e-9, 101, "")).isEmpty();
        assertThat(stock.capacitor(22e-6, 5, "").orElseThrow().description()).contains("ceramic");
        assertThat(stock.capacitor(22e-6, 5, "tantalum").orElseThrow().mpn()).isEqualTo("TAJA226K010RNJ");
    }

    @Test
    void a_surge_suppressor_stands_off_at_least_what_is_asked() {
        assertThat(stock.surgeSuppressor(24).orElseThrow().mpn()).isEqualTo("SMBJ24A");
        assertThat(stock.surgeSuppressor(24.1).orElseThrow().mpn()).isEqualTo("SMBJ26A");
        assertThat(stock.surgeSuppressor(5).orElseThrow().mpn()).isEqualTo("SMBJ5.0A");
        assertThat(stock.surgeSuppressor(101)).isEmpty();
    }

    /** Littelfuse, SMBJ data sheet, table of electrical characteristics: SMBJ5.0A, SMBJ26A, SMBJ100A. */
    @Test
    void a_surge_suppressor_clamps_where_its_data_sheet_says() {
        assertThat(stock.clamping(5)).hasValue(9.2);
        assertThat(stock.clamping(24.1)).hasValue(42.1);
        assertThat(stock.clamping(100)).hasValue(162);
        assertThat(stock.clamping(101)).isEmpty();
    }

    @Test
    void every_part_can_be_ordered_and_survives_a_spreadsheet() {
        assertThat(stock.items().stream().map(item -> item.component().mpn())).doesNotHaveDuplicates();
        for (Item item : stock.items()) {
            Component part = item.component();
            assertThat(part.mpn()).isNotBlank();
            assertThat(part.maker()).as(part.mpn()).isNotBlank();
            // 0402 would become the number 402
            assertThat(part.packageName()).as(part.mpn()).doesNotMatch("[0-9.]+");
            assertThat(part.description() + part.value() + part.maker())
                    .as(part.mpn())
                    .matches("\\p{ASCII}*");
            assertThat(part.prices().isEmpty())
                    .as("%s has a price, or is one of those whose price nobody noted", part.mpn())
                    .isEqualTo(part.mpn().equals("KMR221GLFS"));
            assertThat(part.prices()).as(part.mpn()).isSortedAccordingTo(Comparator.comparingInt(Price::quantity));
            for (int i = 1; i < part.prices().size(); i++) {
                assertThat(part.prices().get(i).usd())
                        .as("%s costs less the more are bought", part.mpn())
                        .isLessThan(part.prices().get(i - 1).usd());
            }
        }
    }

    /** The lands of the list, where Debian's package of KiCad's footprints is installed. */
    @Test
    void footprints_are_in_the_libraries_of_KiCad() {
        Path libraries = Path.of(System.getenv().getOrDefault("KICAD9_FOOTPRINT_DIR", "/usr/share/kicad/footprints"));
        assumeTrue(Files.isDirectory(libraries), "KiCad's footprints are not installed (Debian: kicad-footprints)");
        assertThat(stock.items().stream()
                        .map(item -> item.component().footprint())
                        .filter(footprint -> !footprint.isEmpty()))
                .hasSizeGreaterThan(60)
                .allMatch(footprint -> {
                    String[] name = footprint.split(":");
                    return Files.isRegularFile(libraries.resolve(name[0] + ".pretty/" + name[1] + ".kicad_mod"));
                });
    }
}
