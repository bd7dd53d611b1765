package io.metaforge.agents.architecture.catalogue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.metaforge.domain.failure.FailureKind;
import io.metaforge.domain.failure.MetaForgeException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PartsFileTest {

    private static final String ADDED = """
            mpn,functions,maker,title,supply_min,supply_max,current_active,current_sleep,package,pins,length,width,\
            temperature_min,temperature_max,bus,addresses,price_usd,price_quantity,price_year,datasheet
            ACME-T1,sensor.temperature,ACME,Thermometer,1.8,3.6,0.2,0.0001,DFN-4,4,2,2,-40,85,I2C,0x48 49,0.35,1000,2026,ACME T1
            """;

    private static Catalogue with(String csv) {
        return Catalogue.builtIn().with("parts.csv", csv.getBytes(StandardCharsets.UTF_8));
    }

    private static Part part(String csv, String mpn) {
        return with(csv).find(mpn).orElseThrow();
    }

    private static MetaForgeException refused(String csv) {
        return refused(csv.getBytes(StandardCharsets.UTF_8));
    }

    private static MetaForgeException refused(byte[] csv) {
        MetaForgeException e = catchThrowableOfType(
                MetaForgeException.class, () -> Catalogue.builtIn().with("parts.csv", csv));
        assertThat(e).as("is refused").isNotNull();
        assertThat(e.failure().kind()).isEqualTo(FailureKind.VALIDATION);
        return e;
    }

    @Nested
    class A_row_with_a_known_number {

        @Test
        void changes_only_what_it_fills_in() {
            Part before = Catalogue.builtIn().find("W25Q128JVSIQ").orElseThrow();
            Part after = part("""
                    mpn,price_usd,price_quantity,price_year,maker,current_active
                    w25q128jvsiq,0.87,2500,2026,,
                    """, "W25Q128JVSIQ");
            assertThat(Objects.requireNonNull(after.price()).usd()).isEqualByComparingTo("0.87");
            assertThat(after.price().quantity()).isEqualTo(2500);
            assertThat(after.price().year()).isEqualTo(2026);
            assertThat(after.maker()).isEqualTo(before.maker());
            assertThat(after.currents()).isEqualTo(before.currents());
            assertThat(after.land()).isEqualTo(before.land());
            assertThat(after.unknown()).isEqualTo(before.unknown());
            Listing listing = Objects.requireNonNull(after.listing());
            assertThat(listing.columns()).containsExactly("price_usd", "price_quantity", "price_year");
            assertThat(listing.added()).isFalse();
            assertThat(listing.place()).isEqualTo("parts.csv, line 2");
        }

        @Test
        void leaves_all_other_parts_as_they_are() {
            Catalogue after = with("mpn,use\nBME280,avoid\n");
            assertThat(after.parts()).hasSameSizeAs(Catalogue.builtIn().parts());
            assertThat(after.parts()).filteredOn(part -> part.listing() != null).hasSize(1);
            assertThat(part("mpn,use\nBME280,avoid\n", "BME280").use()).isEqualTo(Listing.Use.AVOID);
        }

        @Test
        void changes_a_current_in_one_mode_and_adds_one_in_another() {
            Part after = part("mpn,current_sleep,current_transmit\nBME280,0.0002,7\n", "BME280");
            assertThat(after.currents())
                    .filteredOn(current -> current.mode().equals("sleep"))
                    .extracting(Current::milliamperes)
                    .containsExactly(0.0002);
            assertThat(after.currents()).extracting(Current::mode).contains("active", "average-1Hz", "transmit");
        }

        @Test
        void makes_known_what_was_not() {
            Part before = Catalogue.builtIn().find("STM32F722RET6").orElseThrow();
            Part after = part("mpn,current_active,current_stop\nSTM32F722RET6,120,0.3\n", "STM32F722RET6");
            assertThat(before.unknown()).containsExactly("current in use", "current at rest");
            assertThat(after.unknown()).isEmpty();
        }

        @Test
        void changes_a_regulator_without_losing_the_rest_of_it() {
            Regulator before = Objects.requireNonNull(
                    Catalogue.builtIn().find("TPS62130RGTR").orElseThrow().regulator());
            Regulator after =
                    Objects.requireNonNull(part("mpn,quiescent,input_max\nTPS62130RGTR,0.02,16\n", "TPS62130RGTR")
                            .regulator());
            assertThat(after.quiescentMilliamperes()).isEqualTo(0.02);
            assertThat(after.input()).isEqualTo(new Range(before.input().min(), 16));
            assertThat(after.adjustable()).isEqualTo(before.adjustable());
            assertThat(after.maxMilliamperes()).isEqualTo(before.maxMilliamperes());
        }
    }

    @Nested
    class A_row_with_another_number {

        @Test
        void adds_a_part() {
            Part part = part(ADDED, "ACME-T1");
            assertThat(part.functions()).containsExactly("sensor.temperature");
            assertThat(part.supply()).isEqualTo(new Range(1.8, 3.6));
            assertThat(part.addresses()).containsExactly("0x48", "0x49");
            assertThat(part.currents())
                    .containsExactly(new Current("active", 0.2, ""), new Current("sleep", 0.0001, ""));
            assertThat(part.land().pins()).isEqualTo(4);
            assertThat(part.unknown()).isEmpty();
            assertThat(Objects.requireNonNull(part.listing()).added()).isTrue();
            assertThat(with(ADDED).doing("sensor.temperature")).contains(part);
        }

        @Test
        void says_what_is_not_known_of_it() {
            Part part = part("mpn,functions,bus\nACME-X,sensor.light,SPI\n", "ACME-X");
            assertThat(part.unknown())
                    .containsExactly(
                            "supply",
                            "current in use",
                            "current at rest",
                            "temperature",
                            "package",
                            "pins",
                            "size",
                            "price",
                            "datasheet");
        }

        @Test
        void adds_regulators_chargers_and_cells_with_the_function_that_follows_from_them() {
            String csv = """
                    mpn,regulator,input_min,input_max,output,output_current,charges,cells,charge_current,chemistry,format,cell_min,cell_max,capacity
                    ACME-R,ldo,2,6,3.3,300,,,,,,,,
                    ACME-C,,4.5,6,,,li-ion,1 2,800,,,,,
                    ACME-B,,,,,,,,,li-ion,18650,2.5,4.2,3000
                    """;
            assertThat(part(csv, "ACME-R").functions()).containsExactly("regulator.ldo");
            assertThat(Objects.requireNonNull(part(csv, "ACME-R").regulator()).gives(3.3))
                    .isTrue();
            assertThat(Objects.requireNonNull(part(csv, "ACME-C").charger()).cells())
                    .containsExactly(1, 2);
            assertThat(Objects.requireNonNull(part(csv, "ACME-B").cell()).milliampereHours())
                    .isEqualTo(3000);
        }
    }

    @Nested
    class Spreadsheets {

        @Test
        void of_Europe_with_semicolons_and_decimal_commas() {
            String csv = "\uFEFFmpn;price_usd;price_quantity;price_year;note\r\n"
                    + "BME280;3,95;100;2026;\"fragile; keep dry\"\r\n;;;;\r\n";
            Part part = part(csv, "BME280");
            assertThat(Objects.requireNonNull(part.price()).usd()).isEqualByComparingTo("3.95");
            assertThat(part.note()).isEqualTo("fragile; keep dry");
        }

        @Test
        void with_tabs_or_a_line_that_names_the_separator() {
            assertThat(part("mpn\tuse\nBME280\tnever\n", "BME280").use()).isEqualTo(Listing.Use.NEVER);
            Part named = part("sep=;\nmpn;use\nBME280;never\n", "BME280");
            assertThat(Objects.requireNonNull(named.listing()).line()).isEqualTo(3);
        }

        @Test
        void with_quotes_and_line_breaks_in_cells_and_columns_of_their_own() {
            String csv = "\"MPN\",x_shelf,Note\n\"BME280\",A3,\"says \"\"hello\"\"\nand more\"\nBMP280,A4,second\n";
            assertThat(part(csv, "BME280").note()).isEqualTo("says \"hello\" and more");
            assertThat(Objects.requireNonNull(part(csv, "BMP280").listing()).line())
                    .isEqualTo(4);
            assertThat(Objects.requireNonNull(part(csv, "BMP280").listing()).columns())
                    .containsExactly("note");
        }

        @Test
        void do_not_matter_to_the_result() {
            String comma = "mpn,price_usd,price_quantity,price_year\nBME280,3.95,100,2026\n";
            String europe = "\uFEFFmpn;price_usd;price_quantity;price_year\r\nBME280;3,95;100;2026\r\n";
            assertThat(with(europe).parts().toString())
                    .isEqualTo(with(comma).parts().toString());
        }
    }

    @Nested
    class What_is_wrong {

        @ParameterizedTest
        @CsvSource(delimiter = '|', textBlock = """
                mpn,price_usd/BME280,cheap                          | 2 | price_usd
                mpn,price_usd/BME280,3.10                           | 2 | price_usd
                mpn,supply_max/BME280,1.0                           | 2 | supply_min
                mpn,supply_max/BME280,3V6                           | 2 | supply_max
                mpn,price_usd,price_quantity,price_year/BME280,"1,234",1,2026 | 2 | price_usd
                mpn,pins/BME280,8.5                                 | 2 | pins
                mpn,use/BME280,sometimes                            | 2 | use
                mpn,prize/BME280,3                                  | 1 | prize
                mpn,mpn/BME280,3                                    | 1 | mpn
                part,maker/BME280,Bosch                             | 1 | part
                mpn,functions/ACME-1,sensor.mood                    | 2 | functions
                mpn,maker/ACME-1,ACME                               | 2 | functions
                mpn,use/BME280,avoid/BMP280,avoid/bme280,prefer     | 4 | mpn
                mpn,maker/,Bosch                                    | 2 | mpn
                mpn,addresses/BME280,0x99                           | 2 | addresses
                mpn,functions,bus/ACME-1,sensor.light,I2C           | 2 | addresses
                mpn,functions/ACME-1,mcu                            | 2 | provides
                mpn,functions,companions/ACME-1,sensor.light,ACME-2 | 2 | companions
                mpn,input_max/BME280,5                              | 2 | input_max
                mpn,footprint/BME280,../../etc/passwd               | 2 | footprint
                mpn,length/BME280,3                                 | 2 | width
                """)
        void is_told_with_line_and_column(String csv, int line, String column) {
            MetaForgeException e = refused(csv.replace("/", column.equals("footprint") ? "/" : "\n")
                    .replaceFirst(column.equals("footprint") ? "footprint/" : "$^", "footprint\n"));
            assertThat(e.failure().details().get("path")).isEqualTo("parts.csv");
            assertThat(faults(e)).first().satisfies(fault -> {
                assertThat(fault).containsEntry("line", line).containsEntry("column", column);
                assertThat(e.failure().message())
                        .contains("line " + line + ", column " + column + ": " + fault.get("expected"));
            });
        }

        @Test
        void is_told_all_at_once() {
            MetaForgeException e = refused("mpn,pins,price_year\nBME280,none,99\nBMP280,-1,2026\n");
            assertThat(faults(e)).hasSize(3);
            assertThat(refused("mpn,pins\n" + "BME280,x\n".repeat(100))
                            .failure()
                            .message())
                    .contains("and 97 more");
        }

        @Test
        void names_the_column_that_may_be_meant() {
            assertThat(refused("mpn,price\nBME280,3\n").failure().message()).contains("is price_usd meant?");
        }

        @Test
        void in_the_file_itself_is_told_with_its_line() {
            assertThat(refused("").failure().message()).contains("line 1").contains("empty");
            assertThat(refused("mpn,note\nBME280,\"open\nBMP280,x\n").failure().message())
                    .contains("Unclosed");
            assertThat(refused("mpn,note\nBME280,\"a\"b\n").failure().message()).contains("line 2");
            assertThat(refused("mpn\nBME280,what is this\n").failure().message())
                    .contains("line 2");
            assertThat(refused("mpn,maker\nBME280,B\u00F6sch\n".getBytes(StandardCharsets.ISO_8859_1))
                            .failure()
                            .message())
                    .contains("line 2")
                    .contains("UTF-8");
            assertThat(refused("mpn,maker\nBME280,B\u202Ech\n").failure().message())
                    .contains("control characters");
        }
    }

    @Nested
    class Hostile_files {

        @Test
        void are_refused_before_they_cost_much() {
            org.junit.jupiter.api.Assertions.assertTimeout(Duration.ofSeconds(5), () -> {
                refused(new byte[6 * 1024 * 1024]);
                refused("mpn,note\n" + ("x".repeat(200) + ",y\n").repeat(25_000));
                refused("mpn" + ",".repeat(5_000_000) + "\n");
                refused("mpn,note\nBME280,\"" + "\n".repeat(5_000_000));
                refused("mpn\n" + "A\n".repeat(2_000_000));
                refused("mpn,note\n" + "BME280,".repeat(700_000));
            });
        }

        @Test
        void of_the_largest_size_are_read_in_time() {
            StringBuilder csv = new StringBuilder("mpn,functions,bus,note\n");
            for (int i = 0; i < CsvTable.MAX_ROWS; i++) {
                csv.append("ACME-")
                        .append(i)
                        .append(",sensor.light,SPI,")
                        .append("n".repeat(390))
                        .append('\n');
            }
            org.junit.jupiter.api.Assertions.assertTimeout(Duration.ofSeconds(5), () -> assertThat(
                            with(csv.toString()).parts())
                    .hasSize(CsvTable.MAX_ROWS + Catalogue.builtIn().parts().size()));
        }

        @Test
        void hold_numbers_no_one_can_compute_with() {
            for (String number : List.of("NaN", "1e999999", "Infinity", "0x10", "9".repeat(400), "1e-999", "")) {
                String csv = "mpn,price_usd,price_quantity,price_year\nBME280," + number + ",1,2026\n";
                if (!number.isEmpty()) {
                    refused(csv);
                }
            }
        }
    }

    /** Whatever is in the file: parts or a refusal that names a line. */
    @Property(tries = 500)
    void any_text_ends_in_parts_or_a_refusal(@ForAll String text) {
        for (String csv : List.of(text, "mpn,note,use\n" + text, "mpn;price_usd\nBME280;" + text)) {
            try {
                assertThat(with(csv).parts()).hasSizeGreaterThan(300);
            } catch (MetaForgeException e) {
                assertThat(e.failure().message()).contains("line ");
            }
        }
    }

    @Test
    void reads_numbers_alike_in_every_locale() {
        Locale before = Locale.getDefault();
        try {
            Locale.setDefault(Locale.forLanguageTag("tr-TR"));
            assertThat(part("MPN,SUPPLY_MIN\nBME280,1.8\n", "BME280").supply()).isEqualTo(new Range(1.8, 3.6));
        } finally {
            Locale.setDefault(before);
        }
    }

    @Test
    void cannot_change_parts_that_are_not_built_in() {
        Part own = Catalogue.builtIn().find("BME280").orElseThrow();
        assertThat(own).isNotNull();
        Catalogue foreign = with(ADDED);
        assertThatThrownBy(() -> foreign.with("parts.csv", "mpn,use\nACME-T1,never\n".getBytes(StandardCharsets.UTF_8)))
                .isInstanceOf(MetaForgeException.class)
                .hasMessageContaining("ACME-T1");
    }

    @SuppressWarnings("unchecked")
    private static List<Map<String, Object>> faults(MetaForgeException e) {
        return (List<Map<String, Object>>)
                Objects.requireNonNull(e.failure().details().get("faults"));
    }
}
