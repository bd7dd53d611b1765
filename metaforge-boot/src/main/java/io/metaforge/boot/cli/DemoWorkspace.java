package io.metaforge.boot.cli;

import io.metaforge.api.Artifact;
import io.metaforge.domain.artifact.Digest;
import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The folder of the demo. Each demo begins as the first did: what an earlier one wrote is deleted. Whatever else is there is
 * its reader's, and is never touched.
 *
 * <p>{@code .forge/demo} lists what demos wrote, as {@code sha256sum} does; a file is a demo's only if its bytes still are.
 */
final class DemoWorkspace {

    private static final String LIST = ".forge/demo";

    private final Path folder;

    private DemoWorkspace(Path folder) {
        this.folder = folder;
    }

    /**
     * Makes the folder ready.
     *
     * @param folder does not exist, or is empty, or an earlier demo's
     * @param example is copied into it
     * @throws CommandFailure where something there is not the demo's and would be in its way, or a gateway serves the folder;
     *     nothing is changed then
     */
    static DemoWorkspace prepare(Path folder, Path example) throws IOException {
        DemoWorkspace workspace = new DemoWorkspace(folder);
        if (Files.exists(folder) && !isEmpty(folder)) {
            if (!Files.isRegularFile(folder.resolve(LIST))) {
                throw new CommandFailure(
                        ExitCodes.FAILED,
                        folder + " exists and is not the folder of an earlier demo; name another with --workspace");
            }
            if (GatewayOption.address(folder).isPresent()) {
                throw new CommandFailure(
                        ExitCodes.FAILED,
                        "a gateway serves " + folder + "; stop it, or name another folder with --workspace");
            }
            workspace.deleteEarlier(example);
        }
        Files.createDirectories(folder.resolve(".forge"));
        workspace.copy(example);
        return workspace;
    }

    private static boolean isEmpty(Path folder) throws IOException {
        if (!Files.isDirectory(folder)) {
            return false;
        }
        try (Stream<Path> files = Files.list(folder)) {
            return files.findAny().isEmpty();
        }
    }

    private void deleteEarlier(Path example) throws IOException {
        Map<String, Set<String>> written = written();
        for (Path file : files(example)) {
            written.putIfAbsent(example.relativize(file).toString(), Set.of());
        }
        List<Path> earlier = new ArrayList<>();
        List<String> own = new ArrayList<>();
        for (Map.Entry<String, Set<String>> entry : written.entrySet()) {
            Path file = folder.resolve(entry.getKey());
            if (Files.exists(file)) {
                if (Files.isRegularFile(file)
                        && entry.getValue()
                                .contains(Digest.of(Files.readAllBytes(file)).hex())) {
                    earlier.add(file);
                } else {
                    own.add(entry.getKey());
                }
            }
        }
        if (!own.isEmpty()) {
            throw new CommandFailure(
                    ExitCodes.FAILED,
                    "in " + folder + " you have changed " + String.join(", ", own)
                            + ", which the demo would write anew; move it away, or name another folder with --workspace");
        }
        for (Path file : earlier) {
            Files.delete(file);
        }
        Files.writeString(folder.resolve(LIST), "");
    }

    private Map<String, Set<String>> written() throws IOException {
        Map<String, Set<String>> written = new HashMap<>();
        for (String line : Files.readAllLines(folder.resolve(LIST))) {
            String[] parts = line.split("  ", 2);
            if (parts.length == 2) {
                written.computeIfAbsent(parts[1], path -> new HashSet<>()).add(parts[0]);
            }
        }
        return written;
    }

    private void copy(Path example) throws IOException {
        for (Path file : files(example)) {
            String path = example.relativize(file).toString();
            note(path, Digest.of(Files.readAllBytes(file)).hex());
            Path target = folder.resolve(path);
            Files.createDirectories(target.getParent());
            Files.copy(file, target);
        }
    }

    private static List<Path> files(Path example) throws IOException {
        List<Path> files = new ArrayList<>();
        Files.walkFileTree(example, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
                files.add(file);
                return FileVisitResult.CONTINUE;
            }
        });
        return files;
    }

    /** Notes what is about to be written, so that also a demo that breaks off leaves nothing unknown. */
    void willWrite(List<Artifact> artifacts) throws IOException {
        for (Artifact artifact : artifacts) {
            if (artifact.sha256() != null) {
                note(artifact.path(), artifact.sha256());
            }
        }
    }

    private void note(String path, String sha256) throws IOException {
        Files.writeString(
                folder.resolve(LIST),
                sha256 + "  " + path + "\n",
                StandardOpenOption.CREATE,
                StandardOpenOption.APPEND);
    }
}
