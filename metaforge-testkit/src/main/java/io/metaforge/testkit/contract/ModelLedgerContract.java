package io.metaforge.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.metaforge.application.port.out.ModelAnswer;
import io.metaforge.application.port.out.ModelLedger;
import io.metaforge.application.port.out.ModelLedger.Account;
import io.metaforge.domain.artifact.Digest;
import io.metaforge.domain.session.ModelBudget;
import io.metaforge.domain.session.ModelUsage;
import io.metaforge.domain.session.SessionId;
import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What every {@link ModelLedger} must do. */
public abstract class ModelLedgerContract extends StoresContract {

    private static final Digest QUESTION = Digest.of("question");

    @SuppressWarnings("NullAway.Init")
    private ModelLedger ledger;

    @SuppressWarnings("NullAway.Init")
    private SessionId session;

    @SuppressWarnings("NullAway.Init")
    private SessionId other;

    @BeforeEach
    final void findLedger() {
        ledger = stores.ledger();
        session = sessions.approved().id();
        other = sessions.approved().id();
    }

    private static ModelUsage usage(long input, long output, @Nullable String cost) {
        return new ModelUsage(1, input, output, cost == null ? null : new BigDecimal(cost));
    }

    @Test
    void startsWithNothing() {
        assertThat(ledger.account(session)).isEqualTo(Account.NEW);
        assertThat(ledger.total()).isEqualTo(ModelUsage.NONE);
        assertThat(ledger.answer(session, QUESTION)).isEmpty();
    }

    @Test
    void addsUpWhatIsUsedBySessionAndInAll() {
        ledger.use(session, usage(1_000, 20, "0.0031"));
        ledger.use(session, usage(500, 10, null));
        ledger.use(other, usage(7, 1, "0.0009"));

        assertThat(ledger.account(session).used()).isEqualTo(new ModelUsage(2, 1_500, 30, new BigDecimal("0.0031")));
        assertThat(ledger.account(other).used()).isEqualTo(usage(7, 1, "0.0009"));
        assertThat(ledger.total()).isEqualTo(new ModelUsage(3, 1_507, 31, new BigDecimal("0.004")));
    }

    @Test
    void knowsNoCostWhereNoneWasKnown() {
        ledger.use(session, usage(1, 1, null));
        ledger.use(session, usage(1, 1, null));
        assertThat(ledger.account(session).used().costUsd()).isNull();
        assertThat(ledger.total().costUsd()).isNull();
    }

    @Test
    void keepsMoneyDigitByDigit() {
        ledger.use(session, usage(1, 1, "0.00000012345678901"));
        ledger.use(session, usage(1, 1, "123456789"));
        assertThat(ledger.account(session).used().costUsd()).isEqualTo(new BigDecimal("123456789.00000012345678901"));
    }

    @Test
    void addsUpWhatIsGrantedBesideWhatIsUsed() {
        ledger.grant(session, new ModelBudget(1_000, null));
        ledger.use(session, usage(5, 5, null));
        ledger.grant(session, new ModelBudget(2_000, new BigDecimal("0.5")));

        assertThat(ledger.account(session))
                .isEqualTo(new Account(usage(5, 5, null), new ModelBudget(3_000, new BigDecimal("0.5"))));
        assertThat(ledger.account(other)).isEqualTo(Account.NEW);
    }

    @Test
    void keepsAnswersOfEachSessionByTheirRequest() {
        ModelAnswer answer = new ModelAnswer("{\"a\":\"\u0000 \ud83d\ude00 \\u0000\"}", usage(10, 2, "0.1"));
        ledger.keep(session, QUESTION, answer);

        assertThat(ledger.answer(session, QUESTION)).contains(answer);
        assertThat(ledger.answer(session, Digest.of("another"))).isEmpty();
        assertThat(ledger.answer(other, QUESTION)).isEmpty();
    }

    @Test
    void keepsTheLatestAnswerToARequest() {
        ledger.keep(session, QUESTION, new ModelAnswer("1", usage(1, 1, null)));
        ModelAnswer latest = new ModelAnswer("2", usage(2, 2, "0.2"));
        ledger.keep(session, QUESTION, latest);
        assertThat(ledger.answer(session, QUESTION)).contains(latest);
    }

    @Test
    void forgetsSessionsButNotWhatTheyUsed() {
        ledger.use(session, usage(10, 2, "0.1"));
        ledger.grant(session, new ModelBudget(1_000, null));
        ledger.keep(session, QUESTION, new ModelAnswer("1", usage(10, 2, "0.1")));
        ledger.use(other, usage(1, 1, null));
        ledger.forget(session);

        assertThat(ledger.account(session)).isEqualTo(Account.NEW);
        assertThat(ledger.answer(session, QUESTION)).isEmpty();
        assertThat(ledger.account(other).used()).isEqualTo(usage(1, 1, null));
        assertThat(ledger.total()).isEqualTo(new ModelUsage(2, 11, 3, new BigDecimal("0.1")));
    }

    @Test
    void takesPartInUnitsOfWork() {
        ledger.use(session, usage(1, 1, null));
        inVain(() -> {
            ledger.use(session, usage(10, 2, "0.1"));
            ledger.grant(session, new ModelBudget(1_000, null));
            ledger.keep(session, QUESTION, new ModelAnswer("1", usage(10, 2, "0.1")));
            assertThat(ledger.answer(session, QUESTION)).isPresent();
        });
        assertThat(ledger.account(session)).isEqualTo(new Account(usage(1, 1, null), ModelBudget.NONE));
        assertThat(ledger.answer(session, QUESTION)).isEmpty();
        assertThat(ledger.total()).isEqualTo(usage(1, 1, null));
    }
}
