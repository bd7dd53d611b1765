package io.metaforge.adapter.skills;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import java.util.TreeMap;

/** The files of one skill's folder. Nothing outside of the folder is read, also not through a link. */
final class SkillFiles {

    private static final int MAX_FILES = 1_000;
    private static final long MAX_BYTES = 16L << 20;

    private final Path folder;

    SkillFiles(Path folder) {
        this.folder = folder;
    }

    /** Returns a file of the folder as text. */
    String text(String name, int most) throws BrokenSkillException {
        Path file = file(name);
        try {
            if (Files.size(file) > most) {
                throw new BrokenSkillException(name + " is larger than " + (most >> 10) + " KiB; shorten it");
            }
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(Files.readAllBytes(file)))
                    .toString();
        } catch (CharacterCodingException e) {
            throw new BrokenSkillException(name + " is not text in UTF-8; save it in that encoding");
        } catch (IOException e) {
            throw new BrokenSkillException(name + " cannot be read; look at its permissions");
        }
    }

    /** Returns the path of a regular file in the folder. */
    Path file(String name) throws BrokenSkillException {
        try {
            Path file = folder.resolve(name).normalize();
            if (!file.startsWith(folder) || !Files.isRegularFile(file)) {
                throw new BrokenSkillException("there is no file " + name + " in the folder of the skill");
            }
            if (!file.toRealPath().startsWith(folder.toRealPath())) {
                throw new BrokenSkillException(
                        name + " leads out of the folder of the skill; put the file there itself");
            }
            return file;
        } catch (InvalidPathException e) {
            throw new BrokenSkillException("'" + name + "' is not the name of a file");
        } catch (IOException e) {
            throw new BrokenSkillException(name + " cannot be read; look at its permissions");
        }
    }

    /**
     * Returns a digest over the names and bytes of all files, in hexadecimal digits. Hidden files, links and what Python
     * leaves behind do not count.
     */
    String fingerprint() throws BrokenSkillException {
        Map<String, Path> files = new TreeMap<>();
        try {
            Files.walkFileTree(folder, new SimpleFileVisitor<>() {
                @Override
                public FileVisitResult preVisitDirectory(Path directory, BasicFileAttributes attributes) {
                    String name = String.valueOf(directory.getFileName());
                    return !directory.equals(folder) && (name.startsWith(".") || name.equals("__pycache__"))
                            ? FileVisitResult.SKIP_SUBTREE
                            : FileVisitResult.CONTINUE;
                }

                @Override
                public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
                    if (attributes.isRegularFile()
                            && !String.valueOf(file.getFileName()).startsWith(".")) {
                        files.put(folder.relativize(file).toString().replace('\\', '/'), file);
                    }
                    return files.size() > MAX_FILES ? FileVisitResult.TERMINATE : FileVisitResult.CONTINUE;
                }
            });
            if (files.size() > MAX_FILES) {
                throw new BrokenSkillException(
                        "the folder holds more than " + MAX_FILES + " files; keep what it needs only");
            }
            return digest(files);
        } catch (IOException e) {
            throw new BrokenSkillException("the folder cannot be read; look at its permissions");
        }
    }

    private static String digest(Map<String, Path> files) throws IOException, BrokenSkillException {
        MessageDigest digest = sha256();
        long left = MAX_BYTES;
        for (Map.Entry<String, Path> file : files.entrySet()) {
            long size = Files.size(file.getValue());
            left -= size;
            if (left < 0) {
                throw new BrokenSkillException(
                        "the folder holds more than " + (MAX_BYTES >> 20) + " MiB; keep what it needs only");
            }
            byte[] name = file.getKey().getBytes(StandardCharsets.UTF_8);
            byte[] content = Files.readAllBytes(file.getValue());
            digest.update(ByteBuffer.allocate(8)
                    .putInt(name.length)
                    .putInt(content.length)
                    .array());
            digest.update(name);
            digest.update(content);
        }
        return HexFormat.of().formatHex(digest.digest());
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError("every Java platform has SHA-256", e);
        }
    }
}
