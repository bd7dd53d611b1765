package io.metaforge.application.port.out;

import io.metaforge.domain.artifact.Digest;
import io.metaforge.domain.session.SessionId;
import java.util.Collection;
import java.util.Optional;

/**
 * Keeps the bytes of artifacts by their digest. Thread-safe; takes part in the {@link UnitOfWork} of the calling thread.
 */
public interface ContentStore {

    /** Keeps contents for a session. Bytes that are already there are kept once. */
    void put(SessionId session, Collection<byte[]> contents);

    /** Returns the bytes of a digest. */
    Optional<byte[]> get(Digest digest);

    /** Gives up a session's contents; those that no other session keeps are removed, at once or later. */
    void release(SessionId session);
}
