package io.metaforge.domain.session;

import io.metaforge.domain.artifact.WorkspacePath;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Something about a run that whoever decides over it should know. It stops nothing.
 *
 * @param kind what sort of thing
 * @param message a sentence for a person, without its full stop
 * @param path the file it is about; null where it is about none
 * @param session the other session it is about; null where it is about none
 */
public record Warning(
        Kind kind,
        String message,
        @Nullable WorkspacePath path,
        @Nullable SessionId session) {

    public Warning {
        Objects.requireNonNull(kind, "kind");
        Objects.requireNonNull(message, "message");
    }

    /** What can be warned about. Clients match on the names, so these are only ever added to. */
    public enum Kind {
        /** The run read an approved artifact that is out of date. */
        STALE_INPUT,
        /** The run proposes what was rejected before, byte by byte. */
        REPEATED_PROPOSAL
    }
}
