package io.metaforge.adapter.tools;

import io.metaforge.domain.artifact.WorkspacePath;
import io.metaforge.domain.failure.MetaForgeException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/** A temporary folder that one program works in, deleted afterwards. Not thread-safe. */
final class WorkFolder implements AutoCloseable {

    private static final int MAX_FILES = 10_000;

    private final Path path;

    private WorkFolder(Path path) {
        this.path = path;
    }

    /** Makes an empty folder that only its owner can read. */
    static WorkFolder create() throws IOException {
        return new WorkFolder(Files.createTempDirectory("metaforge-tool"));
    }

    Path path() {
        return path;
    }

    /** Lays files into the folder. */
    void put(Map<WorkspacePath, byte[]> files) throws IOException {
        for (Map.Entry<WorkspacePath, byte[]> file : files.entrySet()) {
            Path target = path.resolve(file.getKey().value());
            Files.createDirectories(target.getParent());
            Files.write(target, file.getValue());
        }
    }

    /**
     * Returns the regular files that were created or changed. Links are not followed; a name that a workspace cannot have
     * is left out.
     *
     * @param before what was laid there
     * @param most bytes that may be read, all files together
     * @throws TooMuchException where there are more bytes, or more than 10,000 files
     */
    Map<WorkspacePath, byte[]> changed(Map<WorkspacePath, byte[]> before, long most)
            throws IOException, TooMuchException {
        Collector collector = new Collector(before, most);
        Files.walkFileTree(path, collector);
        if (collector.exceeded) {
            throw new TooMuchException();
        }
        return collector.found;
    }

    /** What a program wrote exceeds its limit. */
    static final class TooMuchException extends Exception {

        private static final long serialVersionUID = 1L;

        TooMuchException() {
            super("more was written than is allowed");
        }
    }

    private final class Collector extends SimpleFileVisitor<Path> {

        private final Map<WorkspacePath, byte[]> before;
        private final Map<WorkspacePath, byte[]> found = new TreeMap<>();
        private long left;
        private int files;
        private boolean exceeded;

        Collector(Map<WorkspacePath, byte[]> before, long most) {
            this.before = before;
            this.left = most;
        }

        @Override
        public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
            if (!attributes.isRegularFile()) {
                return FileVisitResult.CONTINUE;
            }
            if (++files > MAX_FILES) {
                exceeded = true;
                return FileVisitResult.TERMINATE;
            }
            WorkspacePath name;
            try {
                name = new WorkspacePath(path.relativize(file).toString().replace('\\', '/'));
            } catch (MetaForgeException notOfAWorkspace) {
                return FileVisitResult.CONTINUE;
            }
            byte[] laid = before.get(name);
            if (laid != null && laid.length == attributes.size() && Arrays.equals(laid, Files.readAllBytes(file))) {
                return FileVisitResult.CONTINUE;
            }
            if (attributes.size() > left) {
                exceeded = true;
                return FileVisitResult.TERMINATE;
            }
            byte[] content = Files.readAllBytes(file);
            left -= content.length;
            found.put(name, content);
            return FileVisitResult.CONTINUE;
        }
    }

    @Override
    public void close() {
        try (Stream<Path> files = Files.walk(path)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        } catch (IOException | UncheckedIOException e) {
            // What a program locks or keeps writing stays in the system's temporary folder.
            path.toFile().deleteOnExit();
        }
    }
}
