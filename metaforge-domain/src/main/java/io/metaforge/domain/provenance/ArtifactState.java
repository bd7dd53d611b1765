package io.metaforge.domain.provenance;

import java.util.Locale;

/** How an approved artifact relates to the workspace as it is now. */
public enum ArtifactState {
    /** It is as approved, and so is everything it was made from. */
    CURRENT,
    /** Something it was made from, directly or through other artifacts, is not as it was then. */
    STALE,
    /** Its own bytes are not those that were approved; what it was made from has not changed. */
    MODIFIED,
    /** There is no file any more that could be read. */
    MISSING,
    /** A later approval wrote the same path. */
    SUPERSEDED;

    /** Returns the name as the API has it. */
    public String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }
}
