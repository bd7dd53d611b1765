package io.metaforge.application.memory;

import io.metaforge.application.port.out.DecisionLog;
import io.metaforge.domain.approval.AuditEntry;
import io.metaforge.domain.approval.Decision;
import io.metaforge.domain.session.Session;
import java.util.ArrayList;
import java.util.List;

/** Keeps decisions in the order they took effect. All fields are guarded by the unit of work. */
final class MemoryDecisionLog implements DecisionLog {

    private final MemoryUnitOfWork unit;
    private final List<AuditEntry> entries = new ArrayList<>();

    MemoryDecisionLog(MemoryUnitOfWork unit) {
        this.unit = unit;
    }

    @Override
    public void record(Session session, Decision decision) {
        AuditEntry entry = new AuditEntry(session.id().value(), session.skill().value(), decision);
        unit.run(() -> {
            entries.add(entry);
            unit.onRollback(() -> entries.remove(entries.size() - 1));
        });
    }

    @Override
    public List<AuditEntry> list(int limit, long offset) {
        return unit.execute(() -> {
            List<AuditEntry> page = new ArrayList<>();
            for (long i = entries.size() - 1 - offset; i >= 0 && page.size() < limit; i--) {
                page.add(entries.get((int) i));
            }
            return page;
        });
    }
}
