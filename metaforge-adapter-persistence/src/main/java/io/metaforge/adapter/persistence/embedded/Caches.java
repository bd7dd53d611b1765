package io.metaforge.adapter.persistence.embedded;

import java.nio.file.Files;
import java.nio.file.Path;

/** Where a user's programs keep what they can make again. */
final class Caches {

    private Caches() {}

    /**
     * Returns the folder by the XDG Base Directory Specification; where the user has no writable home, one in the
     * workspace.
     */
    static Path ofUser(Path forgeDir) {
        String configured = System.getenv("XDG_CACHE_HOME");
        if (configured != null && Path.of(configured).isAbsolute()) {
            return Path.of(configured).resolve("metaforge");
        }
        Path home = Path.of(System.getProperty("user.home", ""));
        return home.isAbsolute() && Files.isDirectory(home) && Files.isWritable(home)
                ? home.resolve(".cache").resolve("metaforge")
                : forgeDir.toAbsolutePath().normalize().resolve("cache");
    }
}
