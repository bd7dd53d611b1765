package io.metaforge.adapter.persistence.decision;

import io.metaforge.adapter.persistence.json.Json;
import io.metaforge.adapter.persistence.session.StateJson;
import io.metaforge.adapter.persistence.unit.Columns;
import io.metaforge.adapter.persistence.unit.Transactions;
import io.metaforge.application.port.out.DecisionLog;
import io.metaforge.domain.approval.AuditEntry;
import io.metaforge.domain.approval.Decision;
import io.metaforge.domain.session.Session;
import io.metaforge.domain.session.SessionId;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/** Decisions in PostgreSQL: rows that are only ever added. */
public final class PostgresDecisionLog implements DecisionLog {

    private final Transactions transactions;

    public PostgresDecisionLog(Transactions transactions) {
        this.transactions = transactions;
    }

    @Override
    public void record(Session session, Decision decision) {
        transactions.single(connection -> {
            try (PreparedStatement insert = connection.prepareStatement("""
                    insert into decision (decided_at, session, skill, decision) values (?, ?, ?, ?::json)""")) {
                Columns.setInstant(insert, 1, decision.at());
                insert.setObject(2, session.id().uuid());
                insert.setString(3, session.skill().value());
                insert.setString(4, Json.write(StateJson.write(decision)));
                return insert.executeUpdate();
            }
        });
    }

    @Override
    public List<AuditEntry> list(int limit, long offset) {
        return transactions.single(connection -> {
            try (PreparedStatement select = connection.prepareStatement("""
                    with page as materialized (
                        select number, decided_at from decision order by decided_at desc, number desc limit ? offset ?
                    )
                    select d.session, d.skill, d.decision
                    from page cross join lateral (
                        select session, skill, decision from decision where number = page.number limit 1) as d
                    order by page.decided_at desc, page.number desc""")) {
                select.setInt(1, limit);
                select.setLong(2, offset);
                try (ResultSet rows = select.executeQuery()) {
                    List<AuditEntry> entries = new ArrayList<>();
                    while (rows.next()) {
                        entries.add(new AuditEntry(
                                SessionId.of(rows.getObject(1, UUID.class)).value(),
                                rows.getString(2),
                                StateJson.readDecision(Json.read(rows.getString(3)))));
                    }
                    return entries;
                }
            }
        });
    }
}
