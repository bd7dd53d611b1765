package io.metaforge.api;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a run works on.
 *
 * @param files paths in the workspace, with {@code /} between segments; absent or empty means the skill's default inputs
 * @param args arguments of the skill, see its schema in {@link Skill}; absent means none
 */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
public record RunInput(
        @Nullable List<String> files, @Nullable Map<String, @Nullable Object> args) {

    public RunInput {
        files = files == null ? null : Wire.list(files);
        args = args == null ? null : Wire.map(args);
    }

    /** Returns an input of these files and no arguments. */
    public static RunInput ofFiles(String... files) {
        return new RunInput(List.of(files), null);
    }
}
