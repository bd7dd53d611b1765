package io.metaforge.adapter.persistence.model;

import io.metaforge.adapter.persistence.unit.Columns;
import io.metaforge.adapter.persistence.unit.Transactions;
import io.metaforge.application.port.out.ModelAnswer;
import io.metaforge.application.port.out.ModelLedger;
import io.metaforge.domain.artifact.Digest;
import io.metaforge.domain.session.ModelBudget;
import io.metaforge.domain.session.ModelUsage;
import io.metaforge.domain.session.SessionId;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Optional;

/** Accounts and answers in PostgreSQL. Money adds up as {@link ModelUsage#plus} says: null is nothing known. */
public final class PostgresModelLedger implements ModelLedger {

    private static final String ADDED_COST =
            "case when %1$s.cost_usd is null then %2$s else %1$s.cost_usd + coalesce(%2$s, 0) end";

    private final Transactions transactions;

    public PostgresModelLedger(Transactions transactions) {
        this.transactions = transactions;
    }

    @Override
    public void use(SessionId session, ModelUsage usage) {
        transactions.call(connection -> {
            try (PreparedStatement account =
                            connection.prepareStatement("""
                            insert into model_account as a (session, requests, input_tokens, output_tokens, cost_usd)
                            values (?, ?, ?, ?, ?)
                            on conflict (session) do update
                            set requests = a.requests + excluded.requests,
                                input_tokens = a.input_tokens + excluded.input_tokens,
                                output_tokens = a.output_tokens + excluded.output_tokens,
                                cost_usd = %s""".formatted(ADDED_COST.formatted("a", "excluded.cost_usd")));
                    PreparedStatement total =
                            connection.prepareStatement("""
                            update model_total t
                            set requests = t.requests + u.requests, input_tokens = t.input_tokens + u.input_tokens,
                                output_tokens = t.output_tokens + u.output_tokens, cost_usd = %s
                            from (values (?::bigint, ?::bigint, ?::bigint, ?::numeric))
                                 as u (requests, input_tokens, output_tokens, cost_usd)""".formatted(ADDED_COST.formatted("t", "u.cost_usd")))) {
                account.setObject(1, session.uuid());
                bind(account, 2, usage);
                account.executeUpdate();
                bind(total, 1, usage);
                return total.executeUpdate();
            }
        });
    }

    @Override
    public void keep(SessionId session, Digest request, ModelAnswer answer) {
        transactions.single(connection -> {
            try (PreparedStatement insert = connection.prepareStatement("""
                    insert into model_answer (session, request, answer, requests, input_tokens, output_tokens, cost_usd)
                    values (?, ?, ?, ?, ?, ?, ?)
                    on conflict (session, request) do update
                    set answer = excluded.answer, requests = excluded.requests, input_tokens = excluded.input_tokens,
                        output_tokens = excluded.output_tokens, cost_usd = excluded.cost_usd""")) {
                insert.setObject(1, session.uuid());
                insert.setBytes(2, Columns.bytes(request));
                insert.setBytes(3, answer.json().getBytes(StandardCharsets.UTF_8));
                bind(insert, 4, answer.usage());
                return insert.executeUpdate();
            }
        });
    }

    @Override
    public Optional<ModelAnswer> answer(SessionId session, Digest request) {
        return transactions.single(connection -> {
            try (PreparedStatement select = connection.prepareStatement("""
                    select requests, input_tokens, output_tokens, cost_usd, answer from model_answer
                    where session = ? and request = ?""")) {
                select.setObject(1, session.uuid());
                select.setBytes(2, Columns.bytes(request));
                try (ResultSet row = select.executeQuery()) {
                    return row.next()
                            ? Optional.of(
                                    new ModelAnswer(new String(row.getBytes(5), StandardCharsets.UTF_8), usage(row)))
                            : Optional.empty();
                }
            }
        });
    }

    @Override
    public void grant(SessionId session, ModelBudget more) {
        transactions.single(connection -> {
            try (PreparedStatement insert = connection.prepareStatement("""
                    insert into model_account as a (session, granted_tokens, granted_usd) values (?, ?, ?)
                    on conflict (session) do update
                    set granted_tokens = a.granted_tokens + excluded.granted_tokens,
                        granted_usd = case when a.granted_usd is null then excluded.granted_usd
                                           else a.granted_usd + coalesce(excluded.granted_usd, 0) end""")) {
                insert.setObject(1, session.uuid());
                insert.setLong(2, more.tokens());
                insert.setBigDecimal(3, more.usd());
                return insert.executeUpdate();
            }
        });
    }

    @Override
    public Account account(SessionId session) {
        return transactions.single(connection -> {
            try (PreparedStatement select = connection.prepareStatement("""
                    select requests, input_tokens, output_tokens, cost_usd, granted_tokens, granted_usd
                    from model_account where session = ?""")) {
                select.setObject(1, session.uuid());
                try (ResultSet row = select.executeQuery()) {
                    return row.next()
                            ? new Account(usage(row), new ModelBudget(row.getLong(5), row.getBigDecimal(6)))
                            : Account.NEW;
                }
            }
        });
    }

    @Override
    public ModelUsage total() {
        return transactions.single(connection -> {
            try (PreparedStatement select = connection.prepareStatement(
                            "select requests, input_tokens, output_tokens, cost_usd from model_total");
                    ResultSet row = select.executeQuery()) {
                row.next();
                return usage(row);
            }
        });
    }

    @Override
    public void forget(SessionId session) {
        transactions.call(connection ->
                delete(connection, "model_answer", session) + delete(connection, "model_account", session));
    }

    private static int delete(Connection connection, String table, SessionId session) throws SQLException {
        try (PreparedStatement delete = connection.prepareStatement("delete from " + table + " where session = ?")) {
            delete.setObject(1, session.uuid());
            return delete.executeUpdate();
        }
    }

    private static void bind(PreparedStatement statement, int first, ModelUsage usage) throws SQLException {
        statement.setLong(first, usage.requests());
        statement.setLong(first + 1, usage.inputTokens());
        statement.setLong(first + 2, usage.outputTokens());
        statement.setBigDecimal(first + 3, usage.costUsd());
    }

    private static ModelUsage usage(ResultSet row) throws SQLException {
        return new ModelUsage(row.getLong(1), row.getLong(2), row.getLong(3), row.getBigDecimal(4));
    }
}
