package io.metaforge.application.internal;

import io.metaforge.application.agent.Model;
import io.metaforge.application.port.out.LanguageModel;
import io.metaforge.application.port.out.ModelAnswer;
import io.metaforge.application.port.out.ModelException;
import io.metaforge.application.port.out.ModelLedger.Account;
import io.metaforge.application.port.out.ModelRequest;
import io.metaforge.application.port.out.Stores;
import io.metaforge.application.settings.ModelSettings;
import io.metaforge.domain.artifact.Digest;
import io.metaforge.domain.session.BudgetRequest;
import io.metaforge.domain.session.ModelBudget;
import io.metaforge.domain.session.ModelUsage;
import io.metaforge.domain.session.Session;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * The language model of one run: held to the session's budget and the run's deadline, metered, and asked nothing twice.
 *
 * <p>One request at a time, so that what is asked can be weighed against all that was used. A request that could exceed the
 * budget ends the run, whatever its agent makes of that: {@link #paused()} tells.
 */
final class RunModel implements Model {

    /** English takes four bytes for a token, tables and figures three: an estimate that is rather too high. */
    private static final int BYTES_PER_TOKEN = 3;

    /** What surrounds a request: the rules for data, marks, the protocol. */
    private static final int TOKENS_AROUND = 500;

    private static final Duration MOST_RESERVED = Duration.ofSeconds(30);

    private final LanguageModel model;
    private final Stores stores;
    private final ModelSettings settings;
    private final Session session;
    private final long deadlineNanos;
    private final ReentrantLock oneAtATime = new ReentrantLock();
    private volatile Optional<BudgetRequest> paused = Optional.empty();

    /**
     * Creates the model of a run.
     *
     * @param deadlineNanos of the run, on the clock of {@link System#nanoTime}
     */
    RunModel(LanguageModel model, Stores stores, ModelSettings settings, Session session, long deadlineNanos) {
        this.model = model;
        this.stores = stores;
        this.settings = settings;
        this.session = session;
        this.deadlineNanos = deadlineNanos;
    }

    @Override
    public OnFailure onFailure() {
        return settings.onFailure();
    }

    /** Returns why the run has to end here, if it has. */
    Optional<BudgetRequest> paused() {
        return paused;
    }

    @Override
    public ModelAnswer ask(ModelRequest request) throws InterruptedException {
        oneAtATime.lockInterruptibly();
        try {
            if (paused.isPresent()) {
                throw paused(paused.get());
            }
            Digest digest = digest(request);
            Optional<ModelAnswer> known = stores.ledger().answer(session.id(), digest);
            if (known.isPresent()) {
                return known.get();
            }
            requireBudget(request);
            return asked(request, digest);
        } finally {
            oneAtATime.unlock();
        }
    }

    private ModelAnswer asked(ModelRequest request, Digest digest) throws InterruptedException {
        Duration left = Duration.ofNanos(deadlineNanos - System.nanoTime());
        left = left.minus(reserve(left));
        if (left.isNegative() || left.isZero()) {
            throw new ModelException(
                    ModelException.Reason.TOO_LATE,
                    "The run has no time left to ask the language model",
                    ModelUsage.NONE);
        }
        try {
            ModelAnswer answer = model.ask(
                    new LanguageModel.Question(request, session.options().temperature(), left));
            ModelAnswer counted = new ModelAnswer(answer.json(), counted(answer.usage(), request, answer.json()));
            record(counted.usage(), () -> stores.ledger().keep(session.id(), digest, counted));
            return counted;
        } catch (ModelException e) {
            if (e.usage().requests() > 0) {
                record(e.usage(), () -> {});
            }
            throw e;
        }
    }

    /** What a run needs to end well where no answer comes: a tenth of the time it has, and no more than half a minute. */
    private static Duration reserve(Duration left) {
        Duration tenth = left.dividedBy(10);
        return tenth.compareTo(MOST_RESERVED) < 0 ? tenth : MOST_RESERVED;
    }

    /** Some servers do not say what they used; a budget that nothing counts against would be none. */
    private ModelUsage counted(ModelUsage told, ModelRequest request, String answer) {
        if (told.tokens() > 0) {
            return told;
        }
        long input = inputTokens(request);
        long output = tokens(answer);
        return new ModelUsage(Math.max(1, told.requests()), input, output, cost(input, output));
    }

    /** It is paid for, so it is recorded also where the run was called off meanwhile; not where the session is gone. */
    private void record(ModelUsage usage, Runnable also) {
        boolean calledOff = Thread.interrupted();
        try {
            stores.unitOfWork().run(() -> {
                if (stores.sessions().find(session.id()).isPresent()) {
                    stores.ledger().use(session.id(), usage);
                    also.run();
                }
            });
        } finally {
            if (calledOff) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private void requireBudget(ModelRequest request) throws InterruptedException {
        Account account = stores.ledger().account(session.id());
        long input = inputTokens(request);
        ModelUsage after = account.used()
                .plus(new ModelUsage(1, input, request.maxOutputTokens(), cost(input, request.maxOutputTokens())));
        ModelBudget usual = model.prices().isPresent()
                ? settings.budget()
                : new ModelBudget(settings.budget().tokens(), null);
        ModelBudget granted = usual.plus(account.granted());
        if (granted.covers(after)) {
            return;
        }
        long times = 1;
        while (!granted.plus(usual.times(times)).covers(after)) {
            times++;
        }
        BudgetRequest asksFor = new BudgetRequest(account.used(), granted, usual.times(times));
        paused = Optional.of(asksFor);
        throw paused(asksFor);
    }

    private static InterruptedException paused(BudgetRequest request) {
        return new InterruptedException(request.sentence());
    }

    private @Nullable BigDecimal cost(long input, long output) {
        return model.prices().map(prices -> prices.of(input, output)).orElse(null);
    }

    private static long inputTokens(ModelRequest request) {
        long tokens = TOKENS_AROUND + tokens(request.instructions()) + tokens(request.schema());
        for (ModelRequest.Material material : request.material()) {
            tokens += tokens(material.name()) + tokens(material.text());
        }
        return tokens;
    }

    private static long tokens(String text) {
        return (text.getBytes(StandardCharsets.UTF_8).length + BYTES_PER_TOKEN - 1) / BYTES_PER_TOKEN;
    }

    /** Covers everything the answer depends on, so that a run that begins again gets the answers it had. */
    private Digest digest(ModelRequest request) {
        StringBuilder text = new StringBuilder();
        append(text, model.identity());
        append(text, String.valueOf(session.options().temperature()));
        append(text, request.purpose());
        append(text, request.instructions());
        append(text, request.schema());
        append(text, String.valueOf(request.maxOutputTokens()));
        for (ModelRequest.Material material : request.material()) {
            append(text, material.name());
            append(text, material.text());
        }
        return Digest.of(text.toString());
    }

    private static void append(StringBuilder text, String part) {
        text.append(part.length()).append(':').append(part);
    }
}
