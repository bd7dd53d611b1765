package io.metaforge.boot.cli.terminal;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Asks whoever sits at the terminal, a line at a time.
 *
 * <p>Lines are read as the terminal hands them over, in its own mode, so that there is nothing to restore should the process
 * be killed.
 */
public final class Questions {

    private final Terminal terminal;
    private final InputStream input;
    private final Charset charset;

    /** Returns questions that are answered on this stream. */
    public Questions(Terminal terminal, InputStream input) {
        this.terminal = terminal;
        this.input = input;
        String encoding = System.getProperty("stdin.encoding", System.getProperty("native.encoding", "UTF-8"));
        this.charset = Charset.isSupported(encoding) ? Charset.forName(encoding) : StandardCharsets.UTF_8;
    }

    /** Forgets what was typed before there was a question, which would be taken for its answer. */
    public void forgetTyped() {
        try {
            while (input.available() > 0 && input.read() >= 0) {
                // one byte less
            }
        } catch (IOException e) {
            // then there is nothing to forget
        }
    }

    /**
     * Asks for one of several letters until one of them is given.
     *
     * @param letters each an answer
     * @param otherwise the answer of an empty line and of the end of input
     */
    public char choose(String question, String letters, char otherwise) {
        while (true) {
            String answer = ask(question);
            if (answer == null) {
                terminal.line("");
                return otherwise;
            }
            if (answer.isEmpty()) {
                return otherwise;
            }
            char letter = answer.toLowerCase(Locale.ROOT).charAt(0);
            if (letters.indexOf(letter) >= 0) {
                return letter;
            }
            terminal.line("  Please answer with one of: " + String.join(", ", letters.split("")));
        }
    }

    /** Asks for a line; null at the end of input. */
    public @Nullable String ask(String question) {
        terminal.part(question + " ");
        try {
            return line();
        } catch (IOException e) {
            return null;
        }
    }

    /** Reads no further than to the end of the line: what was typed after it can still be forgotten. */
    private @Nullable String line() throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        int next = input.read();
        if (next < 0) {
            return null;
        }
        while (next >= 0 && next != '\n') {
            line.write(next);
            next = input.read();
        }
        return line.toString(charset).strip();
    }
}
