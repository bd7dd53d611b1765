package io.metaforge.boot.cli.terminal;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** How questions are answered. */
class QuestionsTest {

    private final StringWriter shown = new StringWriter();

    private Questions typed(String text) {
        PrintWriter out = new PrintWriter(shown);
        return new Questions(
                new Terminal(out, out, Surroundings.pipe(Map.of()), ColorChoice.never),
                new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)));
    }

    @Test
    void what_was_typed_ahead_of_a_question_is_no_answer_to_it() {
        Questions questions = typed("l\na\na\n");
        assertThat(questions.choose("first?", "al", 'l')).isEqualTo('l');
        questions.forgetTyped();
        assertThat(questions.choose("second?", "al", 'l')).isEqualTo('l');
    }

    @Test
    void a_line_is_an_answer_without_the_spaces_around_it() {
        Questions questions = typed(" zu heiß, 設計 \r\n\nend");
        assertThat(questions.ask("why?")).isEqualTo("zu heiß, 設計");
        assertThat(questions.ask("why?")).isEmpty();
        assertThat(questions.ask("why?")).isEqualTo("end");
        assertThat(questions.ask("why?")).isNull();
    }

    @Test
    void it_asks_again_until_it_knows_the_answer() {
        assertThat(typed("x\nYes\n").choose("sure?", "yn", 'n')).isEqualTo('y');
        assertThat(shown.toString()).contains("Please answer with one of: y, n");
    }
}
