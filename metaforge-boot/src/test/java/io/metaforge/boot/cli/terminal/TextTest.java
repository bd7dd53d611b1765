package io.metaforge.boot.cli.terminal;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Text as a terminal shows it. */
class TextTest {

    @Test
    void what_could_drive_a_terminal_is_replaced() {
        assertThat(Text.printable("a\u001b[31mb\u202ec\u0007\td")).isEqualTo("a\ufffd[31mb\ufffdc\ufffd\td");
        assertThat(Text.oneLine(" a\r\n  b ")).isEqualTo("a b");
    }

    @Test
    void width_is_counted_in_cells() {
        assertThat(Text.width("abc")).isEqualTo(3);
        assertThat(Text.width("設計")).isEqualTo(4);
        assertThat(Text.width("e\u0301")).isEqualTo(1);
        assertThat(Text.width("🔋")).isEqualTo(2);
    }

    @Test
    void shortening_never_exceeds_the_room_nor_splits_a_character() {
        assertThat(Text.ellipsis("設計文書", 5, "…")).isEqualTo("設計…");
        assertThat(Text.ellipsis("設計文書", 8, "…")).isEqualTo("設計文書");
        assertThat(Text.ellipsis("🔋🔋🔋", 4, "…")).isEqualTo("🔋…");
        assertThat(Text.middleEllipsis("simulation/power/report.md", 16, "…"))
                .isEqualTo("simul…/report.md")
                .satisfies(text -> assertThat(Text.width(text)).isEqualTo(16));
    }

    @Test
    void lines_break_at_spaces() {
        assertThat(Text.wrapped("one two three", 8)).containsExactly("one two", "three");
        assertThat(Text.wrapped("averylongword on", 8)).containsExactly("averylongword", "on");
    }

    @Test
    void colours_follow_the_option_then_the_environment_then_the_terminal() {
        assertThat(ColorChoice.auto.colours(Map.of(), true)).isTrue();
        assertThat(ColorChoice.auto.colours(Map.of(), false)).isFalse();
        assertThat(ColorChoice.auto.colours(Map.of("TERM", "dumb"), true)).isFalse();
        assertThat(ColorChoice.auto.colours(Map.of("NO_COLOR", "1"), true)).isFalse();
        assertThat(ColorChoice.auto.colours(Map.of("CLICOLOR_FORCE", "1"), false))
                .isTrue();
        assertThat(ColorChoice.always.colours(Map.of("NO_COLOR", "1"), false)).isTrue();
        assertThat(ColorChoice.never.colours(Map.of("CLICOLOR_FORCE", "1"), true))
                .isFalse();
    }

    @Test
    void the_size_comes_from_the_environment_or_else_the_terminal() {
        assertThat(Surroundings.size("40 120", Map.of())).containsExactly(40, 120);
        assertThat(Surroundings.size("40 120", Map.of("COLUMNS", "60"))).containsExactly(40, 60);
        assertThat(Surroundings.size("0 0", Map.of())).containsExactly(24, 80);
    }

    @Test
    void nothing_is_shortened_in_a_file_though_messages_go_to_a_terminal() {
        Surroundings results = new Surroundings(true, false, true, 40, 24, true, Map.of("COLUMNS", "40"));
        assertThat(results.outputColumns()).isGreaterThan(1000);
        assertThat(results.errorColumns()).isEqualTo(40);
        Surroundings messages = new Surroundings(true, true, false, 40, 24, true, Map.of());
        assertThat(messages.outputColumns()).isEqualTo(40);
        assertThat(messages.errorColumns()).isGreaterThan(1000);
    }

    @Test
    void of_several_entries_as_many_are_shown_whole_as_fit() {
        List<String> entries = List.of("architecture.json +330 -0", "architecture.md +133 -0", "a.md +1 -0");
        assertThat(Text.entries(entries, 80, "…"))
                .isEqualTo("architecture.json +330 -0, architecture.md +133 -0, a.md +1 -0");
        assertThat(Text.entries(entries, 61, "…"))
                .isEqualTo("architecture.json +330 -0, architecture.md +133 -0 and 1 more");
        assertThat(Text.entries(entries, 41, "…")).isEqualTo("architecture.json +330 -0 and 2 more");
        assertThat(Text.entries(entries, 30, "…")).isEqualTo("archit…json +330 -0 and 2 more");
        assertThat(Text.entries(entries, 8, "…")).hasSizeLessThanOrEqualTo(8);
        assertThat(Text.entries(List.of(), 8, "…")).isEmpty();
    }

    @Test
    void a_pager_is_chosen_as_people_say() {
        assertThat(Pager.command(Map.of("METAFORGE_PAGER", "more", "PAGER", "most")))
                .isEqualTo("more");
        assertThat(Pager.command(Map.of("PAGER", "cat"))).isEmpty();
        assertThat(Pager.command(Map.of("PATH", "/nowhere"))).isEmpty();
    }
}
