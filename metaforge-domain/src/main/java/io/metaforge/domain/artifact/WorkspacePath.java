package io.metaforge.domain.artifact;

import io.metaforge.domain.failure.Failure;
import io.metaforge.domain.failure.FailureKind;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * Names a file of the workspace: relative, with {@code /} between segments, on every platform.
 *
 * <p>The form alone keeps a path inside the workspace: no absolute paths, no {@code ..}, no control characters, nothing
 * under {@code .forge} or {@code .git}. Symbolic links are the business of whoever opens the file.
 *
 * @param value the path, 1 to 1,024 characters, segments of at most 255 bytes
 */
public record WorkspacePath(String value) implements Comparable<WorkspacePath> {

    private static final int MAX_LENGTH = 1024;
    private static final int MAX_SEGMENT = 255;
    private static final Set<String> RESERVED = Set.of(".git", ".forge");

    public WorkspacePath {
        String refusal = refusal(value);
        if (refusal != null) {
            Map<String, Object> details = new LinkedHashMap<>();
            details.put("path", printable(value));
            details.put("expected", "path of a file inside the workspace");
            throw new Failure(FailureKind.VALIDATION, "Invalid path '" + printable(value) + "': it " + refusal, details)
                    .asException();
        }
    }

    private static @org.jspecify.annotations.Nullable String refusal(String value) {
        if (value.isEmpty()) {
            return "is empty";
        }
        if (value.length() > MAX_LENGTH) {
            return "is longer than " + MAX_LENGTH + " characters";
        }
        if (value.startsWith("/") || value.startsWith("~") || value.matches("[A-Za-z]:.*")) {
            return "is not relative to the workspace";
        }
        if (value.indexOf('\\') >= 0) {
            return "holds a backslash; use '/' between segments";
        }
        if (value.chars().anyMatch(Character::isISOControl)) {
            return "holds a control character";
        }
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            if (Character.isHighSurrogate(c)
                    && i + 1 < value.length()
                    && Character.isLowSurrogate(value.charAt(i + 1))) {
                i++;
            } else if (Character.isSurrogate(c)) {
                return "is not valid Unicode";
            }
        }
        for (String segment : value.split("/", -1)) {
            if (segment.isEmpty()) {
                return "has an empty segment";
            }
            if (segment.equals(".") || segment.equals("..")) {
                return "has a '" + segment + "' segment";
            }
            if (segment.getBytes(java.nio.charset.StandardCharsets.UTF_8).length > MAX_SEGMENT) {
                return "has a segment longer than " + MAX_SEGMENT + " bytes";
            }
            if (RESERVED.contains(segment.toLowerCase(Locale.ROOT))) {
                return "leads into " + segment + ", which is not part of the design";
            }
        }
        return null;
    }

    private static String printable(String value) {
        String shortened = value.length() > 200 ? value.substring(0, 200) + "…" : value;
        return shortened
                .replaceAll("\\p{Cntrl}", "\uFFFD")
                .replaceAll("[\\uD800-\\uDFFF](?![\\uDC00-\\uDFFF])", "\uFFFD");
    }

    /** Returns the last segment. */
    public String fileName() {
        return value.substring(value.lastIndexOf('/') + 1);
    }

    /** Returns the path of {@code name} in the same folder as this file. */
    public WorkspacePath sibling(String name) {
        return new WorkspacePath(value.substring(0, value.lastIndexOf('/') + 1) + name);
    }

    @Override
    public int compareTo(WorkspacePath other) {
        return value.compareTo(other.value);
    }

    @Override
    public String toString() {
        return value;
    }
}
