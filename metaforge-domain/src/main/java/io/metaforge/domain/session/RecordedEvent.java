package io.metaforge.domain.session;

import java.time.Instant;
import java.util.Map;

/**
 * An event as the log holds it.
 *
 * @param position in the log: positive, ascending in the order everybody sees, not necessarily without holes
 * @param time when it happened, to the microsecond
 * @param session it happened to
 * @param name published name, see {@link SessionEvent#name()}; readers MUST ignore names they do not know
 * @param data published members
 */
public record RecordedEvent(long position, Instant time, SessionId session, String name, Map<String, Object> data) {}
