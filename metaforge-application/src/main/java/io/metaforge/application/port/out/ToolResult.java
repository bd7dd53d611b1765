package io.metaforge.application.port.out;

import io.metaforge.domain.artifact.WorkspacePath;
import io.metaforge.domain.failure.Failure;
import io.metaforge.domain.failure.FailureKind;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;

/**
 * What a tool did.
 *
 * @param tool name of the tool
 * @param exitCode 0 where it did what it was asked to
 * @param output what it printed on its standard output
 * @param errors what it printed on its standard error
 * @param files those it created or changed, by their paths below the folder it worked in. The bytes are not copied:
 *     nobody MUST change them
 */
public record ToolResult(String tool, int exitCode, String output, String errors, Map<WorkspacePath, byte[]> files) {

    private static final int MAX_MESSAGE = 500;

    public ToolResult {
        files = Collections.unmodifiableMap(new TreeMap<>(files));
    }

    /** Returns the result of a tool that succeeded and wrote no files. */
    public static ToolResult success(String tool, String output) {
        return new ToolResult(tool, 0, output, "", Map.of());
    }

    /**
     * Returns the result of a tool that could not do what it was asked to.
     *
     * @param exitCode not 0
     * @param errors why, in the tool's own words
     */
    public static ToolResult failure(String tool, int exitCode, String errors) {
        return new ToolResult(tool, exitCode, "", errors, Map.of());
    }

    /** Returns this result with one more file. */
    public ToolResult withFile(WorkspacePath path, byte[] content) {
        Map<WorkspacePath, byte[]> all = new TreeMap<>(files);
        all.put(path, content);
        return new ToolResult(tool, exitCode, output, errors, all);
    }

    /** Reports whether the exit code is 0. */
    public boolean succeeded() {
        return exitCode == 0;
    }

    /**
     * Returns this result, if the tool succeeded.
     *
     * @throws io.metaforge.domain.failure.MetaForgeException of kind {@code TOOL} with the tool's own words otherwise
     */
    public ToolResult requireSuccess() {
        if (succeeded()) {
            return this;
        }
        Map<String, Object> details = new LinkedHashMap<>();
        details.put("tool", tool);
        details.put("exit_code", exitCode);
        String words = words();
        throw new Failure(
                        FailureKind.TOOL,
                        tool + " ended with exit code " + exitCode + (words.isEmpty() ? "" : ": " + words),
                        details)
                .asException();
    }

    /** The end of what was printed tells why, mostly; standard error goes first. */
    private String words() {
        String text = (errors.isBlank() ? output : errors).strip();
        if (text.length() <= MAX_MESSAGE) {
            return text;
        }
        int start = text.length() - MAX_MESSAGE;
        // Half a surrogate pair would be no text any more.
        return "…" + text.substring(Character.isLowSurrogate(text.charAt(start)) ? start + 1 : start);
    }
}
