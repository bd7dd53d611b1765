package io.metaforge.adapter.llm;

import io.metaforge.application.port.out.LanguageModel;
import io.metaforge.application.port.out.ModelAnswer;
import io.metaforge.application.port.out.ModelPrices;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The language model of the settings, if any. Thread-safe.
 *
 * <p>Whether it can be reached is found out in the background, at the start and again when somebody asks after the cache
 * time. Until it was reached for the first time it counts as unreachable. Without a model this costs nothing: no thread,
 * no connection, no class of LangChain4j.
 */
public final class ConfiguredLanguageModel implements LanguageModel, AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(ConfiguredLanguageModel.class);

    private static final Duration TIME_LIMIT = Duration.ofSeconds(5);
    private static final Duration FIRST_PAUSE = Duration.ofSeconds(1);

    private final LanguageModelSettings settings;
    private final Clock clock;
    private final Duration cacheTime;
    private final Duration timeLimit;
    private final Duration firstPause;

    private final Object lock = new Object();
    private @Nullable ModelProbe probe;
    private @Nullable ModelCalls calls;
    private boolean asking;
    private @Nullable Instant askedAt;
    private @Nullable String problem;
    private boolean closed;
    private volatile State state;

    /**
     * Creates a model that was not reached yet.
     *
     * @param cacheTime how long what was found out counts
     */
    public ConfiguredLanguageModel(LanguageModelSettings settings, Clock clock, Duration cacheTime) {
        this(settings, clock, cacheTime, TIME_LIMIT, FIRST_PAUSE);
    }

    ConfiguredLanguageModel(
            LanguageModelSettings settings, Clock clock, Duration cacheTime, Duration timeLimit, Duration firstPause) {
        this.settings = settings;
        this.clock = clock;
        this.cacheTime = cacheTime;
        this.timeLimit = timeLimit;
        this.firstPause = firstPause;
        this.state = settings.isConfigured() ? State.UNREACHABLE : State.NOT_CONFIGURED;
    }

    /** Tries to reach the model for the first time, in the background. Has no effect the second time. */
    public void start() {
        askIfDue();
    }

    @Override
    public State state() {
        askIfDue();
        return state;
    }

    @Override
    public ModelAnswer ask(Question question) throws InterruptedException {
        if (!settings.isConfigured()) {
            return LanguageModel.super.ask(question);
        }
        return modelCalls().ask(question);
    }

    private ModelCalls modelCalls() {
        synchronized (lock) {
            ModelCalls made = calls;
            if (made == null) {
                made = new ModelCalls(settings, clock, firstPause);
                calls = made;
            }
            return made;
        }
    }

    @Override
    public String identity() {
        return settings.isConfigured()
                ? settings.kind().label() + " " + settings.address() + " " + settings.modelName()
                : "";
    }

    @Override
    public Optional<ModelPrices> prices() {
        return Optional.ofNullable(settings.prices());
    }

    private void askIfDue() {
        if (!settings.isConfigured()) {
            return;
        }
        synchronized (lock) {
            boolean due = askedAt == null || !askedAt.plus(cacheTime).isAfter(clock.instant());
            if (closed || asking || !due) {
                return;
            }
            ask();
        }
    }

    /** Waits no longer than twice the limit, also where the endpoint sends a byte now and then. */
    private void ask() {
        CompletableFuture<String> answer = new CompletableFuture<>();
        Thread thread = new Thread(
                () -> {
                    try {
                        answer.complete(modelProbe().problem());
                    } catch (RuntimeException | LinkageError e) {
                        LOG.warn("The language model could not be asked", e);
                        answer.complete("it could not be asked");
                    }
                },
                "metaforge-llm");
        thread.setDaemon(true);
        asking = true;
        answer.completeOnTimeout("no answer came in time", 2 * timeLimit.toMillis(), TimeUnit.MILLISECONDS)
                .thenAccept(found -> {
                    thread.interrupt();
                    asked(found);
                });
        thread.start();
    }

    private ModelProbe modelProbe() {
        synchronized (lock) {
            ModelProbe made = probe;
            if (made == null) {
                made = new ModelProbe(settings, clock, timeLimit);
                probe = made;
            }
            return made;
        }
    }

    private void asked(String found) {
        synchronized (lock) {
            asking = false;
            askedAt = clock.instant();
            if (!closed && !found.equals(problem)) {
                if (found.isEmpty()) {
                    LOG.info("Language model {} can be reached", settings.model());
                } else {
                    LOG.warn("Language model {} cannot be used: {}", settings.model(), found);
                }
            }
            problem = found;
            state = found.isEmpty() ? State.OK : State.UNREACHABLE;
        }
    }

    /** Stops to try. What is known stays. */
    @Override
    public void close() {
        synchronized (lock) {
            closed = true;
        }
    }
}
