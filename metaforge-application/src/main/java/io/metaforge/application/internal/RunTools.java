package io.metaforge.application.internal;

import io.metaforge.application.port.out.Tool;
import io.metaforge.application.port.out.ToolRequest;
import io.metaforge.application.port.out.ToolResult;
import io.metaforge.application.port.out.Tools;
import io.metaforge.application.port.out.Tools.Detected;
import io.metaforge.domain.failure.Failure;
import io.metaforge.domain.failure.FailureKind;
import io.metaforge.domain.failure.MetaForgeException;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** The tools of one run: those of the gateway, held to their limits and to the run's deadline. */
final class RunTools {

    private static final System.Logger LOG = System.getLogger(RunTools.class.getName());

    /** A tool that keeps its limits itself knows best what to say when it exceeds one. */
    private static final Duration GRACE = Duration.ofSeconds(1);

    private final Tools tools;
    private final ExecutorService threads;
    private final long deadlineNanos;

    /**
     * @param threads to execute tools on
     * @param deadlineNanos of the run, on the clock of {@link System#nanoTime}
     */
    RunTools(Tools tools, ExecutorService threads, long deadlineNanos) {
        this.tools = tools;
        this.threads = threads;
        this.deadlineNanos = deadlineNanos;
    }

    /** Returns the tool, or throws {@code TOOL} with what to do about it. */
    Tool require(String name) throws InterruptedException {
        Optional<Detected> found = detected(name);
        Optional<Tool> tool = tools.find(name);
        if (found.isPresent() && found.get().available() && tool.isPresent()) {
            return new Held(tool.get(), found.get());
        }
        Map<String, Object> details = new LinkedHashMap<>();
        details.put("tool", name);
        found.ifPresent(one -> details.put("state", one.state().name().toLowerCase(Locale.ROOT)));
        throw new Failure(FailureKind.TOOL, missing(name, found), details).asException();
    }

    /** Returns the tool if it can be used. */
    Optional<Tool> find(String name) throws InterruptedException {
        Optional<Detected> found = detected(name).filter(Detected::available);
        return found.isEmpty() ? Optional.empty() : tools.find(name).map(tool -> new Held(tool, found.get()));
    }

    /** It may have been installed since it was looked for. */
    private Optional<Detected> detected(String name) throws InterruptedException {
        Optional<Detected> known = named(name, tools.detected());
        if (known.isPresent() && known.get().available()) {
            return known;
        }
        // Looking does not heed interruption; this thread has to.
        Future<List<Detected>> looking = threads.submit(tools::detect);
        try {
            return named(name, looking.get());
        } catch (ExecutionException e) {
            LOG.log(Level.WARNING, "Looking for the tool " + name + " failed", e.getCause());
            return known;
        }
    }

    private static Optional<Detected> named(String name, List<Detected> all) {
        return all.stream().filter(tool -> tool.name().equals(name)).findFirst();
    }

    private String missing(String name, Optional<Detected> found) {
        if (found.isEmpty()) {
            return "This gateway has no tool '" + name + "'";
        }
        String advice = found.get().advice();
        return found.get().available()
                ? "This gateway finds " + name + " but cannot execute it"
                : advice == null ? name + " cannot be used" : advice;
    }

    /** A tool as its run may use it. */
    private final class Held implements Tool {

        private final Tool tool;
        private final Detected found;

        Held(Tool tool, Detected found) {
            this.tool = tool;
            this.found = found;
        }

        @Override
        public String name() {
            return found.name();
        }

        @Override
        public Detected detect() {
            return found;
        }

        @Override
        public ToolResult execute(ToolRequest request) throws InterruptedException {
            Duration left = Duration.ofNanos(deadlineNanos - System.nanoTime());
            Duration limit = request.limits().time();
            if (left.compareTo(limit) < 0) {
                limit = left;
            }
            if (limit.isNegative() || limit.isZero()) {
                throw new Failure(
                                FailureKind.TIMEOUT,
                                "The run has no time left to execute " + name(),
                                Map.of("tool", name()))
                        .asException();
            }
            ToolRequest held = request.withLimits(request.limits().withTime(limit));
            Future<ToolResult> execution = begin(held);
            try {
                ToolResult result = execution.get(limit.plus(GRACE).toNanos(), TimeUnit.NANOSECONDS);
                requireWithin(request.limits().outputBytes(), result);
                return result;
            } catch (TimeoutException e) {
                throw tooLate(limit);
            } catch (ExecutionException e) {
                throw failed(e.getCause());
            } finally {
                execution.cancel(true);
            }
        }

        private Future<ToolResult> begin(ToolRequest request) throws InterruptedException {
            try {
                return threads.submit(() -> Objects.requireNonNull(tool.execute(request), "a tool returns a result"));
            } catch (RejectedExecutionException stopped) {
                throw new InterruptedException("the gateway stops");
            }
        }

        private RuntimeException tooLate(Duration limit) {
            Map<String, Object> details = new LinkedHashMap<>();
            details.put("tool", name());
            details.put("seconds", limit.toMillis() / 1000.0);
            return new Failure(
                            FailureKind.TIMEOUT,
                            name() + " did not end within " + limit.toMillis() / 1000.0 + " seconds",
                            details)
                    .asException();
        }

        private void requireWithin(long limit, ToolResult result) {
            long size = (long) result.output().length() + result.errors().length();
            for (byte[] file : result.files().values()) {
                size += file.length;
            }
            if (size > limit) {
                throw new Failure(
                                FailureKind.TOOL,
                                name() + " printed and wrote " + size + " bytes; the limit is " + limit,
                                Map.of("tool", name()))
                        .asException();
            }
        }

        private RuntimeException failed(Throwable cause) {
            if (cause instanceof MetaForgeException expected) {
                return expected;
            }
            String incident = UUID.randomUUID().toString();
            LOG.log(Level.ERROR, "The tool " + name() + " failed, incident " + incident, cause);
            Map<String, Object> details = new LinkedHashMap<>();
            details.put("tool", name());
            details.put("incident", incident);
            return new Failure(
                            FailureKind.TOOL,
                            name() + " failed unexpectedly; the log tells more under incident " + incident,
                            details)
                    .asException();
        }
    }
}
