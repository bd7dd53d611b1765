package io.metaforge.agents.bom.document;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CsvWriterTest {

    private static String written(String cell) {
        CsvWriter csv = new CsvWriter(List.of("Name", "Next"));
        csv.row(List.of(cell, "x"));
        return csv.text();
    }

    @Test
    void lines_end_with_CRLF_and_quotes_are_doubled() {
        assertThat(written("5\" TFT, blue")).isEqualTo("Name,Next\r\n\"5\"\" TFT, blue\",x\r\n");
    }

    @ParameterizedTest
    @CsvSource({
        "=HYPERLINK(1), '''=HYPERLINK(1),x'",
        "+cmd, '''+cmd,x'",
        "@SUM, '''@SUM,x'",
        "-A1, '''-A1,x'",
        "-0.5, '-0.5,x'",
        "−A1, '''-A1,x'",
    })
    void nothing_is_calculated_by_a_spreadsheet(String cell, String line) {
        assertThat(written(cell).split("\r\n")[1]).isEqualTo(line);
    }

    @Test
    void line_ends_and_controls_inside_a_cell_become_spaces() {
        assertThat(written("\t=1\n+2")).isEqualTo("Name,Next\r\n'=1 +2,x\r\n");
    }

    @Test
    void symbols_of_engineering_are_written_in_ASCII() {
        assertThat(written("4,7 µF ±10 % × 2 – 10 kΩ"))
                .isEqualTo("Name,Next\r\n\"4,7 uF +/-10 % x 2 - 10 kOhm\",x\r\n");
    }

    @Test
    void only_a_file_that_needs_it_has_a_byte_order_mark() {
        assertThat(written("Würth")).isEqualTo("\ufeffName,Next\r\nWürth,x\r\n");
        assertThat(written("Wurth")).doesNotContain("\ufeff");
    }

    @Test
    void a_row_of_another_length_is_a_fault() {
        CsvWriter csv = new CsvWriter(List.of("Name"));
        assertThatThrownBy(() -> csv.row(List.of("a", "b"))).isInstanceOf(IllegalArgumentException.class);
    }
}
