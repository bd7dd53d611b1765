package io.metaforge.application.internal;

import io.metaforge.application.port.in.Page;
import io.metaforge.application.port.in.SessionQueries;
import io.metaforge.application.port.out.EventLog;
import io.metaforge.application.port.out.Stores;
import io.metaforge.domain.artifact.Digest;
import io.metaforge.domain.artifact.ProposedArtifact;
import io.metaforge.domain.artifact.WorkspacePath;
import io.metaforge.domain.failure.Failure;
import io.metaforge.domain.session.RecordedEvent;
import io.metaforge.domain.session.Session;
import io.metaforge.domain.session.SessionId;
import io.metaforge.domain.session.SessionStatus;
import io.metaforge.domain.session.SessionSummary;
import java.time.Duration;
import java.util.Collection;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Answers questions about sessions, and lets callers wait for one to end. */
public final class SessionReading implements SessionQueries, EventLog.Listener, AutoCloseable {

    private static final int MAX_LIMIT = 200;
    private static final Set<String> ENDINGS =
            Set.of("session.complete", "session.failed", "session.cancelled", "session.deleted", "approval.approved");

    private final Stores stores;
    private final ArtifactStates artifacts;
    private final ProposalDiffs diffs;
    private final Map<SessionId, Set<CompletableFuture<Session>>> waiting = new ConcurrentHashMap<>();
    private final ExecutorService answers = Executors.newFixedThreadPool(2, Threads.named("await"));
    private final AutoCloseable registration;
    private volatile boolean closed;

    public SessionReading(Stores stores, ArtifactStates artifacts) {
        this.stores = stores;
        this.artifacts = artifacts;
        this.diffs = new ProposalDiffs(stores);
        this.registration = stores.events().onAppended(this);
    }

    @Override
    public Session get(SessionId id) {
        return stores.sessions().find(id).orElseThrow(() -> Failure.notFound("session", id.value())
                .asException());
    }

    @Override
    public Description describe(SessionId id) {
        Session session = get(id);
        return new Description(
                session,
                artifacts.of(session),
                session.status() == SessionStatus.REJECTED ? stores.sessions().revisionsOf(id, MAX_LIMIT) : List.of(),
                stores.ledger().account(id).used());
    }

    @Override
    public Set<SessionId> stale(Collection<SessionId> ids) {
        return artifacts.stale(ids);
    }

    @Override
    public Page<SessionSummary> list(@Nullable SessionStatus status, int limit, long offset) {
        requirePage(limit, offset);
        Set<SessionStatus> statuses = status == null
                ? Set.of()
                : status == SessionStatus.PENDING_APPROVAL
                        ? EnumSet.of(SessionStatus.PENDING_APPROVAL, SessionStatus.APPLYING)
                        : EnumSet.of(status);
        return stores.unitOfWork().execute(() -> {
            long total = stores.sessions().counts().entrySet().stream()
                    .filter(count -> statuses.isEmpty() || statuses.contains(count.getKey()))
                    .mapToLong(Map.Entry::getValue)
                    .sum();
            return new Page<>(stores.sessions().list(statuses, limit, offset), total, limit, offset);
        });
    }

    @Override
    public Page<Session> pending(int limit, long offset) {
        requirePage(limit, offset);
        return stores.unitOfWork().execute(() -> {
            long total = stores.sessions().counts().getOrDefault(SessionStatus.PENDING_APPROVAL, 0L);
            return new Page<>(
                    stores.sessions().inStatus(SessionStatus.PENDING_APPROVAL, limit, offset), total, limit, offset);
        });
    }

    static void requirePage(int limit, long offset) {
        if (limit < 1 || limit > MAX_LIMIT) {
            throw Failure.invalid(
                            "limit",
                            "integer from 1 to " + MAX_LIMIT,
                            "Invalid input: 'limit' must be from 1 to " + MAX_LIMIT)
                    .asException();
        }
        if (offset < 0) {
            throw Failure.invalid("offset", "integer, 0 or more", "Invalid input: 'offset' must be 0 or more")
                    .asException();
        }
    }

    @Override
    public byte[] artifact(SessionId id, WorkspacePath path) {
        Digest content = get(id).proposal()
                .flatMap(proposal -> proposal.artifact(path))
                .map(ProposedArtifact::content)
                .orElseThrow(() -> Failure.notFound("artifact", path.value()).asException());
        return bytes(content);
    }

    @Override
    public String diff(SessionId id) {
        return diffs.againstWorkspace(get(id));
    }

    @Override
    public String diffToPrevious(SessionId id) {
        return diffs.againstPrevious(get(id));
    }

    private byte[] bytes(Digest digest) {
        return stores.contents().get(digest).orElseThrow(() -> Failure.notFound("content", digest.hex())
                .asException());
    }

    @Override
    public CompletionStage<Session> awaitEnd(SessionId id, Duration atMost) {
        CompletableFuture<Session> end = new CompletableFuture<>();
        // Registered before the state is looked at, so that an end in between is not missed.
        waiting.compute(id, (any, ends) -> {
            // In one step with the look-up: the last of those who waited before may be leaving, and the set with it.
            Set<CompletableFuture<Session>> all = ends == null ? ConcurrentHashMap.newKeySet() : ends;
            all.add(end);
            return all;
        });
        CompletableFuture<Session> result = end.whenComplete((session, failure) -> forget(id, end));
        answerIfEnded(id, end);
        if (!end.isDone()) {
            CompletableFuture<Boolean> timer = new CompletableFuture<Boolean>()
                    .completeOnTimeout(Boolean.TRUE, atMost.toMillis(), TimeUnit.MILLISECONDS);
            timer.thenAcceptAsync(expired -> answerAsIs(id, end), answers);
            end.whenComplete((session, failure) -> timer.cancel(false));
            if (closed) {
                answerAsIs(id, end);
            }
        }
        return result;
    }

    private void forget(SessionId id, CompletableFuture<Session> end) {
        waiting.computeIfPresent(id, (key, ends) -> {
            ends.remove(end);
            return ends.isEmpty() ? null : ends;
        });
    }

    private void answerIfEnded(SessionId id, CompletableFuture<Session> end) {
        try {
            Session session = get(id);
            if (session.status() != SessionStatus.CREATED && session.status() != SessionStatus.RUNNING) {
                end.complete(session);
            }
        } catch (RuntimeException e) {
            end.completeExceptionally(e);
        }
    }

    private void answerAsIs(SessionId id, CompletableFuture<Session> end) {
        try {
            end.complete(get(id));
        } catch (RuntimeException e) {
            end.completeExceptionally(e);
        }
    }

    @Override
    public void appended(long after, List<RecordedEvent> events, long head) {
        for (RecordedEvent event : events) {
            Set<CompletableFuture<Session>> ends = waiting.get(event.session());
            if (ends != null && ENDINGS.contains(event.name())) {
                try {
                    answers.execute(() -> ends.forEach(end -> answerIfEnded(event.session(), end)));
                } catch (RejectedExecutionException stopping) {
                    return;
                }
            }
        }
    }

    @Override
    public void close() throws Exception {
        closed = true;
        registration.close();
        waiting.forEach((id, ends) -> ends.forEach(end -> answerAsIs(id, end)));
        answers.shutdownNow();
    }
}
