package io.metaforge.application.memory;

import io.metaforge.application.port.out.ModelAnswer;
import io.metaforge.application.port.out.ModelLedger;
import io.metaforge.domain.artifact.Digest;
import io.metaforge.domain.session.ModelBudget;
import io.metaforge.domain.session.ModelUsage;
import io.metaforge.domain.session.SessionId;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** Keeps answers and accounts by session, whole, so that they can be put back. Guarded by the unit of work. */
final class MemoryModelLedger implements ModelLedger {

    private final MemoryUnitOfWork unit;
    private Map<SessionId, Account> accounts = Map.of();
    private Map<SessionId, Map<Digest, ModelAnswer>> answers = Map.of();
    private ModelUsage total = ModelUsage.NONE;

    MemoryModelLedger(MemoryUnitOfWork unit) {
        this.unit = unit;
    }

    @Override
    public void use(SessionId session, ModelUsage usage) {
        change(() -> {
            Account before = accounts.getOrDefault(session, Account.NEW);
            accounts.put(session, new Account(before.used().plus(usage), before.granted()));
            total = total.plus(usage);
        });
    }

    @Override
    public void keep(SessionId session, Digest request, ModelAnswer answer) {
        change(() -> {
            Map<Digest, ModelAnswer> kept = new HashMap<>(answers.getOrDefault(session, Map.of()));
            kept.put(request, answer);
            answers.put(session, kept);
        });
    }

    @Override
    public Optional<ModelAnswer> answer(SessionId session, Digest request) {
        return unit.execute(() ->
                Optional.ofNullable(answers.getOrDefault(session, Map.of()).get(request)));
    }

    @Override
    public void grant(SessionId session, ModelBudget more) {
        change(() -> {
            Account before = accounts.getOrDefault(session, Account.NEW);
            accounts.put(session, new Account(before.used(), before.granted().plus(more)));
        });
    }

    @Override
    public Account account(SessionId session) {
        return unit.execute(() -> accounts.getOrDefault(session, Account.NEW));
    }

    @Override
    public ModelUsage total() {
        return unit.execute(() -> total);
    }

    @Override
    public void forget(SessionId session) {
        change(() -> {
            accounts.remove(session);
            answers.remove(session);
        });
    }

    /** Sessions that ask are few and ask seldom: copies are the simplest way back. */
    private void change(Runnable change) {
        unit.run(() -> {
            Map<SessionId, Account> accountsBefore = accounts;
            Map<SessionId, Map<Digest, ModelAnswer>> answersBefore = answers;
            ModelUsage totalBefore = total;
            unit.onRollback(() -> {
                accounts = accountsBefore;
                answers = answersBefore;
                total = totalBefore;
            });
            accounts = new HashMap<>(accounts);
            answers = new HashMap<>(answers);
            change.run();
        });
    }
}
