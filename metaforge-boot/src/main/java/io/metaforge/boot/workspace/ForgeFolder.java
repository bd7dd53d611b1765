package io.metaforge.boot.workspace;

import com.fasterxml.jackson.databind.json.JsonMapper;
import io.metaforge.boot.configuration.ConfigurationException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Instant;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;

/** The folder {@code .forge} in a workspace. */
public final class ForgeFolder {

    private static final String SERVER = "server.json";

    private final Path path;

    private ForgeFolder(Path path) {
        this.path = path;
    }

    /**
     * Opens the folder of a workspace, and makes it where there is none.
     *
     * @throws ConfigurationException where the workspace is no folder, or nothing can be written there
     */
    public static ForgeFolder in(Path workspace) {
        if (!Files.isDirectory(workspace)) {
            throw new ConfigurationException(
                    "the workspace " + workspace + " is not a folder; make it, or name another with --workspace");
        }
        Path path = workspace.resolve(".forge");
        try {
            Files.createDirectories(path);
            Path ignore = path.resolve(".gitignore");
            if (!Files.exists(ignore)) {
                // Skills are written by people, and shared as the workspace is; the rest is this machine's.
                Files.writeString(ignore, "*\n!/.gitignore\n!/skills/\n!/skills/**\n");
            }
            return new ForgeFolder(path);
        } catch (IOException e) {
            throw unwritable(path, e);
        }
    }

    private static ConfigurationException unwritable(Path path, Exception cause) {
        // The message of a FileSystemException is the path, with a reason only where the system gave one.
        String why;
        if (cause instanceof AccessDeniedException) {
            why = "permission denied";
        } else if (cause instanceof FileAlreadyExistsException) {
            why = "there is a file of that name";
        } else if (cause instanceof FileSystemException refused && refused.getReason() != null) {
            why = refused.getReason();
        } else {
            why = String.valueOf(cause.getMessage());
        }
        return new ConfigurationException("the gateway cannot write to " + path + ": " + why
                + "; give yourself the right to, or name another folder with --workspace");
    }

    public Path path() {
        return path;
    }

    /** Returns the workspace's own id, made the first time; several gateways that start at once agree on one. */
    public String workspaceId() {
        Path file = path.resolve("workspace-id");
        try {
            if (!Files.exists(file)) {
                Path draft = Files.createTempFile(path, "workspace-id", ".tmp");
                Files.writeString(draft, UUID.randomUUID() + "\n");
                try {
                    Files.createLink(file, draft);
                } catch (FileAlreadyExistsException another) {
                    // it counts
                } finally {
                    Files.delete(draft);
                }
            }
            return UUID.fromString(
                            Files.readString(file, StandardCharsets.US_ASCII).strip())
                    .toString();
        } catch (IllegalArgumentException e) {
            throw new ConfigurationException(file + " does not hold the id of a workspace; restore it, or delete it"
                    + " together with " + path.resolve("postgres") + " to begin anew");
        } catch (IOException | UnsupportedOperationException e) {
            throw unwritable(path, e);
        }
    }

    /** Reports whether the process with this id has announced itself as the gateway of the workspace. */
    public boolean isServedBy(String pid) {
        try {
            return JsonMapper.builder()
                    .build()
                    .readTree(Files.readAllBytes(path.resolve(SERVER)))
                    .path("pid")
                    .asText()
                    .equals(pid);
        } catch (IOException nobodyHas) {
            return false;
        }
    }

    /**
     * Tells commands on this machine where the gateway listens.
     *
     * @return takes it back, unless another gateway has announced itself since
     */
    public AutoCloseable announce(int port, Instant started) {
        Map<String, Object> server = new LinkedHashMap<>();
        server.put("pid", ProcessHandle.current().pid());
        server.put("port", port);
        server.put("started", started.toString());
        Path file = path.resolve(SERVER);
        try {
            byte[] text = JsonMapper.builder().build().writeValueAsBytes(server);
            Path draft = Files.createTempFile(path, SERVER, ".tmp");
            Files.write(draft, text);
            try {
                Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE);
            } catch (AtomicMoveNotSupportedException e) {
                Files.move(draft, file, StandardCopyOption.REPLACE_EXISTING);
            }
            return () -> {
                if (Files.exists(file) && Arrays.equals(Files.readAllBytes(file), text)) {
                    Files.delete(file);
                }
            };
        } catch (IOException e) {
            throw unwritable(path, e);
        }
    }
}
