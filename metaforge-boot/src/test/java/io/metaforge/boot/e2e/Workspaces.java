package io.metaforge.boot.e2e;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/** Workspaces to try the server on. */
final class Workspaces {

    private Workspaces() {}

    /** A short requirement document whose extracted constraints change with {@code number}. */
    static String prd(int number) {
        return """
                # Soil probe %1$d

                ## Electrical

                - Supply voltage: 3.0 V to 4.2 V from one Li-ion cell
                - Average current: at most %2$d µA
                - Interface: I2C to the moisture sensor, USB-C for charging

                ## Environment

                - Operating temperature: −20 to +60 °C

                ## Mechanical

                - Board size: 40 mm × 25 mm

                ## Cost

                - Unit cost: below €12.50 at 500 pcs
                """.formatted(number, 10 + number % 900);
    }

    static Path withPrd(Path folder) throws IOException {
        Files.createDirectories(folder);
        Files.writeString(folder.resolve("PRD.md"), prd(1));
        return folder;
    }

    /** Reads every file below {@code folder} but those of the gateway itself, by path with {@code /}. */
    static Map<String, byte[]> files(Path folder) throws IOException {
        Map<String, byte[]> files = new TreeMap<>();
        try (Stream<Path> paths = Files.walk(folder)) {
            for (Path path : (Iterable<Path>) paths::iterator) {
                String name = folder.relativize(path).toString().replace('\\', '/');
                if (Files.isRegularFile(path) && !name.startsWith(".forge/")) {
                    files.put(name, Files.readAllBytes(path));
                }
            }
        }
        return files;
    }
}
