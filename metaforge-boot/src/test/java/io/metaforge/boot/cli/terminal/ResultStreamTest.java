package io.metaforge.boot.cli.terminal;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import org.junit.jupiter.api.Test;

/** What is remembered of results that could not be written. */
class ResultStreamTest {

    private static ResultStream failingWith(String message) {
        return new ResultStream(new OutputStream() {
            @Override
            public void write(int b) throws IOException {
                throw new IOException(message);
            }
        });
    }

    @Test
    void a_result_that_was_lost_is_told_of_with_the_reason() {
        ResultStream stream = failingWith("No space left on device");
        assertThat(stream.loss()).isEmpty();
        try (PrintStream printed = new PrintStream(stream)) {
            printed.println("lost");
        }
        assertThat(stream.loss()).contains("No space left on device");
    }

    @Test
    void a_reader_that_has_left_has_lost_nothing() {
        ResultStream stream = failingWith("Broken pipe");
        try (PrintStream printed = new PrintStream(stream)) {
            printed.println("not wanted");
        }
        assertThat(stream.loss()).isEmpty();
    }
}
