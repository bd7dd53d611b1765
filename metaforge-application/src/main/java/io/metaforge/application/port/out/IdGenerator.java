package io.metaforge.application.port.out;

import io.metaforge.domain.session.SessionId;

/** Makes ids. Thread-safe. */
@FunctionalInterface
public interface IdGenerator {

    /** Returns an id that was never returned before and sorts after all ids returned in earlier milliseconds. */
    SessionId next();
}
