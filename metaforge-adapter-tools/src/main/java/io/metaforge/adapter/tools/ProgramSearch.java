package io.metaforge.adapter.tools;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Where programs are looked for: at a configured path, which then counts alone; else in the folders of {@code PATH}, else
 * where installers put them.
 *
 * <p>Only absolute folders are searched: a workspace may hold a file called ngspice.
 *
 * @param configured paths by the published name of the tool
 * @param folders of {@code PATH}, then the usual ones
 */
record ProgramSearch(Map<String, Path> configured, List<Path> folders, boolean windows) {

    ProgramSearch {
        configured = Map.copyOf(configured);
        folders = folders.stream().filter(Path::isAbsolute).distinct().toList();
    }

    /** Returns a search on this machine. */
    static ProgramSearch onThisMachine(Map<String, Path> configured, @Nullable String path) {
        String system = System.getProperty("os.name", "").toLowerCase(Locale.ROOT);
        boolean windows = system.startsWith("windows");
        List<Path> folders = new ArrayList<>(foldersOf(path));
        folders.addAll(windows ? windowsFolders() : system.startsWith("mac") ? macFolders() : linuxFolders());
        return new ProgramSearch(configured, folders, windows);
    }

    /** Splits a {@code PATH}, leaving out what is no path. */
    static List<Path> foldersOf(@Nullable String path) {
        List<Path> folders = new ArrayList<>();
        if (path != null) {
            for (String folder : path.split(File.pathSeparator)) {
                try {
                    folders.add(Path.of(folder));
                } catch (InvalidPathException e) {
                    // A shell ignores it too.
                    continue;
                }
            }
        }
        return folders;
    }

    private static List<Path> linuxFolders() {
        return paths("/usr/local/bin", "/usr/bin", "/bin", "/snap/bin", "/opt/kicad/bin");
    }

    private static List<Path> macFolders() {
        return paths(
                "/Applications/KiCad/KiCad.app/Contents/MacOS",
                System.getProperty("user.home", "/") + "/Applications/KiCad/KiCad.app/Contents/MacOS",
                "/opt/homebrew/bin",
                "/usr/local/bin",
                "/opt/local/bin",
                "/usr/bin");
    }

    private static List<Path> windowsFolders() {
        List<Path> folders = new ArrayList<>();
        Path kicad = Path.of("C:\\Program Files\\KiCad");
        // One folder for each version: the newest first.
        try (Stream<Path> versions = Files.list(kicad)) {
            versions.sorted((a, b) -> Double.compare(number(b), number(a)))
                    .map(version -> version.resolve("bin"))
                    .forEach(folders::add);
        } catch (IOException e) {
            // Not installed there.
            folders.add(kicad.resolve("bin"));
        }
        folders.addAll(paths("C:\\Program Files\\Spice64\\bin", "C:\\Spice64\\bin", "C:\\ngspice\\bin"));
        return folders;
    }

    private static double number(Path folder) {
        try {
            return Double.parseDouble(folder.getFileName().toString());
        } catch (NumberFormatException e) {
            return 0;
        }
    }

    private static List<Path> paths(String... paths) {
        return Stream.of(paths).map(Path::of).toList();
    }

    /** Returns the files that may be the tool, the best first. */
    Set<Path> candidates(KnownTool tool) {
        Path fixed = configured.get(tool.published());
        if (fixed != null) {
            return Files.isRegularFile(fixed) ? Set.of(fixed.toAbsolutePath()) : Set.of();
        }
        Set<Path> found = new LinkedHashSet<>();
        for (Path folder : folders) {
            for (String name : tool.fileNames(windows)) {
                Path file = folder.resolve(name);
                if (Files.isRegularFile(file)) {
                    found.add(file);
                }
            }
        }
        return found;
    }
}
