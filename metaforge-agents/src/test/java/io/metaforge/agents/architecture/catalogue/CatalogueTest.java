package io.metaforge.agents.architecture.catalogue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.metaforge.agents.architecture.need.Vocabulary;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class CatalogueTest {

    private final Catalogue catalogue = Catalogue.builtIn();

    /** Least number of parts for each group a design draws on. */
    private static final Map<String, Integer> AT_LEAST = Map.ofEntries(
            Map.entry("mcu", 30),
            Map.entry("radio", 20),
            Map.entry("radio.lora", 4),
            Map.entry("radio.ble", 4),
            Map.entry("regulator.ldo", 8),
            Map.entry("regulator.buck", 8),
            Map.entry("regulator.boost", 2),
            Map.entry("power.charger", 8),
            Map.entry("power.battery", 8),
            Map.entry("sensor.imu", 3),
            Map.entry("sensor.temperature", 5),
            Map.entry("sensor.humidity", 3),
            Map.entry("sensor.pressure", 2),
            Map.entry("gnss", 2),
            Map.entry("storage.flash", 3),
            Map.entry("connector.usb-c", 1),
            Map.entry("driver.motor", 3),
            Map.entry("driver.led", 2),
            Map.entry("interface.can", 2),
            Map.entry("interface.rs485", 3),
            Map.entry("interface.ethernet", 3),
            Map.entry("bridge.usb-uart", 2));

    /** Parts whose number begins with that of another: a module with that of its chip, a successor with its forerunner's. */
    private static final Set<String> CALLED_AFTER_OTHERS = Set.of("ESP32-C3-MINI-1-N4", "LIS2DH12TR");

    @Test
    void holds_parts_of_every_kind() {
        AT_LEAST.forEach((function, count) -> assertThat(catalogue.parts().stream()
                        .filter(part -> part.doesAny(function))
                        .map(Part::mpn))
                .as(function)
                .hasSizeGreaterThanOrEqualTo(count));
    }

    @Test
    void knows_a_word_for_everything_its_parts_do() {
        for (Part part : catalogue.parts()) {
            assertThat(part.functions()).as(part.mpn()).isNotEmpty().doesNotHaveDuplicates();
            assertThat(part.functions())
                    .as(part.mpn())
                    .filteredOn(function -> !function.startsWith("regulator.") && !function.startsWith("bridge."))
                    .allMatch(
                            function -> Vocabulary.builtIn().function(function).isPresent());
        }
    }

    @Test
    void names_each_part_once_and_unmistakably() {
        Set<String> numbers = new HashSet<>();
        for (Part part : catalogue.parts()) {
            assertThat(part.mpn()).matches("\\S+");
            assertThat(numbers.add(part.mpn())).as(part.mpn()).isTrue();
            assertThat(part.maker()).as(part.mpn()).isNotBlank();
            assertThat(part.title()).as(part.mpn()).isNotBlank();
            assertThat(part.names()).as(part.mpn()).allMatch(name -> name.length() >= 4);
        }
    }

    /** What is missing is missing on purpose: an entry that merely forgets a figure fails here. */
    @Test
    void says_of_every_part_which_figures_are_not_known() {
        for (Part part : catalogue.parts()) {
            assertThat(part.unknown()).as(part.mpn()).isEqualTo(Completeness.missing(part));
        }
    }

    @Test
    void keeps_each_group_in_the_order_of_part_numbers() {
        for (String group : Catalogue.GROUPS) {
            assertThat(CatalogueReader.resource(group + ".json"))
                    .as(group)
                    .extracting(Part::mpn)
                    .isSorted();
        }
    }

    @Nested
    class States_nothing_impossible {

        @Test
        void about_supply_and_currents() {
            for (Part part : catalogue.parts()) {
                assertThat(part.currents()).as(part.mpn()).allMatch(current -> current.milliamperes() > 0);
                assertThat(part.currents())
                        .as(part.mpn())
                        .extracting(current -> current.mode() + current.at())
                        .doesNotHaveDuplicates();
                double resting = part.currents().stream()
                        .filter(c -> Part.isResting(c.mode()))
                        .mapToDouble(Current::milliamperes)
                        .max()
                        .orElse(0);
                double working = part.currents().stream()
                        .filter(c -> !Part.isResting(c.mode()) && !c.mode().startsWith("average"))
                        .mapToDouble(Current::milliamperes)
                        .max()
                        .orElse(Double.MAX_VALUE);
                assertThat(resting).as(part.mpn() + " draws less at rest").isLessThan(working);
                if (part.supply() != null) {
                    assertThat(part.supply().min()).as(part.mpn()).isBetween(0.5, 100.0);
                    assertThat(part.supply().max()).as(part.mpn()).isLessThanOrEqualTo(150);
                    assertThat(part.supply().min())
                            .as(part.mpn())
                            .isLessThan(part.supply().max());
                }
                Range temperature = part.temperature();
                if (temperature != null) {
                    assertThat(temperature.min()).as(part.mpn()).isBetween(-65.0, 0.0);
                    assertThat(temperature.max()).as(part.mpn()).isBetween(40.0, 175.0);
                }
            }
        }

        @Test
        void about_interfaces() {
            for (Part part : catalogue.parts()) {
                assertThat(part.addresses()).as(part.mpn()).allMatch(address -> address.matches("0x[0-7][0-9A-F]"));
                assertThat(part.buses().contains("I2C"))
                        .as(part.mpn())
                        .isEqualTo(!part.addresses().isEmpty());
                assertThat(part.does("mcu"))
                        .as(part.mpn())
                        .isEqualTo(part.provides().containsKey("GPIO"));
                if (part.does("mcu")) {
                    assertThat(part.provides())
                            .as(part.mpn())
                            .containsKeys("I2C", "SPI", "UART", "PWM", "ADC")
                            .allSatisfy((name, count) -> assertThat(count).isPositive());
                    Integer pins = part.land().pins();
                    assertThat(part.provides().get("GPIO"))
                            .as(part.mpn() + " has fewer general-purpose pins than pins")
                            .isLessThan(pins == null ? Integer.MAX_VALUE : pins);
                    assertThat(part.figures()).as(part.mpn()).containsKeys("flash_size", "ram_size", "clock");
                }
            }
        }

        @Test
        void about_prices_and_size() {
            for (Part part : catalogue.parts()) {
                if (part.price() != null) {
                    assertThat(part.price().usd())
                            .as(part.mpn())
                            .isPositive()
                            .isLessThan(new java.math.BigDecimal(100));
                    assertThat(part.price().year()).as(part.mpn()).isBetween(2020, 2030);
                    assertThat(part.price().quantity()).as(part.mpn()).isPositive();
                }
                if (part.lengthMillimetres() != null && part.widthMillimetres() != null) {
                    assertThat(part.lengthMillimetres()).as(part.mpn()).isBetween(0.5, 120.0);
                    assertThat(part.widthMillimetres()).as(part.mpn()).isBetween(0.5, 120.0);
                }
            }
        }

        @Test
        void about_regulators_chargers_and_cells() {
            for (Part part : catalogue.parts()) {
                Regulator regulator = part.regulator();
                if (regulator != null) {
                    assertThat(part.functions()).as(part.mpn()).contains("regulator." + regulator.kind());
                    assertThat(regulator.outputs().isEmpty())
                            .as(part.mpn() + " is fixed or adjustable")
                            .isNotEqualTo(regulator.adjustable() == null);
                    assertThat(regulator.outputs()).as(part.mpn()).allMatch(volts -> volts > 0.4 && volts < 60);
                    if (regulator.kind().equals("ldo") && regulator.dropout() != null) {
                        assertThat(regulator.dropout()).as(part.mpn()).isBetween(0.01, 2.5);
                    }
                    if (regulator.quiescentMilliamperes() != null && regulator.maxMilliamperes() != null) {
                        assertThat(regulator.quiescentMilliamperes())
                                .as(part.mpn())
                                .isPositive()
                                .isLessThan(regulator.maxMilliamperes() / 10);
                    }
                }
                Charger charger = part.charger();
                if (charger != null) {
                    assertThat(charger.chemistries()).as(part.mpn()).isNotEmpty();
                    assertThat(charger.cells().isEmpty())
                            .as(part.mpn() + " says which batteries it charges")
                            .isNotEqualTo(charger.battery() == null);
                }
                Cell cell = part.cell();
                if (cell != null) {
                    assertThat(cell.milliampereHours()).as(part.mpn()).isBetween(20.0, 50_000.0);
                    assertThat(cell.volts().max()).as(part.mpn()).isBetween(1.0, 4.5);
                }
            }
        }
    }

    @Nested
    class Says_what_its_figures_hold_for {

        /** Figures that mean nothing without a setting, a range or the word typical. */
        private static final List<String> CONDITIONAL = List.of(
                "sensitivity",
                "temperature_accuracy",
                "humidity_accuracy",
                "frequency_stability",
                "pressure_noise",
                "clamping_voltage",
                "output_accuracy",
                "shelf_life");

        @Test
        void where_a_setting_or_a_range_decides_them() {
            for (Part part : catalogue.parts()) {
                for (String figure : CONDITIONAL) {
                    if (part.figures().containsKey(figure)) {
                        assertThat(part.conditions().get(figure))
                                .as(part.mpn() + " " + figure)
                                .isNotBlank();
                    }
                }
            }
        }

        /** Semtech, SX1261/2 data sheet, sensitivity: -148 dBm is that of 10.4 kHz, which LoRaWAN does not use. */
        @Test
        void so_that_a_LoRa_radio_is_compared_at_a_bandwidth_that_LoRaWAN_uses() {
            for (Part part : catalogue.parts()) {
                if (part.does("radio.lora") && part.figures().containsKey("sensitivity")) {
                    assertThat(part.conditions().get("sensitivity"))
                            .as(part.mpn())
                            .contains("SF12 at 125 kHz");
                    assertThat(part.figures().get("sensitivity")).as(part.mpn()).isBetween(-138.0, -130.0);
                }
            }
        }

        @Test
        void and_typical_ones_are_told_from_the_largest() {
            Part sensor = catalogue.find("HDC2080DMBR").orElseThrow();
            assertThat(sensor.isTypical("temperature_accuracy")).isTrue();
            assertThat(sensor.isTypical("temperature_accuracy_largest")).isFalse();
            for (Part part : catalogue.parts()) {
                for (String figure : List.of("temperature_accuracy", "humidity_accuracy")) {
                    Double largest = part.figures().get(figure + "_largest");
                    if (largest != null) {
                        assertThat(part.isTypical(figure)).as(part.mpn()).isTrue();
                        assertThat(largest)
                                .as(part.mpn())
                                .isGreaterThanOrEqualTo(part.figures().get(figure));
                    }
                }
            }
        }

        @Test
        void and_no_input_stands_less_than_it_works_from() {
            for (Part part : catalogue.parts()) {
                Double stands = part.figures().get("input_absolute_max");
                Range input = part.regulator() != null
                        ? part.regulator().input()
                        : part.charger() != null ? part.charger().input() : null;
                if (stands != null) {
                    assertThat(input).as(part.mpn()).isNotNull();
                    assertThat(stands).as(part.mpn()).isGreaterThanOrEqualTo(input == null ? 0 : input.max());
                }
                Double standOff = part.figures().get("stand_off_voltage");
                if (standOff != null) {
                    assertThat(part.figures().get("clamping_voltage"))
                            .as(part.mpn())
                            .isGreaterThan(standOff);
                }
            }
        }
    }

    /** The number of pins that names of packages end in, such as QFN-48 or SOT-23-5; SOT-23 alone is no such name. */
    @Test
    void counts_as_many_pins_as_the_package_is_called_after() {
        Pattern counted = Pattern.compile("(?!(?:SOT|TO|DO)-\\d+[A-Z]*$).*-(\\d+)W?");
        int named = 0;
        for (Part part : catalogue.parts()) {
            Matcher name = counted.matcher(part.packageName());
            if (name.matches()) {
                named++;
                assertThat(part.land().pins())
                        .as(part.mpn() + " in " + part.packageName())
                        .isEqualTo(Integer.valueOf(name.group(1)));
            }
        }
        assertThat(named).isGreaterThan(200);
    }

    /**
     * Part numbers, pins and footprints against KiCad's symbols, where they are installed. Two ways: what the catalogue
     * names has to be as it says; and what KiCad has under a part's number has to be named.
     */
    @Test
    void agrees_with_KiCad_on_part_numbers_pins_and_footprints() throws IOException {
        Path folder = Path.of(System.getenv().getOrDefault("KICAD9_SYMBOL_DIR", "/usr/share/kicad/symbols"));
        assumeTrue(Files.isDirectory(folder), "KiCad's symbols are not installed (Debian: kicad-symbols)");
        KiCadSymbols symbols = KiCadSymbols.in(folder);
        assumeTrue(
                symbols.version() >= 9, "the symbols are those of an older KiCad, which calls some parts differently");
        List<String> wrong = new ArrayList<>();
        int checked = 0;
        for (Part part : catalogue.parts()) {
            Land land = part.land();
            if (land.symbol().isEmpty() && !CALLED_AFTER_OTHERS.contains(part.mpn())) {
                List<String> candidates = symbols.named(part.mpn());
                if (!candidates.isEmpty()) {
                    wrong.add(part.mpn() + " names no symbol; KiCad has " + candidates);
                }
            }
            if (land.symbol().isEmpty()) {
                continue;
            }
            KiCadSymbols.Symbol symbol = symbols.find(land.symbol());
            if (symbol == null) {
                wrong.add(part.mpn() + ": KiCad has no symbol " + land.symbol());
                continue;
            }
            checked++;
            if (!isSpelled(part, symbol.name())) {
                wrong.add(part.mpn() + " is not what KiCad calls " + symbol.name());
            }
            int pins = land.pins() == null ? 0 : land.pins();
            boolean exposedPad = part.packageName().contains("module")
                    || Stream.of("EP", "SON", "PowerPAD")
                            .anyMatch(word -> land.footprint().contains(word));
            if (!symbol.has(pins) && !(exposedPad && symbol.has(pins + 1))) {
                wrong.add(part.mpn() + " has " + land.pins() + " pins; KiCad's " + symbol.name() + " has "
                        + symbol.pins().size());
            }
            if (!land.footprint().isEmpty() && !symbol.allows(land.footprint())) {
                wrong.add(part.mpn() + ": " + land.footprint() + " is neither " + symbol.footprint() + " nor of "
                        + symbol.filters());
            }
        }
        System.out.println("KiCad's symbols: " + checked + " of "
                + catalogue.parts().size() + " parts checked for part number, pins and footprint");
        assertThat(wrong).isEmpty();
        assertThat(checked).isGreaterThan(240);
    }

    /** KiCad leaves out or abbreviates what an order number says about temperature, reel and finish. */
    private static boolean isSpelled(Part part, String symbol) {
        String number = plain(part.mpn());
        String name = plain(symbol);
        String base = plain(symbol.split("[-_x]")[0]);
        return KiCadSymbols.begins(number, name)
                || (base.length() >= 4 && number.startsWith(base))
                || part.names().stream().anyMatch(own -> name.startsWith(plain(own)));
    }

    private static String plain(String number) {
        return number.replaceAll("[^A-Za-z0-9]", "").toLowerCase(java.util.Locale.ROOT);
    }
}
