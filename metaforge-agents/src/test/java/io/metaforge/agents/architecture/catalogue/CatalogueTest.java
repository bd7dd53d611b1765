package io.metaforge.agents.architecture.catalogue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class CatalogueTest {

    /** How KiCad spells parts whose order number says more than the symbol does. */
    private static final Map<String, String> KICAD = Map.ofEntries(
            Map.entry("TJA1051T/3/1J", "TJA1051T-3"),
            Map.entry("MCP73831T-2ACI/OT", "MCP73831-2-OT"),
            Map.entry("LM2596S-5.0/NOPB", "LM2596S-5"),
            Map.entry("SP3485EN-L/TR", "SP3485EN"),
            Map.entry("24LC256T-I/SN", "24LC256"),
            Map.entry("ENC28J60-I/SO", "ENC28J60x-SO"),
            Map.entry("TMP117AIDRVR", "TMP117xxDRV"),
            Map.entry("INA219AIDCNR", "INA219AxDCN"),
            Map.entry("MCP1700T-3302E/TT", "MCP1700x-330xxTT"),
            Map.entry("MCP1703AT-3302E/DB", "MCP1703Ax-330xxDB"),
            Map.entry("SHT40-AD1B-R2", "SHT4x"),
            Map.entry("SHT31-DIS-B2.5KS", "SHT31-DIS"),
            Map.entry("W25Q128JVSIQ", "W25Q128JVS"),
            Map.entry("W25Q32JVSSIQ", "W25Q32JVSS"),
            Map.entry("LIS3DHTR", "LIS3DH"),
            Map.entry("LIS3MDLTR", "LIS3MDL"),
            Map.entry("A4950ELJTR-T", "A4950E"),
            Map.entry("PCA9685PW,118", "PCA9685PW"),
            Map.entry("ADM2587EBRWZ", "ADM2587E"),
            Map.entry("LAN8720AI-CP-TR", "LAN8720A"),
            Map.entry("LT3652EDD#PBF", "LT3652EDD"),
            Map.entry("ATSAMD21G18A-AU", "ATSAMD21G18A-A"),
            Map.entry("STM32F405RGT6", "STM32F405RGTx"),
            Map.entry("STM32F411CEU6", "STM32F411CEUx"),
            Map.entry("STM32F722RET6", "STM32F722RETx"),
            Map.entry("STM32H743VIT6", "STM32H743VITx"),
            Map.entry("STM32F103C8T6", "STM32F103C8Tx"),
            Map.entry("STM32L072CBT6", "STM32L072CBTx"),
            Map.entry("STM32L432KCU6", "STM32L432KCUx"));

    private final Catalogue catalogue = Catalogue.builtIn();

    @Test
    void holds_parts_of_every_kind() {
        assertThat(catalogue.parts()).hasSizeGreaterThan(100);
        for (String function : new String[] {
            "mcu",
            "radio.lora",
            "radio.ble",
            "regulator.ldo",
            "regulator.buck",
            "regulator.boost",
            "power.charger",
            "power.battery",
            "sensor.imu",
            "sensor.temperature",
            "gnss",
            "storage.flash",
            "connector.usb-c",
            "driver.motor",
            "driver.led",
            "interface.can",
            "interface.rs485",
            "interface.ethernet",
            "bridge.usb-uart"
        }) {
            assertThat(catalogue.doing(function)).as(function).isNotEmpty();
        }
    }

    @Test
    void states_nothing_impossible() {
        for (Part part : catalogue.parts()) {
            assertThat(part.functions()).as(part.mpn()).isNotEmpty();
            assertThat(part.dataSheet()).as(part.mpn()).isNotBlank();
            assertThat(part.currents()).as(part.mpn()).allMatch(current -> current.milliamperes() > 0);
            assertThat(part.addresses()).as(part.mpn()).allMatch(address -> address.matches("0x[0-7][0-9A-F]"));
            assertThat(part.buses().contains("I2C"))
                    .as(part.mpn())
                    .isEqualTo(!part.addresses().isEmpty());
            assertThat(part.does("mcu"))
                    .as(part.mpn())
                    .isEqualTo(part.provides().containsKey("GPIO"));
            if (part.price() != null) {
                assertThat(part.price().usd()).as(part.mpn()).isPositive();
                assertThat(part.price().year()).as(part.mpn()).isBetween(2020, 2030);
            }
            if (part.supply() != null) {
                assertThat(part.supply().min()).as(part.mpn()).isPositive();
            }
        }
    }

    /** Names and pin counts against the symbols of KiCad, where Debian's package of them is installed. */
    @Test
    void spells_parts_as_KiCad_does() throws IOException {
        Path symbols = Path.of(System.getProperty("kicad.symbols", "/usr/share/kicad/symbols"));
        assumeTrue(Files.isDirectory(symbols), "KiCad's symbols are not installed");
        TreeSet<String> names = new TreeSet<>();
        Pattern symbol = Pattern.compile("^ {2}\\(symbol \"([^\"]+)\"", Pattern.MULTILINE);
        try (Stream<Path> files = Files.list(symbols)) {
            for (Path file :
                    files.filter(f -> f.toString().endsWith(".kicad_sym")).toList()) {
                symbol.matcher(Files.readString(file, StandardCharsets.UTF_8))
                        .results()
                        .forEach(match -> names.add(match.group(1)));
            }
        }
        assertThat(KICAD.keySet()).allMatch(mpn -> catalogue.find(mpn).isPresent());
        assertThat(names).containsAll(KICAD.values());
        long known = catalogue.parts().stream()
                .filter(part -> names.contains(KICAD.getOrDefault(part.mpn(), part.mpn()))
                        || names.stream()
                                .anyMatch(
                                        name -> name.length() > 5 && part.mpn().startsWith(name)))
                .count();
        assertThat(known).isGreaterThan(60);
    }
}
