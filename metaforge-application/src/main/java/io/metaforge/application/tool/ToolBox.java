package io.metaforge.application.tool;

import io.metaforge.application.port.out.Tool;
import io.metaforge.application.port.out.Tools;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Single tools as one collection, which looks for all of them at once and remembers what it found.
 *
 * <p>Thread-safe. Whoever asks while one looks gets what that one finds. What was found is looked for again, in the
 * background, when it is asked for after the cache time. A tool that does not answer in time, or throws, is listed as one
 * that does not start.
 */
public final class ToolBox implements Tools, AutoCloseable {

    /** How long what was found counts, unless said otherwise. */
    public static final Duration CACHE_TIME = Duration.ofMinutes(10);

    private static final System.Logger LOG = System.getLogger(ToolBox.class.getName());
    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final Pattern NAME = Pattern.compile("[a-z0-9]+(-[a-z0-9]+)*");
    private static final int MAX_NAME = 64;

    private final Map<String, Tool> tools = new LinkedHashMap<>();
    private final Duration cacheTime;
    private final ExecutorService threads;

    private final Object lock = new Object();
    private @Nullable CompletableFuture<List<Detected>> looking;
    private boolean looked;
    private long lookedAtNanos;
    private volatile List<Detected> detected = List.of();

    /**
     * Creates a collection that has not looked yet.
     *
     * @param tools in the order they are listed
     * @param cacheTime how long what was found counts
     * @throws IllegalArgumentException where a name is not one, or two tools share it
     */
    public ToolBox(Collection<Tool> tools, Duration cacheTime) {
        for (Tool tool : tools) {
            String name = tool.name();
            if (name.length() > MAX_NAME || !NAME.matcher(name).matches()) {
                throw new IllegalArgumentException(
                        "a tool's name has lower-case letters, digits and hyphens between them, at most " + MAX_NAME
                                + " in all: '" + name + "'");
            }
            if (this.tools.putIfAbsent(name, tool) != null) {
                throw new IllegalArgumentException("two tools are named '" + name + "'");
            }
        }
        this.cacheTime = cacheTime;
        AtomicInteger number = new AtomicInteger();
        this.threads = Executors.newCachedThreadPool(work -> {
            Thread thread = new Thread(work, "metaforge-tool-detection-" + number.incrementAndGet());
            thread.setDaemon(true);
            return thread;
        });
    }

    /** Looks for the tools for the first time, in the background. Has no effect the second time. */
    public void start() {
        synchronized (lock) {
            if (!looked && !tools.isEmpty()) {
                look();
            }
        }
    }

    @Override
    public List<Detected> detected() {
        synchronized (lock) {
            if (looked && System.nanoTime() - lookedAtNanos > cacheTime.toNanos()) {
                look();
            }
        }
        return detected;
    }

    @Override
    public List<Detected> detect() {
        return look().join();
    }

    @Override
    public Optional<Tool> find(String name) {
        return Optional.ofNullable(tools.get(name));
    }

    /** Begins to look, unless somebody does already. */
    private CompletableFuture<List<Detected>> look() {
        synchronized (lock) {
            if (looking != null) {
                return looking;
            }
            CompletableFuture<List<Detected>> begun = new CompletableFuture<>();
            try {
                threads.execute(() -> {
                    List<Detected> found = detected;
                    try {
                        found = lookForAll();
                    } finally { // also where the machine has no thread left: nobody waits for ever
                        finish(begun, found);
                    }
                });
                looking = begun;
            } catch (RejectedExecutionException closed) {
                begun.complete(detected);
            }
            return begun;
        }
    }

    private void finish(CompletableFuture<List<Detected>> begun, List<Detected> found) {
        synchronized (lock) {
            looking = null;
            looked = true;
            lookedAtNanos = System.nanoTime();
            if (!threads.isShutdown()) {
                detected = found;
            }
        }
        begun.complete(found);
    }

    private List<Detected> lookForAll() {
        List<Callable<Detected>> searches = new ArrayList<>();
        tools.forEach((name, tool) -> searches.add(() -> detect(name, tool)));
        List<Detected> found = new ArrayList<>();
        try {
            List<Future<Detected>> ended = threads.invokeAll(searches, PATIENCE.toNanos(), TimeUnit.NANOSECONDS);
            int next = 0;
            for (String name : tools.keySet()) {
                found.add(outcome(name, ended.get(next++)));
            }
            return List.copyOf(found);
        } catch (InterruptedException | RejectedExecutionException closed) {
            return detected;
        }
    }

    private static Detected detect(String name, Tool tool) throws InterruptedException {
        Detected one = tool.detect();
        return one.name().equals(name)
                ? one
                : doesNotStart(name, "it says that its name is '" + one.name() + "'. Correct the tool");
    }

    private static Detected outcome(String name, Future<Detected> search) throws InterruptedException {
        try {
            return search.get();
        } catch (CancellationException tooLate) {
            return doesNotStart(name, "it does not answer within " + PATIENCE.toSeconds() + " s");
        } catch (ExecutionException e) {
            LOG.log(Level.WARNING, "Looking for the tool " + name + " failed", e.getCause());
            return doesNotStart(name, "looking for it fails; the log of the gateway tells more");
        }
    }

    private static Detected doesNotStart(String name, String why) {
        return new Detected(name, State.DOES_NOT_START, null, name + " cannot be used: " + why);
    }

    /** Gives up looking. The tools themselves stay as they are. */
    @Override
    public void close() {
        threads.shutdownNow();
    }
}
