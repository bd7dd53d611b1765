package io.metaforge.application.port.out;

import io.metaforge.domain.approval.AuditEntry;
import io.metaforge.domain.approval.Decision;
import io.metaforge.domain.session.Session;
import java.util.List;

/** Keeps decisions for ever. Thread-safe; takes part in the {@link UnitOfWork} of the calling thread. */
public interface DecisionLog {

    /** Adds a decision that has taken effect. */
    void record(Session session, Decision decision);

    /** Lists decisions, newest first. */
    List<AuditEntry> list(int limit, long offset);
}
