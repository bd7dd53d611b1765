package io.metaforge.adapter.tools;

import io.metaforge.adapter.tools.KnownTool.Version;
import io.metaforge.application.port.out.Tools;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Finds kicad-cli and ngspice by asking them for their versions.
 *
 * <p>Thread-safe. Whoever asks while one looks gets what that one finds. What was found is looked for again, in the
 * background, when it is asked for after the cache time.
 */
public final class ToolDetection implements Tools, AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(ToolDetection.class);

    /** For all files together that may be a tool. */
    private static final Duration TIME_LIMIT = Duration.ofSeconds(5);

    private final ProgramSearch search;
    private final Clock clock;
    private final Duration cacheTime;
    private final Duration timeLimit;
    private final ExecutorService threads = Executors.newCachedThreadPool(task -> {
        Thread thread = new Thread(task, "metaforge-tools");
        thread.setDaemon(true);
        return thread;
    });

    private final Object lock = new Object();
    private @Nullable CompletableFuture<List<Detected>> looking;
    private @Nullable Instant lookedAt;
    private volatile List<Detected> detected = List.of();

    /**
     * Creates a detection that has not looked yet.
     *
     * @param configured paths of programs by tool, {@code kicad} and {@code ngspice}; a tool named here is looked for
     *     nowhere else
     * @param path the value of the environment variable {@code PATH}; null where there is none
     * @param cacheTime how long what was found counts
     */
    public ToolDetection(Map<String, Path> configured, @Nullable String path, Clock clock, Duration cacheTime) {
        this(ProgramSearch.onThisMachine(configured, path), clock, cacheTime, TIME_LIMIT);
    }

    ToolDetection(ProgramSearch search, Clock clock, Duration cacheTime, Duration timeLimit) {
        for (String name : search.configured().keySet()) {
            if (Arrays.stream(KnownTool.values())
                    .noneMatch(tool -> tool.published().equals(name))) {
                throw new IllegalArgumentException("not a tool: " + name);
            }
        }
        this.search = search;
        this.clock = clock;
        this.cacheTime = cacheTime;
        this.timeLimit = timeLimit;
    }

    /** Looks for the tools for the first time, in the background. Has no effect the second time. */
    public void start() {
        synchronized (lock) {
            if (lookedAt == null) {
                look();
            }
        }
    }

    @Override
    public List<Detected> detected() {
        synchronized (lock) {
            if (lookedAt != null && !lookedAt.plus(cacheTime).isAfter(clock.instant())) {
                look();
            }
        }
        return detected;
    }

    @Override
    public List<Detected> detect() {
        try {
            return look().join();
        } catch (CompletionException | CancellationException e) {
            // Closed: nothing more is found.
            LOG.debug("The search for tools was given up", e);
            return detected;
        }
    }

    /** Begins to look, unless somebody does already. */
    private CompletableFuture<List<Detected>> look() {
        synchronized (lock) {
            if (looking == null) {
                CompletableFuture<List<Detected>> begun = new CompletableFuture<>();
                try {
                    List<CompletableFuture<Detected>> each = new ArrayList<>();
                    for (KnownTool tool : KnownTool.values()) {
                        each.add(CompletableFuture.supplyAsync(() -> detect(tool), threads));
                    }
                    looking = begun;
                    CompletableFuture.allOf(each.toArray(CompletableFuture[]::new))
                            .whenComplete((done, failure) -> looked(begun, each, failure));
                } catch (RejectedExecutionException e) {
                    begun.completeExceptionally(e);
                }
                return begun;
            }
            return looking;
        }
    }

    private void looked(
            CompletableFuture<List<Detected>> begun,
            List<CompletableFuture<Detected>> each,
            @Nullable Throwable failure) {
        List<Detected> found =
                failure == null ? each.stream().map(CompletableFuture::join).toList() : List.of();
        synchronized (lock) {
            looking = null;
            lookedAt = clock.instant();
            if (failure == null) {
                if (!found.equals(detected)) {
                    found.forEach(tool -> LOG.info("{}: {} {}", tool.name(), tool.state(), tool.version()));
                }
                detected = found;
            }
        }
        if (failure == null) {
            begun.complete(found);
        } else {
            if (!threads.isShutdown()) {
                LOG.warn("The search for tools failed", failure);
            }
            begun.completeExceptionally(failure);
        }
    }

    private Detected detect(KnownTool tool) {
        long deadline = System.nanoTime() + timeLimit.toNanos();
        Detected best = notFound(tool);
        for (Path program : search.candidates(tool)) {
            Duration left = Duration.ofNanos(deadline - System.nanoTime());
            if (left.isNegative()) {
                break;
            }
            Detected found = ask(tool, program, left);
            LOG.debug("{} at {}: {}", tool.program(), program, found);
            if (found.available()) {
                return found;
            }
            if (best.state() == State.NOT_FOUND || found.state() == State.TOO_OLD) {
                best = found;
            }
        }
        return best;
    }

    private static Detected ask(KnownTool tool, Path program, Duration limit) {
        if (!Files.isExecutable(program)) {
            return doesNotStart(tool, "it is not executable by the user the gateway runs as");
        }
        List<String> command = new ArrayList<>();
        command.add(program.toString());
        command.addAll(tool.versionArguments());
        ProgramRun run;
        try {
            run = ProgramRun.of(command, limit);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CancellationException("interrupted");
        }
        return switch (run.end()) {
            case SUCCEEDED -> {
                Optional<Version> version = tool.version(run.output());
                yield version.isEmpty()
                        ? doesNotStart(tool, "it does not tell its version")
                        : byVersion(tool, version.get());
            }
            case FAILED -> doesNotStart(tool, "it ends with an error when asked for its version");
            case NOT_STARTED -> doesNotStart(tool, "the operating system cannot execute it");
            case TIMED_OUT ->
                doesNotStart(tool, "it does not tell its version within " + TIME_LIMIT.toSeconds() + " s");
            case PRINTED_TOO_MUCH -> doesNotStart(tool, "it prints without end when asked for its version");
        };
    }

    private static Detected byVersion(KnownTool tool, Version version) {
        return tool.accepts(version)
                ? new Detected(tool.published(), State.DETECTED, version.text(), null)
                : new Detected(
                        tool.published(),
                        State.TOO_OLD,
                        version.text(),
                        tool.program() + " " + version.text() + " is too old. Install " + tool.source());
    }

    private Detected notFound(KnownTool tool) {
        String advice = search.configured().containsKey(tool.published())
                ? "There is no file at the path that is configured for " + tool.program() + ". Correct it, or install "
                        + tool.source()
                : tool.program() + " was not found. Install " + tool.source();
        return new Detected(tool.published(), State.NOT_FOUND, null, advice);
    }

    private static Detected doesNotStart(KnownTool tool, String why) {
        return new Detected(
                tool.published(),
                State.DOES_NOT_START,
                null,
                tool.program() + " was found but does not work: " + why + ". Install " + tool.source());
    }

    /** Gives up looking, and kills what runs for it. */
    @Override
    public void close() {
        threads.shutdownNow();
    }
}
