package io.metaforge.adapter.persistence.embedded;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * How the database of a workspace is found, without touching it.
 *
 * @param folder where it is, or will be made
 * @param version of PostgreSQL that made it, such as {@code 18}; null where there is no database yet
 * @param running whether a server process has it open
 */
public record LocalDatabaseState(Path folder, @Nullable String version, boolean running) {

    /** Looks into the folder {@code .forge} of a workspace. */
    public static LocalDatabaseState in(Path forgeDir) throws IOException {
        Path folder = forgeDir.resolve("postgres");
        Path data = folder.resolve("data");
        Path version = data.resolve("PG_VERSION");
        Optional<PidFile> server = PidFile.read(data);
        return new LocalDatabaseState(
                folder,
                Files.exists(version)
                        ? Files.readString(version, StandardCharsets.US_ASCII).strip()
                        : null,
                server.isPresent()
                        && ProcessHandle.of(server.get().pid())
                                .map(ProcessHandle::isAlive)
                                .orElse(false));
    }
}
