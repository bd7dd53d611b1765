package io.metaforge.adapter.persistence.embedded;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * What a server says of itself in {@code postmaster.pid}, in PostgreSQL's order of lines.
 *
 * @param pid of the server, or of whatever has that number now
 * @param port it listens on; 0 where it does not say so yet
 * @param ready whether it takes connections
 */
record PidFile(long pid, int port, boolean ready) {

    private static final int PORT_LINE = 3;

    private static final int STATUS_LINE = 7;

    static Path in(Path data) {
        return data.resolve("postmaster.pid");
    }

    /** Reads it; empty where there is none, or nothing sensible in it. */
    static Optional<PidFile> read(Path data) throws IOException {
        try {
            List<String> lines = Files.readAllLines(in(data));
            if (lines.isEmpty()) {
                return Optional.empty();
            }
            boolean ready =
                    lines.size() > STATUS_LINE && lines.get(STATUS_LINE).strip().equals("ready");
            int port = lines.size() > PORT_LINE
                    ? Integer.parseInt(lines.get(PORT_LINE).strip())
                    : 0;
            return Optional.of(new PidFile(Long.parseLong(lines.get(0).strip()), port, ready));
        } catch (NoSuchFileException | NumberFormatException e) {
            return Optional.empty();
        }
    }
}
