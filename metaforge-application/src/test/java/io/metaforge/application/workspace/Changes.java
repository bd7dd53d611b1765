package io.metaforge.application.workspace;

import io.metaforge.application.port.out.Workspace.FileChange;
import io.metaforge.domain.artifact.Digest;
import io.metaforge.domain.artifact.WorkspacePath;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/** Changes to apply, and pictures of a folder to compare. */
final class Changes {

    private Changes() {}

    static FileChange create(String path, String content) {
        return new FileChange(new WorkspacePath(path), bytes(content), null, null);
    }

    static FileChange modify(String path, String base, String content) {
        return new FileChange(new WorkspacePath(path), bytes(content), Digest.of(base), () -> bytes(base));
    }

    static FileChange delete(String path, String base) {
        return new FileChange(new WorkspacePath(path), null, Digest.of(base), () -> bytes(base));
    }

    static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    static void put(Path root, String path, String content) throws IOException {
        Path file = root.resolve(path);
        Files.createDirectories(file.getParent());
        Files.writeString(file, content);
    }

    /** Returns every file with its content and every folder with a slash, without {@code .forge}. */
    static Map<String, String> picture(Path root) {
        Map<String, String> picture = new TreeMap<>();
        try (Stream<Path> all = Files.walk(root)) {
            for (Path each : all.toList()) {
                String name = root.relativize(each).toString();
                if (name.isEmpty() || name.startsWith(".forge")) {
                    continue;
                }
                if (Files.isDirectory(each, LinkOption.NOFOLLOW_LINKS)) {
                    picture.put(name + "/", "");
                } else if (Files.isRegularFile(each, LinkOption.NOFOLLOW_LINKS)) {
                    picture.put(name, Files.readString(each));
                } else {
                    picture.put(name, "special");
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return picture;
    }
}
