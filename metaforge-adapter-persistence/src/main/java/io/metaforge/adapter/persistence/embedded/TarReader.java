package io.metaforge.adapter.persistence.embedded;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.jspecify.annotations.Nullable;

/**
 * Unpacks a tar archive (POSIX.1-1988 ustar, with the long names of GNU and pax) of folders, files and symbolic links.
 *
 * <p>Just what the archives of PostgreSQL hold; anything else is refused, and so is a name that leads out of the folder.
 */
final class TarReader {

    private static final int BLOCK = 512;

    private final InputStream in;
    private final Path folder;
    private final byte[] header = new byte[BLOCK];
    private long files;
    private long bytes;

    /** What was unpacked. */
    record Unpacked(long files, long bytes) {}

    private TarReader(InputStream in, Path folder) {
        this.in = in;
        this.folder = folder;
    }

    /** Unpacks everything into {@code folder}, which exists. Executable files become executable for their owner only. */
    static Unpacked unpack(InputStream in, Path folder) throws IOException {
        TarReader reader = new TarReader(in, folder);
        reader.unpackAll();
        return new Unpacked(reader.files, reader.bytes);
    }

    private void unpackAll() throws IOException {
        String longName = null;
        while (nextHeader()) {
            long size = octal(124, 12);
            char type = (char) header[156];
            if (type == 'L') {
                longName = text(readData(size), 0, (int) size);
                continue;
            }
            if (type == 'x') {
                longName = paxPath(new String(readData(size), StandardCharsets.UTF_8));
                continue;
            }
            unpack(type, target(longName == null ? name() : longName), size);
            longName = null;
        }
    }

    private void unpack(char type, Path target, long size) throws IOException {
        switch (type) {
            case '5' -> Files.createDirectories(target);
            case '0', '\0' -> {
                Files.createDirectories(target.getParent());
                copyData(target, size);
            }
            case '2' -> {
                Files.createDirectories(target.getParent());
                String link = text(header, 157, 100);
                if (!target.getParent().resolve(link).normalize().startsWith(folder)) {
                    throw new IOException("a link leads out of the archive");
                }
                Files.createSymbolicLink(target, Path.of(link));
            }
            default -> throw new IOException("unexpected type of entry in the archive: " + type);
        }
    }

    private void copyData(Path target, long size) throws IOException {
        boolean executable = (octal(100, 8) & 0100) != 0;
        try (var out = Files.newOutputStream(target)) {
            long left = size;
            byte[] buffer = new byte[1 << 16];
            while (left > 0) {
                int read = in.read(buffer, 0, (int) Math.min(buffer.length, left));
                if (read < 0) {
                    throw new EOFException("the archive is cut off");
                }
                out.write(buffer, 0, read);
                left -= read;
            }
        }
        skipPadding(size);
        if (executable) {
            Files.setPosixFilePermissions(target, PosixFilePermissions.fromString("rwx------"));
        }
        files++;
        bytes += size;
    }

    private boolean nextHeader() throws IOException {
        if (in.readNBytes(header, 0, BLOCK) < BLOCK) {
            return false;
        }
        // The archive ends with blocks of zeros.
        return header[0] != 0;
    }

    private byte[] readData(long size) throws IOException {
        byte[] data = in.readNBytes((int) size);
        if (data.length < size) {
            throw new EOFException("the archive is cut off");
        }
        skipPadding(size);
        return data;
    }

    private void skipPadding(long size) throws IOException {
        in.skipNBytes((BLOCK - size % BLOCK) % BLOCK);
    }

    private String name() {
        String name = text(header, 0, 100);
        String prefix = text(header, 257, 5).equals("ustar") && header[262] == 0 ? text(header, 345, 155) : "";
        return prefix.isEmpty() ? name : prefix + "/" + name;
    }

    private Path target(String name) throws IOException {
        Path target = folder.resolve(name).normalize();
        if (!target.startsWith(folder)) {
            throw new IOException("a name leads out of the archive");
        }
        return target;
    }

    private static @Nullable String paxPath(String records) {
        for (String line : records.split("\n")) {
            int space = line.indexOf(' ');
            if (line.startsWith("path=", space + 1)) {
                return line.substring(space + "path=".length() + 1);
            }
        }
        return null;
    }

    private long octal(int offset, int length) {
        String digits = text(header, offset, length).strip();
        return digits.isEmpty() ? 0 : Long.parseLong(digits, 8);
    }

    private static String text(byte[] bytes, int offset, int length) {
        int end = offset;
        while (end < offset + length && bytes[end] != 0) {
            end++;
        }
        return new String(bytes, offset, end - offset, StandardCharsets.UTF_8);
    }
}
