package io.metaforge.client;

import io.metaforge.api.AgentStatus;
import io.metaforge.api.ApproveResponse;
import io.metaforge.api.Artifact;
import io.metaforge.api.ArtifactList;
import io.metaforge.api.CancelResponse;
import io.metaforge.api.DeleteResponse;
import io.metaforge.api.ErrorCodes;
import io.metaforge.api.Failure;
import io.metaforge.api.RejectRequest;
import io.metaforge.api.RejectResponse;
import io.metaforge.api.RunAgentRequest;
import io.metaforge.api.RunOptions;
import io.metaforge.api.SessionResponse;
import io.metaforge.client.event.Event;
import io.metaforge.client.event.EventStream;
import io.metaforge.client.event.Progress;
import io.metaforge.client.internal.Answer;
import io.metaforge.client.internal.Blocking;
import io.metaforge.client.internal.GatewayAddress;
import io.metaforge.client.internal.PastEvents;
import io.metaforge.client.internal.ReconnectingEventStream;
import io.metaforge.client.internal.Request;
import io.metaforge.client.internal.Transport;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * One session of the gateway. Thread-safe.
 *
 * <p>{@link #status()}, {@link #agent()}, {@link #digest()} and {@link #error()} say what was last heard, without asking; every
 * call that hears more brings them up to date. The blocking methods and the futures fail as {@link MetaForgeClient} says.
 */
public final class Session {

    /** How long {@link #waitForCompletion()} waits. */
    public static final Duration DEFAULT_WAIT = Duration.ofMinutes(15);

    private final Transport transport;
    private final String id;
    private final String skill;
    private final @Nullable RunOptions options;
    private final AtomicReference<SessionState> state;

    Session(Transport transport, String id, String skill, @Nullable RunOptions options, SessionState state) {
        this.transport = transport;
        this.id = id;
        this.skill = skill;
        this.options = options;
        this.state = new AtomicReference<>(state);
    }

    /** Returns its id, such as {@code session-01j…}. */
    public String id() {
        return id;
    }

    /** Returns the skill that it runs. */
    public String skill() {
        return skill;
    }

    /** Returns the status last heard of, see {@link io.metaforge.api.Statuses}; one that is new to this client comes as it is. */
    public String status() {
        return state.get().status();
    }

    /** Returns the agent that runs it, such as {@code requirements-agent}; null where that was not heard yet. */
    public @Nullable String agent() {
        return state.get().agent();
    }

    /** Returns the digest of the proposal last seen, which {@link #approve()} is bound to; null where none was seen. */
    public @Nullable String digest() {
        return state.get().digest();
    }

    /** Returns why the run failed; null where it did not, or that was not heard yet. */
    public @Nullable Failure error() {
        return state.get().error();
    }

    /** Asks for everything that is known of the session. */
    public SessionResponse refresh() {
        return Blocking.await(refreshAsync());
    }

    /** As {@link #refresh}. */
    public CompletableFuture<SessionResponse> refreshAsync() {
        return transport.send(Request.get(path("")), answer -> {
            SessionResponse session =
                    Answer.json(SessionResponse.class, "id", "skill", "status").read(answer);
            state.updateAndGet(known -> known.updatedBy(SessionState.of(session)));
            return session;
        });
    }

    /**
     * Starts the run of a session that was only created, with the options of its {@link RunRequest}. Does not wait for its end.
     *
     * @return this
     */
    public Session run() {
        return Blocking.await(runAsync());
    }

    /** As {@link #run}. */
    public CompletableFuture<Session> runAsync() {
        RunAgentRequest body = new RunAgentRequest(skill, null, options, id);
        return transport.send(Request.post("/agent/run", body, newKey()), answer -> {
            AgentStatus started =
                    Answer.json(AgentStatus.class, "session_id", "status").read(answer);
            state.updateAndGet(known -> new SessionState(
                    started.status(), started.agent(), known.digest(), known.error(), known.updated()));
            return this;
        });
    }

    /**
     * Waits until the run has ended, for at most {@link #DEFAULT_WAIT}.
     *
     * @return this; its status is {@code pending_approval}, {@code completed}, {@code approved}, {@code rejected} or
     *     {@code cancelled}
     * @throws io.metaforge.client.error.ApiException where the run failed: the exception of its error's code
     * @throws io.metaforge.client.error.WaitTimeoutException where it has not ended by then; the run goes on
     */
    public Session waitForCompletion() {
        return waitForCompletion(DEFAULT_WAIT);
    }

    /** As {@link #waitForCompletion()}, for at most this long. */
    public Session waitForCompletion(Duration timeout) {
        return waitForCompletion(timeout, progress -> {});
    }

    /**
     * As {@link #waitForCompletion()}, with reports on the way. Outlives lost connections and restarts of the gateway. An
     * interruption ends the waiting, not the run: see {@link #cancel}.
     *
     * @param onProgress called with one report at a time, in order and from the start of the run, on a thread of the client's
     *     executor; after a wait that ends early one can still be on its way
     */
    public Session waitForCompletion(Duration timeout, Consumer<? super Progress> onProgress) {
        return Blocking.await(waitForCompletionAsync(timeout, onProgress));
    }

    /** As {@link #waitForCompletion()}. */
    public CompletableFuture<Session> waitForCompletionAsync() {
        return waitForCompletionAsync(DEFAULT_WAIT, progress -> {});
    }

    /** As {@link #waitForCompletion(Duration, Consumer)}; cancelling the future ends the waiting, not the run. */
    public CompletableFuture<Session> waitForCompletionAsync(Duration timeout, Consumer<? super Progress> onProgress) {
        return Waiting.begin(transport, this, timeout, onProgress);
    }

    /** Approves every proposed file: they are written to the workspace, all or none. */
    public ApproveResponse approve() {
        return approve(Approval.all());
    }

    /**
     * Approves what is proposed. It is bound to the digest this session has seen last, so that what was looked at is what is
     * applied. Approving the same again gives the same answer.
     *
     * @throws io.metaforge.client.error.ConflictException where nothing is pending, or something else, or a target file was
     *     changed since; nothing is written
     */
    public ApproveResponse approve(Approval approval) {
        return Blocking.await(approveAsync(approval));
    }

    /** As {@link #approve()}. */
    public CompletableFuture<ApproveResponse> approveAsync() {
        return approveAsync(Approval.all());
    }

    /** As {@link #approve(Approval)}. */
    public CompletableFuture<ApproveResponse> approveAsync(Approval approval) {
        Request request = Request.post("/approve/" + segment(), approval.request(digest()), newKey());
        return transport.send(request, answer -> {
            ApproveResponse approved =
                    Answer.json(ApproveResponse.class, "status").read(answer);
            heard(approved.status());
            return approved;
        });
    }

    /**
     * Turns down what is proposed; nothing is written. It is bound to the digest seen last, as an approval.
     *
     * @param reason 1 to 10,000 characters, recorded with the decision
     */
    public RejectResponse reject(String reason) {
        return Blocking.await(rejectAsync(reason));
    }

    /** As {@link #reject}. */
    public CompletableFuture<RejectResponse> rejectAsync(String reason) {
        Request request = Request.post("/reject/" + segment(), new RejectRequest(reason, digest()), newKey());
        return transport.send(request, answer -> {
            RejectResponse rejected =
                    Answer.json(RejectResponse.class, "status").read(answer);
            heard(rejected.status());
            return rejected;
        });
    }

    /**
     * Starts a run that does better what this session proposed and somebody rejected: the reason is handed to the agent. Does not
     * wait for its end.
     *
     * @return the new session, on the same input and with the options of this one's {@link RunRequest}
     * @throws io.metaforge.client.error.ConflictException where this session is not rejected
     */
    public Session revise() {
        return Blocking.await(reviseAsync());
    }

    /** As {@link #revise()}. */
    public CompletableFuture<Session> reviseAsync() {
        return MetaForgeClient.run(
                transport, RunRequest.of(skill).withOptions(options).revising(id));
    }

    /**
     * Calls the session off before its run or during it; a run is stopped. Can be repeated.
     *
     * @throws io.metaforge.client.error.ConflictException where the run has ended: a proposal that waits for a decision is
     *     turned down by {@link #reject}, and what is approved, rejected, completed or failed stays so
     */
    public CancelResponse cancel() {
        return Blocking.await(cancelAsync());
    }

    /** As {@link #cancel}. */
    public CompletableFuture<CancelResponse> cancelAsync() {
        return transport.send(Request.post(path("/cancel")), answer -> {
            CancelResponse cancelled =
                    Answer.json(CancelResponse.class, "status").read(answer);
            heard(cancelled.status());
            return cancelled;
        });
    }

    /** Deletes the session and what it proposes; a run is stopped first. Its decision stays in the audit log. */
    public DeleteResponse delete() {
        return Blocking.await(deleteAsync());
    }

    /** As {@link #delete}. */
    public CompletableFuture<DeleteResponse> deleteAsync() {
        return transport.send(
                Request.delete(path("")),
                answer -> isGone(answer)
                        ? new DeleteResponse(true, id)
                        : Answer.json(DeleteResponse.class, "deleted").read(answer));
    }

    /** Returns whether an earlier attempt has deleted the session, as far as anybody can tell. */
    private static boolean isGone(Answer answer) {
        Failure failure = answer.maybeDone() && answer.status() == 404 ? answer.failure() : null;
        return failure != null && failure.code().equals(ErrorCodes.NOT_FOUND);
    }

    /** Lists the proposed files by path; empty where nothing is proposed. */
    public List<Artifact> artifacts() {
        return Blocking.await(artifactsAsync());
    }

    /** As {@link #artifacts}. */
    public CompletableFuture<List<Artifact>> artifactsAsync() {
        return transport.send(Request.get(path("/artifacts")), answer -> {
            ArtifactList list =
                    Answer.json(ArtifactList.class, "session_id", "artifacts").read(answer);
            state.updateAndGet(known -> known.withDigest(list.digest()));
            return list.artifacts();
        });
    }

    /**
     * Returns the proposed bytes of a file.
     *
     * @param path as {@link #artifacts} lists it
     * @throws IllegalArgumentException where it is empty, or has an empty segment, {@code .} or {@code ..}
     */
    public byte[] artifact(String path) {
        return Blocking.await(artifactAsync(path));
    }

    /** As {@link #artifact}. */
    public CompletableFuture<byte[]> artifactAsync(String path) {
        return transport.send(Request.get(path("/artifacts/" + GatewayAddress.path(path))), Answer.bytes());
    }

    /** Returns what is proposed as a unified diff; empty where nothing is. */
    public String diff() {
        return Blocking.await(diffAsync());
    }

    /** As {@link #diff}. */
    public CompletableFuture<String> diffAsync() {
        return transport.send(Request.get(path("/diff")), answer -> {
            answer.requireSuccess();
            answer.requireMediaType("text/x-diff");
            state.updateAndGet(known -> known.withDigest(answer.sha256Tag()));
            return answer.text();
        });
    }

    /**
     * Returns as a unified diff how what is proposed differs from what the rejected session proposed that this one revises.
     *
     * @throws io.metaforge.client.error.ValidationException where this session revises none
     * @throws io.metaforge.client.error.NotFoundException where that one was deleted
     */
    public String diffToPrevious() {
        return Blocking.await(diffToPreviousAsync());
    }

    /** As {@link #diffToPrevious}. */
    public CompletableFuture<String> diffToPreviousAsync() {
        return transport.send(Request.get(path("/diff?against=previous")), answer -> {
            answer.requireSuccess();
            answer.requireMediaType("text/x-diff");
            return answer.text();
        });
    }

    /** Returns the events of this session, from its first on. */
    public EventStream events() {
        return ReconnectingEventStream.of(transport).ofSession(id).after(0);
    }

    /** Lists what has happened to this session so far, from its first event on. */
    public List<Event> pastEvents() {
        return Blocking.await(pastEventsAsync());
    }

    /** As {@link #pastEvents}. */
    public CompletableFuture<List<Event>> pastEventsAsync() {
        return PastEvents.of(transport, id);
    }

    SessionState state() {
        return state.get();
    }

    private void heard(String status) {
        state.updateAndGet(known -> known.withStatus(status));
    }

    private String path(String below) {
        return "/session/" + segment() + below;
    }

    private String segment() {
        return GatewayAddress.segment(id);
    }

    static String newKey() {
        return UUID.randomUUID().toString();
    }

    @Override
    public String toString() {
        return id + " (" + skill + ", " + status() + ")";
    }
}
