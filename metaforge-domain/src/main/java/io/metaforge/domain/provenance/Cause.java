package io.metaforge.domain.provenance;

import io.metaforge.domain.artifact.WorkspacePath;
import io.metaforge.domain.session.SessionId;
import java.util.Locale;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A reason for an artifact not to be current.
 *
 * @param path the file that is to blame: an input, or the artifact itself
 * @param kind what is the matter with it
 * @param session whose approval wrote that file last; null where none did
 */
public record Cause(WorkspacePath path, Kind kind, @Nullable SessionId session) {

    public Cause {
        Objects.requireNonNull(path, "path");
        Objects.requireNonNull(kind, "kind");
    }

    /** What can be the matter with a file. */
    public enum Kind {
        /** Its bytes are not those that were read or approved. */
        CHANGED,
        /** There is no file any more that could be read. */
        MISSING,
        /** Its bytes are the same, but it is an artifact that is stale itself. */
        STALE,
        /** A later approval wrote it. */
        SUPERSEDED;

        /** Returns the name as the API has it. */
        public String wireName() {
            return name().toLowerCase(Locale.ROOT);
        }
    }
}
