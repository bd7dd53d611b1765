package io.metaforge.application.port.out;

import io.metaforge.domain.artifact.WorkspacePath;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What a tool is to do. Programs take {@code arguments}; tools in Java may prefer {@code parameters}.
 *
 * @param arguments of the command line, after the program; no shell sees them
 * @param parameters named values of JSON types, in the order they were given
 * @param inputs the files it can read, by their paths below the folder it works in. The bytes are not copied: callers
 *     and tools MUST NOT change them
 * @param limits what it may use
 */
public record ToolRequest(
        List<String> arguments, Map<String, Object> parameters, Map<WorkspacePath, byte[]> inputs, Limits limits) {

    /** Nothing but the {@linkplain Limits#DEFAULT default limits}. */
    public static final ToolRequest EMPTY = new ToolRequest(List.of(), Map.of(), Map.of(), Limits.DEFAULT);

    public ToolRequest {
        arguments = List.copyOf(arguments);
        parameters = Collections.unmodifiableMap(new LinkedHashMap<>(parameters));
        inputs = Collections.unmodifiableMap(new TreeMap<>(inputs));
    }

    /** Returns a request with these arguments. */
    public static ToolRequest of(String... arguments) {
        return EMPTY.withArguments(arguments);
    }

    /** Returns this request with more arguments, after those it has. */
    public ToolRequest withArguments(String... more) {
        List<String> all = new ArrayList<>(arguments);
        all.addAll(List.of(more));
        return new ToolRequest(all, parameters, inputs, limits);
    }

    /** Returns this request with one more parameter, or another value for one it has. */
    public ToolRequest withParameter(String name, Object value) {
        Map<String, Object> all = new LinkedHashMap<>(parameters);
        all.put(name, value);
        return new ToolRequest(arguments, all, inputs, limits);
    }

    /** Returns this request with one more file to read. */
    public ToolRequest withInput(WorkspacePath path, byte[] content) {
        Map<WorkspacePath, byte[]> all = new TreeMap<>(inputs);
        all.put(path, content);
        return new ToolRequest(arguments, parameters, all, limits);
    }

    /** Returns this request with other limits. */
    public ToolRequest withLimits(Limits other) {
        return new ToolRequest(arguments, parameters, inputs, other);
    }

    /**
     * Bounds of one execution.
     *
     * @param time it may take, on the clock of the wall; never longer than what is left of the run
     * @param outputBytes it may print and write, all its files together
     */
    public record Limits(Duration time, long outputBytes) {

        /** 2 minutes, 32 MiB. */
        public static final Limits DEFAULT = new Limits(Duration.ofMinutes(2), 32L << 20);

        public Limits {
            if (time.isNegative() || time.isZero() || outputBytes < 1) {
                throw new IllegalArgumentException("limits must be positive");
            }
        }

        /** Returns these limits with another time. */
        public Limits withTime(Duration other) {
            return new Limits(other, outputBytes);
        }

        /** Returns these limits with another number of bytes. */
        public Limits withOutputBytes(long bytes) {
            return new Limits(time, bytes);
        }
    }
}
