package io.metaforge.boot.documentation;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** The Markdown files of the project. */
final class Pages {

    private static final Set<String> NOT_OURS = Set.of("target", "node_modules", ".git", ".forge", "metaforge-demo");

    private Pages() {}

    static Path root() {
        Path folder = Path.of("").toAbsolutePath();
        while (!Files.exists(folder.resolve("docs/reference.md"))) {
            folder = folder.getParent();
            if (folder == null) {
                throw new IllegalStateException("not inside the project");
            }
        }
        return folder;
    }

    /** Returns the project's own pages; the reference is not, as it is part of a site of its own. */
    static List<Path> all() throws IOException {
        Path root = root();
        List<Path> pages = new ArrayList<>();
        for (String start : List.of(".", "docs", "examples")) {
            try (Stream<Path> files = Files.walk(root.resolve(start).normalize(), start.equals(".") ? 1 : 9)) {
                files.filter(file -> file.toString().endsWith(".md") && Files.isRegularFile(file))
                        .filter(file -> Stream.of(
                                        root.relativize(file).toString().split("/"))
                                .noneMatch(NOT_OURS::contains))
                        .filter(file -> !file.equals(root.resolve("docs/reference.md")))
                        .forEach(pages::add);
            }
        }
        return pages;
    }

    /** Returns the cells of a table's rows, without back ticks; the table is the first with this first header. */
    static List<List<String>> table(String page, String firstHeader) throws IOException {
        List<String> lines = Files.readAllLines(root().resolve("docs").resolve(page));
        int header = 0;
        while (!lines.get(header).startsWith("| " + firstHeader + " |")) {
            header++;
        }
        List<List<String>> rows = new ArrayList<>();
        for (int i = header + 2; i < lines.size() && lines.get(i).startsWith("|"); i++) {
            String[] cells = lines.get(i).substring(1).split("\\|");
            rows.add(Arrays.stream(cells)
                    .map(cell -> cell.replace("`", "").strip())
                    .toList());
        }
        return rows;
    }
}
