package io.metaforge.boot.cli.terminal;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** How progress is written. */
class ProgressTest {

    private final StringWriter written = new StringWriter();

    private Progress progress(boolean terminal, boolean unicode, int columns, Map<String, String> environment) {
        Surroundings around = new Surroundings(terminal, terminal, terminal, columns, 24, unicode, environment);
        return Progress.begin(
                new Terminal(new PrintWriter(written), new PrintWriter(written), around, ColorChoice.never));
    }

    @Test
    void a_line_is_drawn_over_the_one_before_and_taken_away_at_the_end() {
        try (Progress progress = progress(true, true, 80, Map.of())) {
            progress.report(0.5, "half");
            progress.tick();
            assertThat(written.toString())
                    .startsWith("\r   50 %  ━━━━━━━━━━━━────────────  half")
                    .endsWith("0:00\u001b[K");
        }
        assertThat(written.toString()).endsWith("\r\u001b[K").doesNotContain("\n");
    }

    @Test
    void it_is_written_once_as_long_as_nothing_changes() {
        try (Progress progress = progress(true, true, 80, Map.of())) {
            progress.report(0.5, "half");
            int once = written.toString().length();
            progress.tick();
            assertThat(written.toString().length()).isLessThanOrEqualTo(2 * once);
            progress.report(0.5, "half");
            assertThat(written.toString().length()).isLessThanOrEqualTo(2 * once);
        }
    }

    @Test
    void a_locale_without_unicode_gets_ascii() {
        try (Progress progress = progress(true, false, 80, Map.of())) {
            progress.report(0.5, "half of a message that is too long for what is left of the line");
            assertThat(written.toString())
                    .contains("############------------")
                    .contains("...")
                    .matches("(?s)\\A\\p{ASCII}*");
        }
    }

    @Test
    void elsewhere_each_report_is_a_line() {
        try (Progress progress = progress(false, true, 80, Map.of())) {
            progress.report(0.25, "a");
            progress.tick();
        }
        try (Progress progress = progress(true, true, 80, Map.of("TERM", "dumb"))) {
            progress.report(1, "b");
        }
        assertThat(written.toString().lines()).containsExactly("   25 %  a", "  100 %  b");
    }
}
