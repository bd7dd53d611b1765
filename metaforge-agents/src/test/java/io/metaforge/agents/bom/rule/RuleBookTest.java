package io.metaforge.agents.bom.rule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.metaforge.agents.architecture.catalogue.Catalogue;
import io.metaforge.agents.architecture.catalogue.Part;
import io.metaforge.agents.bom.circuit.Values;
import io.metaforge.agents.bom.stock.Stock;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class RuleBookTest {

    private final RuleBook book = RuleBook.builtIn();
    private final Stock stock = Stock.builtIn();

    private Stream<Ask> asks() {
        return Stream.concat(
                book.rules().stream().flatMap(rule -> rule.asks().stream()),
                book.applications().stream().flatMap(application -> application.asks().stream()));
    }

    @Test
    void every_rule_has_a_name_of_its_own_and_a_source() {
        assertThat(book.rules().stream().map(Rule::id)).doesNotHaveDuplicates();
        assertThat(book.rules())
                .allMatch(rule -> !rule.source().isBlank() && !rule.title().isBlank());
        assertThat(book.applications())
                .allMatch(application -> !application.source().isBlank());
        assertThat(book.applications().stream().flatMap(application -> application.mpns().stream()))
                .doesNotHaveDuplicates();
    }

    @Test
    void what_rules_ask_for_can_be_had_or_is_a_question() {
        asks().forEach(ask -> {
            if (!ask.item().isEmpty()) {
                assertThat(stock.find(ask.item())).as(ask.item()).isPresent();
            }
            if (!ask.spec().isEmpty()) {
                assertThat(ask.question()).as(ask.spec()).isNotBlank();
            }
            if (ask.value().isEmpty()) {
                return;
            }
            double value = Values.parse(ask.value());
            switch (ask.designator()) {
                case "R" ->
                    assertThat(stock.resistor(value, ask.packageName().isEmpty() ? "R0402" : ask.packageName()))
                            .as(ask.value())
                            .isPresent();
                case "L" ->
                    assertThat(stock.inductor(value, ask.use())).as(ask.value()).isPresent();
                case "C" ->
                    assertThat(stock.capacitor(value, Objects.requireNonNullElse(ask.volts(), 5.0), ask.dielectric()))
                            .as(ask.value() + " " + ask.role())
                            .isPresent();
                default -> throw new AssertionError(ask.designator());
            }
        });
    }

    @Test
    void the_longest_beginning_of_a_part_number_wins() {
        assertThat(book.application("TPS63900DSKR").orElseThrow().mpns()).containsExactly("TPS63900");
        assertThat(book.application("TPS63031DSKR").orElseThrow().mpns()).containsExactly("TPS6303");
        assertThat(book.application("XYZ123")).isEmpty();
    }

    /** A regulator that is adjustable needs a divider; one with a fixed output must not get one. */
    @Test
    void regulators_of_the_catalogue_get_a_divider_exactly_where_they_are_adjustable() {
        List<String> setOtherwise =
                List.of("TPS63900DSKR", "MAX17222ELT+"); // by resistors whose values stand in tables
        for (Part part : Catalogue.builtIn().parts()) {
            if (part.regulator() == null
                    || book.application(part.mpn()).isEmpty()
                    || setOtherwise.contains(part.mpn())) {
                continue;
            }
            Application.Circuit circuit =
                    book.application(part.mpn()).orElseThrow().circuit();
            assertThat(Objects.requireNonNull(circuit, part.mpn()).reference() != null)
                    .as(part.mpn())
                    .isEqualTo(part.regulator().adjustable() != null);
        }
    }

    /** Supply pins as KiCad draws them, where Debian's package of its symbols is installed. */
    @Test
    void supply_pins_are_as_many_as_KiCad_draws() {
        Path symbols = Path.of(System.getenv().getOrDefault("KICAD9_SYMBOL_DIR", "/usr/share/kicad/symbols"));
        assumeTrue(Files.isDirectory(symbols), "KiCad's symbols are not installed (Debian: kicad-symbols)");
        String drawn = """
                STM32F072C MCU_ST_STM32F0 STM32F072CBTx VDD|VDDA|VBAT|VDDIO2
                STM32F103C8 MCU_ST_STM32F1 STM32F103C8Tx VDD|VDDA|VBAT
                STM32F303CC MCU_ST_STM32F3 STM32F303CCTx VDD|VDDA|VBAT
                STM32F405R MCU_ST_STM32F4 STM32F405RGTx VDD|VDDA|VBAT
                STM32F407VG MCU_ST_STM32F4 STM32F407VGTx VDD|VDDA|VBAT
                STM32F411CE MCU_ST_STM32F4 STM32F411CEUx VDD|VDDA|VBAT
                STM32F745VG MCU_ST_STM32F7 STM32F745VGTx VDD|VDDA|VBAT
                STM32G474RE MCU_ST_STM32G4 STM32G474RETx VDD|VDDA|VBAT
                STM32H743VI MCU_ST_STM32H7 STM32H743VITx VDD|VDDA|VBAT
                STM32L031K MCU_ST_STM32L0 STM32L031K6Tx VDD|VDDA
                STM32L072C MCU_ST_STM32L0 STM32L072CBTx VDD|VDDA|VDD_USB
                STM32L432K MCU_ST_STM32L4 STM32L432KCUx VDD|VDDA
                STM32L476RG MCU_ST_STM32L4 STM32L476RGTx VDD|VDDA|VBAT|VDDUSB
                ATMEGA328P MCU_Microchip_ATmega ATmega328P-A VCC|AVCC
                ATSAMD21G18A MCU_Microchip_SAMD ATSAMD21G18A-A VDDIO|VDDIN|VDDANA
                nRF52840 MCU_Nordic nRF52840 VDD
                RP2040 MCU_RaspberryPi RP2040 IOVDD|USB_VDD|ADC_AVDD
                W5500 Interface_Ethernet W5500 VDD|AVDD
                ENC28J60 Interface_Ethernet ENC28J60x-SO VDD|VDDOSC|VDDPLL|VDDRX|VDDTX
                LAN8720A Interface_Ethernet LAN8720A VDD1A|VDD2A|VDDIO
                BME280 Sensor BME280 VDD|VDDIO
                SHTC3 Sensor_Humidity SHTC3 VDD
                TJA1051T/3 Interface_CAN_LIN TJA1051T-3 VCC|VIO
                """;
        drawn.lines().forEach(line -> {
            String[] part = line.split(" ");
            Integer pins = book.application(part[0]).orElseThrow().supplyPins();
            assertThat(pins).as(part[0]).isEqualTo(pins(symbols.resolve(part[1] + ".kicad_sym"), part[2], part[3]));
        });
    }

    /** Counts the pins of a symbol that have one of {@code names}; KiCad 7 indents by spaces, later ones by tabs. */
    private static int pins(Path file, String symbol, String names) {
        String text;
        try {
            text = Files.readString(file, StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
        Matcher start = Pattern.compile("\n(?:\t|  )\\(symbol \"" + Pattern.quote(symbol) + "\"")
                .matcher(text);
        assertThat(start.find()).as(symbol).isTrue();
        Matcher next = Pattern.compile("\n(?:\t|  )\\(symbol \"").matcher(text);
        String drawn = text.substring(start.start(), next.find(start.end()) ? next.start() : text.length());
        Matcher base = Pattern.compile("\\(extends \"([^\"]+)\"").matcher(drawn);
        if (base.find()) {
            return pins(file, base.group(1), names);
        }
        return (int) Pattern.compile("\\(name \"(?:" + names + ")\"")
                .matcher(drawn)
                .results()
                .count();
    }
}
