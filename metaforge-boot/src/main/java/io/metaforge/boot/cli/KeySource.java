package io.metaforge.boot.cli;

import io.metaforge.boot.cli.terminal.Terminal;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Where the API key of a command comes from. The key itself is never shown.
 *
 * @param file that holds it; null for the environment
 */
record KeySource(@Nullable Path file, Map<String, String> environment) {

    private static final String VARIABLE = "METAFORGE_API_KEY";

    /** Addresses, not names that begin like one, such as 127.0.0.1.example.org. */
    private static final Pattern LOOPBACK =
            Pattern.compile("(.+\\.)?localhost|127\\.[0-9]{1,3}\\.[0-9]{1,3}\\.[0-9]{1,3}|\\[::1\\]");

    /** Reads it; empty where there is none. Warns where others can read the file. */
    Optional<String> read(Terminal terminal) {
        Path named = file;
        if (named == null) {
            return usable(environment.getOrDefault(VARIABLE, ""), VARIABLE);
        }
        try {
            String key = Files.readString(named, StandardCharsets.UTF_8).strip();
            if (key.isEmpty()) {
                throw new CommandFailure(ExitCodes.USAGE, "--key-file: " + named + " is empty");
            }
            if (isOpen(named)) {
                terminal.warning("others can read " + named + "; mend it with: chmod 600 " + named);
            }
            return usable(key, named.toString());
        } catch (IOException e) {
            throw new CommandFailure(ExitCodes.USAGE, "--key-file: " + named + " cannot be read");
        }
    }

    private static Optional<String> usable(String key, String place) {
        if (key.isBlank()) {
            return Optional.empty();
        }
        if (!key.strip().chars().allMatch(c -> c > ' ' && c < 0x7F)) {
            throw new CommandFailure(
                    ExitCodes.USAGE, place + " does not hold an API key: one is a single line without spaces");
        }
        return Optional.of(key.strip());
    }

    private static boolean isOpen(Path file) throws IOException {
        try {
            Set<PosixFilePermission> permissions = Files.getPosixFilePermissions(file);
            return permissions.contains(PosixFilePermission.OTHERS_READ)
                    || permissions.contains(PosixFilePermission.GROUP_READ);
        } catch (UnsupportedOperationException notPosix) {
            return false;
        }
    }

    /** Reports whether nobody on the way can read it: encrypted, or not leaving this machine. */
    static boolean isSafeTo(URI gateway) {
        String host = gateway.getHost();
        return !"http".equalsIgnoreCase(gateway.getScheme())
                || host == null
                || LOOPBACK.matcher(host.toLowerCase(Locale.ROOT)).matches();
    }
}
