package io.metaforge.domain.artifact;

import io.metaforge.domain.failure.Failure;
import io.metaforge.domain.failure.FailureKind;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Names a file of the workspace: relative, with {@code /} between segments, on every platform.
 *
 * <p>The form alone keeps a path inside the workspace: no absolute paths, no {@code ..}, no control characters, nothing
 * under {@code .forge} or {@code .git} in any spelling that some file system takes for them. Symbolic links are the business of whoever opens the file.
 *
 * @param value the path, 1 to 1,024 characters, segments of at most 255 bytes
 */
public record WorkspacePath(String value) implements Comparable<WorkspacePath> {

    private static final int MAX_LENGTH = 1024;
    private static final int MAX_SEGMENT = 255;
    private static final int MAX_PRINTED = 200;
    private static final Set<String> RESERVED = Set.of(".git", ".forge", "git~1", "forge~1");

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

    private static @Nullable String refusal(String value) {
        if (value.isEmpty()) {
            return "is empty";
        }
        if (value.length() > MAX_LENGTH) {
            return "is longer than " + MAX_LENGTH + " characters";
        }
        if (value.startsWith("/") || value.startsWith("~") || startsWithDrive(value)) {
            return "is not relative to the workspace";
        }
        if (value.indexOf('\\') >= 0) {
            return "holds a backslash; use '/' between segments";
        }
        if (!value.codePoints().allMatch(WorkspacePath::isShown)) {
            return "holds a character that is not shown as it is: a control, a change of direction or half a character";
        }
        for (String segment : value.split("/", -1)) {
            String refusal = segmentRefusal(segment);
            if (refusal != null) {
                return refusal;
            }
        }
        return null;
    }

    private static @Nullable String segmentRefusal(String segment) {
        if (segment.isEmpty()) {
            return "has an empty segment";
        }
        if (segment.equals(".") || segment.equals("..")) {
            return "has a '" + segment + "' segment";
        }
        if (segment.getBytes(StandardCharsets.UTF_8).length > MAX_SEGMENT) {
            return "has a segment longer than " + MAX_SEGMENT + " bytes";
        }
        if (RESERVED.contains(asDisksTakeIt(segment))) {
            return "leads into " + segment + ", which is not part of the design";
        }
        return null;
    }

    private static boolean startsWithDrive(String value) {
        return value.length() > 1
                && value.charAt(1) == ':'
                && Character.toLowerCase(value.charAt(0)) >= 'a'
                && Character.toLowerCase(value.charAt(0)) <= 'z';
    }

    /** What is reviewed must be what is written: a path cannot look like another one. */
    private static boolean isShown(int codePoint) {
        return switch (Character.getType(codePoint)) {
            case Character.CONTROL, Character.SURROGATE, Character.LINE_SEPARATOR, Character.PARAGRAPH_SEPARATOR ->
                false;
            case Character.FORMAT -> !changesDirection(codePoint);
            default -> true;
        };
    }

    private static boolean changesDirection(int codePoint) {
        return codePoint == 0x061C
                || codePoint == 0x200E
                || codePoint == 0x200F
                || codePoint >= 0x202A && codePoint <= 0x202E
                || codePoint >= 0x2066 && codePoint <= 0x2069;
    }

    /**
     * Reduces a name to what a disk can take it for: NTFS ignores case, trailing dots and spaces and what follows a colon,
     * and has short names; HFS+ ignores case and invisible characters. The same spellings as git refuses for
     * {@code .git}.
     */
    private static String asDisksTakeIt(String segment) {
        int colon = segment.indexOf(':');
        StringBuilder name = new StringBuilder();
        (colon < 0 ? segment : segment.substring(0, colon))
                .codePoints()
                .filter(codePoint -> Character.getType(codePoint) != Character.FORMAT)
                .forEach(name::appendCodePoint);
        int end = name.length();
        while (end > 0 && (name.charAt(end - 1) == '.' || name.charAt(end - 1) == ' ')) {
            end--;
        }
        return name.substring(0, end).toLowerCase(Locale.ROOT);
    }

    private static String printable(String value) {
        StringBuilder printable = new StringBuilder();
        value.codePoints()
                .limit(MAX_PRINTED)
                .map(codePoint -> isShown(codePoint) ? codePoint : 0xFFFD)
                .forEach(printable::appendCodePoint);
        return value.length() > printable.length() ? printable.append('…').toString() : printable.toString();
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
