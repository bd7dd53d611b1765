package io.metaforge.boot.cli.terminal;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Standard output that remembers why writing to it failed: what prints keeps failures to itself, and a result that was lost,
 * on a full disk for example, must not look like one that was written.
 */
public final class ResultStream extends FilterOutputStream {

    private volatile @Nullable IOException failure;

    ResultStream(OutputStream out) {
        super(out);
    }

    /** Puts one in the place of this process's standard output. */
    public static ResultStream inThisProcess() {
        ResultStream stream = new ResultStream(new FileOutputStream(FileDescriptor.out));
        System.setOut(new PrintStream(stream, false, StandardCharsets.UTF_8));
        return stream;
    }

    @Override
    public void write(int b) throws IOException {
        write(new byte[] {(byte) b}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
        try {
            out.write(bytes, offset, length);
        } catch (IOException e) {
            failure = e;
            throw e;
        }
    }

    /**
     * Returns why something could not be written. Nothing where only the reader of a pipe has left, as {@code head} does: it
     * has what it wanted.
     */
    public Optional<String> loss() {
        return Optional.ofNullable(failure)
                .map(IOException::getMessage)
                .filter(message -> !message.toLowerCase(Locale.ROOT).contains("pipe"));
    }
}
