package io.metaforge.agents.requirements;

import io.metaforge.domain.artifact.WorkspacePath;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/** Takes the name of the product out of the title of its document. */
final class ProjectName {

    private static final Pattern PARTS = Pattern.compile(" [-–—|] |: ");
    private static final Set<String> DOCUMENT = Set.of(
            "prd",
            "product requirements",
            "product requirements document",
            "product requirements document (prd)",
            "product requirement document",
            "requirements",
            "requirements document",
            "requirements specification",
            "hardware requirements",
            "hardware requirements specification",
            "specification",
            "spec",
            "anforderungen",
            "lastenheft",
            "pflichtenheft");

    private ProjectName() {}

    /** Returns the name; that of the file's folder, or of the file, where the title has none. */
    static String of(String title, WorkspacePath file) {
        StringBuilder name = new StringBuilder();
        for (String part : PARTS.split(title)) {
            if (!DOCUMENT.contains(part.strip().toLowerCase(Locale.ROOT))) {
                name.append(name.length() == 0 ? "" : " – ").append(part.strip());
            }
        }
        if (name.length() > 0) {
            return name.toString();
        }
        if (!title.isBlank()) {
            return title.strip();
        }
        String path = file.value();
        int slash = path.lastIndexOf('/');
        if (slash > 0) {
            return path.substring(path.lastIndexOf('/', slash - 1) + 1, slash);
        }
        int dot = path.lastIndexOf('.');
        return dot > 0 ? path.substring(0, dot) : path;
    }
}
