package io.metaforge.client;

import io.metaforge.api.AgentStatus;
import io.metaforge.api.AuditList;
import io.metaforge.api.CreateSessionRequest;
import io.metaforge.api.HealthResponse;
import io.metaforge.api.PendingList;
import io.metaforge.api.RunAgentRequest;
import io.metaforge.api.SessionList;
import io.metaforge.api.SessionResponse;
import io.metaforge.api.SessionSummary;
import io.metaforge.api.Skill;
import io.metaforge.api.SkillList;
import io.metaforge.api.StatusResponse;
import io.metaforge.client.event.Event;
import io.metaforge.client.event.EventStream;
import io.metaforge.client.event.EventWatch;
import io.metaforge.client.internal.Answer;
import io.metaforge.client.internal.Blocking;
import io.metaforge.client.internal.GatewayAddress;
import io.metaforge.client.internal.ReconnectingEventStream;
import io.metaforge.client.internal.Request;
import io.metaforge.client.internal.Transport;
import io.metaforge.client.internal.TransportSettings;
import java.net.URI;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/**
 * Talks to a gateway. Thread-safe; meant to be shared, and closed at the end.
 *
 * <p>Whatever asks the gateway comes in two forms. The blocking one throws a
 * {@link io.metaforge.client.error.MetaForgeClientException}: an {@link io.metaforge.client.error.ApiException}, mostly of a
 * subclass named after its code, where the gateway refuses; a
 * {@link io.metaforge.client.error.GatewayUnreachableException} where none answers; a
 * {@link io.metaforge.client.error.CallInterruptedException} where the thread is interrupted. It can be called from virtual
 * threads. The one whose name ends in {@code Async} returns a future at once, which completes exceptionally with the same and
 * can be cancelled.
 *
 * <p>Requests are repeated where that can help, and are made so that repeating does nothing twice. On a closed client every call
 * ends with an {@link IllegalStateException}.
 */
public final class MetaForgeClient implements AutoCloseable {

    private static final AtomicInteger THREADS = new AtomicInteger();

    private final Transport transport;
    private final @Nullable ExecutorService ownExecutor;

    MetaForgeClient(TransportSettings settings, @Nullable Executor executor, @Nullable SSLContext tls) {
        this.ownExecutor = executor == null ? Executors.newCachedThreadPool(MetaForgeClient::thread) : null;
        this.transport = new Transport(settings, ownExecutor != null ? ownExecutor : executor, tls);
    }

    private static Thread thread(Runnable task) {
        Thread thread = new Thread(task, "metaforge-client-" + THREADS.incrementAndGet());
        thread.setDaemon(true);
        return thread;
    }

    /**
     * Returns a client of the gateway at {@code url}, such as {@code http://localhost:3000}. Connects at the first call.
     *
     * @throws IllegalArgumentException where {@code url} is not an http or https address
     */
    public static MetaForgeClient connect(String url) {
        return builder(url).build();
    }

    /**
     * Describes a client of the gateway at {@code url}, such as {@code http://localhost:3000}.
     *
     * @throws IllegalArgumentException where {@code url} is not an http or https address
     */
    public static MetaForgeClientBuilder builder(String url) {
        return new MetaForgeClientBuilder(url);
    }

    /** Returns the address this client talks to, without a slash at its end. */
    public URI gateway() {
        return transport.gateway().root();
    }

    /**
     * Starts a run of a skill, and does not wait for its end: see {@link Session#waitForCompletion()}.
     *
     * @param files paths in the workspace, with {@code /} between segments; none means the skill's default inputs
     */
    public Session runSkill(String skill, String... files) {
        return runSkill(RunRequest.of(skill, files));
    }

    /** As {@link #runSkill(String, String...)}, with arguments and options. */
    public Session runSkill(RunRequest request) {
        return Blocking.await(runSkillAsync(request));
    }

    /** As {@link #runSkill(String, String...)}. */
    public CompletableFuture<Session> runSkillAsync(String skill, String... files) {
        return runSkillAsync(RunRequest.of(skill, files));
    }

    /** As {@link #runSkill(RunRequest)}. */
    public CompletableFuture<Session> runSkillAsync(RunRequest request) {
        return run(transport, request);
    }

    static CompletableFuture<Session> run(Transport transport, RunRequest request) {
        RunAgentRequest body =
                new RunAgentRequest(request.skill(), request.sentInput(), request.options(), null, request.revises());
        return transport.send(Request.post("/agent/run", body, key(request)), answer -> {
            AgentStatus run =
                    Answer.json(AgentStatus.class, "session_id", "status").read(answer);
            SessionState state = new SessionState(run.status(), run.agent(), run.digest(), run.error());
            return new Session(transport, run.sessionId(), request.skill(), request.options(), state);
        });
    }

    /**
     * Creates a session that waits for {@link Session#run}.
     *
     * @param files as for {@link #runSkill(String, String...)}
     */
    public Session createSession(String skill, String... files) {
        return createSession(RunRequest.of(skill, files));
    }

    /** As {@link #createSession(String, String...)}, with arguments, and options for the run. */
    public Session createSession(RunRequest request) {
        return Blocking.await(createSessionAsync(request));
    }

    /** As {@link #createSession(String, String...)}. */
    public CompletableFuture<Session> createSessionAsync(String skill, String... files) {
        return createSessionAsync(RunRequest.of(skill, files));
    }

    /** As {@link #createSession(RunRequest)}. */
    public CompletableFuture<Session> createSessionAsync(RunRequest request) {
        if (request.revises() != null) {
            throw new IllegalArgumentException("a session that revises another is run at once: see runSkill");
        }
        CreateSessionRequest body = new CreateSessionRequest(request.skill(), request.input());
        return transport.send(Request.post("/session/create", body, key(request)), answer -> {
            SessionSummary created =
                    Answer.json(SessionSummary.class, "id", "skill", "status").read(answer);
            SessionState state = new SessionState(created.status(), null, null, null);
            return new Session(transport, created.id(), created.skill(), request.options(), state);
        });
    }

    /**
     * Returns a session there is, and all that is known of it now.
     *
     * @throws io.metaforge.client.error.NotFoundException where there is none
     */
    public Session session(String id) {
        return Blocking.await(sessionAsync(id));
    }

    /** As {@link #session}. */
    public CompletableFuture<Session> sessionAsync(String id) {
        return transport.send(Request.get("/session/" + GatewayAddress.segment(id)), answer -> {
            SessionResponse known =
                    Answer.json(SessionResponse.class, "id", "skill", "status").read(answer);
            return new Session(transport, known.id(), known.skill(), null, SessionState.of(known));
        });
    }

    /** Lists the 50 newest sessions, newest first. */
    public SessionList sessions() {
        return sessions(null, 50, 0);
    }

    /**
     * Lists sessions, newest first.
     *
     * @param status only those, see {@link io.metaforge.api.Statuses}; null for all
     * @param limit 1 to 200
     * @param offset how many to leave out
     */
    public SessionList sessions(@Nullable String status, int limit, long offset) {
        return Blocking.await(sessionsAsync(status, limit, offset));
    }

    /** As {@link #sessions(String, int, long)}. */
    public CompletableFuture<SessionList> sessionsAsync(@Nullable String status, int limit, long offset) {
        String filter = status == null ? "" : "&status=" + GatewayAddress.encoded(status);
        return get(
                "/sessions?limit=" + limit + "&offset=" + offset + filter, Answer.json(SessionList.class, "sessions"));
    }

    /** Lists the first 200 of what waits for a decision, longest waiting first. */
    public PendingList pending() {
        return Blocking.await(pendingAsync());
    }

    /** As {@link #pending()}. */
    public CompletableFuture<PendingList> pendingAsync() {
        return get("/pending", Answer.json(PendingList.class, "pending"));
    }

    /**
     * Lists a page of what waits for a decision, longest waiting first.
     *
     * @param limit 1 to 200
     * @param offset how many to leave out
     */
    public PendingList pending(int limit, long offset) {
        return Blocking.await(pendingAsync(limit, offset));
    }

    /** As {@link #pending(int, long)}. */
    public CompletableFuture<PendingList> pendingAsync(int limit, long offset) {
        return get("/pending?limit=" + limit + "&offset=" + offset, Answer.json(PendingList.class, "pending"));
    }

    /** Lists the skills that can be run, by name. */
    public List<Skill> skills() {
        return Blocking.await(skillsAsync());
    }

    /** As {@link #skills}. */
    public CompletableFuture<List<Skill>> skillsAsync() {
        return get(
                "/skills",
                answer -> Answer.json(SkillList.class, "skills").read(answer).skills());
    }

    /**
     * Lists decisions, newest first, also of deleted sessions.
     *
     * @param limit 1 to 200
     * @param offset how many to leave out
     */
    public AuditList audit(int limit, long offset) {
        return Blocking.await(auditAsync(limit, offset));
    }

    /** As {@link #audit}. */
    public CompletableFuture<AuditList> auditAsync(int limit, long offset) {
        return get("/audit?limit=" + limit + "&offset=" + offset, Answer.json(AuditList.class, "entries"));
    }

    /** Returns the gateway's health, also where it says that it is unhealthy. */
    public HealthResponse health() {
        return Blocking.await(healthAsync());
    }

    /** As {@link #health}. */
    public CompletableFuture<HealthResponse> healthAsync() {
        return get("/health", answer -> {
            if (answer.status() != 503 || answer.failure() != null) {
                answer.requireSuccess();
            }
            return answer.read(HealthResponse.class, "status");
        });
    }

    /** Returns what the gateway has and does. */
    public StatusResponse status() {
        return status(false);
    }

    /**
     * As {@link #status()}.
     *
     * @param refresh look for tools again first
     */
    public StatusResponse status(boolean refresh) {
        return Blocking.await(statusAsync(refresh));
    }

    /** As {@link #status(boolean)}. */
    public CompletableFuture<StatusResponse> statusAsync(boolean refresh) {
        return get(refresh ? "/status?refresh" : "/status", Answer.json(StatusResponse.class, "version"));
    }

    /** Returns the events of all sessions, from now on unless {@link EventStream#after} says otherwise. */
    public EventStream events() {
        return ReconnectingEventStream.of(transport);
    }

    /**
     * Calls {@code receiver} with every event from now on; see {@link EventStream#onEvent}.
     *
     * @return closes the subscription
     */
    public EventWatch onEvent(Consumer<? super Event> receiver) {
        return events().onEvent(receiver);
    }

    private <T> CompletableFuture<T> get(String path, Answer.Reader<T> reader) {
        return transport.send(Request.get(path), reader);
    }

    private static String key(RunRequest request) {
        String given = request.idempotencyKey();
        return given == null ? Session.newKey() : given;
    }

    /** Ends calls and subscriptions that are under way. Runs go on. Does not block. */
    @Override
    public void close() {
        transport.close();
        if (ownExecutor != null) {
            ownExecutor.shutdown();
        }
    }

    @Override
    public String toString() {
        return "MetaForgeClient[" + gateway() + "]";
    }
}
