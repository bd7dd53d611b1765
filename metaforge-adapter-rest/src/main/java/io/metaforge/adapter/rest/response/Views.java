package io.metaforge.adapter.rest.response;

import io.metaforge.api.AgentStatus;
import io.metaforge.api.ApproveResponse;
import io.metaforge.api.Artifact;
import io.metaforge.api.ArtifactDiff;
import io.metaforge.api.ArtifactList;
import io.metaforge.api.AuditEntry;
import io.metaforge.api.AuditList;
import io.metaforge.api.Decision;
import io.metaforge.api.EventMessage;
import io.metaforge.api.Failure;
import io.metaforge.api.PendingApproval;
import io.metaforge.api.PendingArtifact;
import io.metaforge.api.PendingList;
import io.metaforge.api.RejectResponse;
import io.metaforge.api.RunInput;
import io.metaforge.api.SessionList;
import io.metaforge.api.SessionResponse;
import io.metaforge.api.SessionSummary;
import io.metaforge.application.port.in.Page;
import io.metaforge.application.port.in.SessionQueries;
import io.metaforge.domain.artifact.ChangeSet;
import io.metaforge.domain.artifact.Digest;
import io.metaforge.domain.artifact.ProposedArtifact;
import io.metaforge.domain.artifact.WorkspacePath;
import io.metaforge.domain.session.BudgetRequest;
import io.metaforge.domain.session.RecordedEvent;
import io.metaforge.domain.session.Session;
import io.metaforge.domain.session.SessionId;
import io.metaforge.domain.session.SessionState;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Shows sessions, decisions and events as wire records. */
public final class Views {

    private Views() {}

    /** Shows a session as its creation is answered. */
    public static SessionSummary summary(Session session) {
        return new SessionSummary(
                session.id().value(),
                session.skill().value(),
                session.status().wireName(),
                session.created().toString(),
                null);
    }

    /**
     * Shows a page of sessions.
     *
     * @param stale those of them that wrote what is stale now
     */
    public static SessionList list(Page<io.metaforge.domain.session.SessionSummary> page, Set<SessionId> stale) {
        return new SessionList(
                page.items().stream()
                        .map(s -> new SessionSummary(
                                s.id().value(),
                                s.skill().value(),
                                s.status().wireName(),
                                s.created().toString(),
                                stale.contains(s.id()) ? Boolean.TRUE : null))
                        .toList(),
                page.total(),
                page.limit(),
                page.offset());
    }

    /** Shows all of a session. */
    public static SessionResponse session(SessionQueries.Description description) {
        Session session = description.session();
        List<Artifact> artifacts = artifactsOrNull(session);
        return new SessionResponse(
                session.id().value(),
                session.skill().value(),
                session.status().wireName(),
                session.created().toString(),
                session.updated().toString(),
                artifacts == null
                        ? null
                        : new SessionResponse.Output(artifacts.stream()
                                .map(artifact -> ChainViews.withState(artifact, description.artifacts()))
                                .toList()),
                session.agent().inRuns(),
                digestOrNull(session),
                session.decision().map(Views::decision).orElse(null),
                session.failure().map(Views::failure).orElse(null),
                new RunInput(
                        session.input().files().stream()
                                .map(WorkspacePath::value)
                                .toList(),
                        session.input().args()),
                ChainViews.warningsOrNull(session),
                ChainViews.revisesOrNull(session),
                description.revisedBy().isEmpty()
                        ? null
                        : description.revisedBy().stream().map(SessionId::value).toList(),
                ModelViews.usageOrNull(description.usage()),
                ModelViews.approvalOrNull(session));
    }

    /** Shows that a run was accepted. */
    public static AgentStatus accepted(Session session) {
        return new AgentStatus(
                session.id().value(),
                session.status().wireName(),
                session.agent().inRuns(),
                null,
                null,
                null,
                null,
                null);
    }

    /** Shows how far a run is. */
    public static AgentStatus agentStatus(Session session) {
        List<ArtifactDiff> artifacts = null;
        if (session.proposal().isPresent()) {
            artifacts = session.proposal().get().artifacts().stream()
                    .map(a -> new ArtifactDiff(a.path().value(), a.diffStat(), lower(a.change()), a.size()))
                    .toList();
        } else if (session.state() instanceof SessionState.Completed) {
            artifacts = List.of();
        }
        return new AgentStatus(
                session.id().value(),
                session.status().wireName(),
                session.agent().inRuns(),
                artifacts,
                digestOrNull(session),
                session.failure().map(Views::failure).orElse(null),
                ChainViews.warningsOrNull(session),
                ModelViews.approvalOrNull(session));
    }

    /** Shows what waits for a decision. */
    public static PendingList pending(Page<Session> page) {
        return new PendingList(
                page.items().stream().map(Views::pending).toList(), page.total(), page.limit(), page.offset());
    }

    private static PendingApproval pending(Session session) {
        List<PendingArtifact> artifacts = session.proposal().map(ChangeSet::artifacts).orElse(List.of()).stream()
                .map(a -> new PendingArtifact(a.path().value(), a.size(), a.diffStat(), lower(a.change())))
                .toList();
        return new PendingApproval(
                session.id().value(),
                session.skill().value(),
                session.created().toString(),
                artifacts,
                digestOrNull(session),
                session.agent().inRuns(),
                session.updated().toString(),
                ChainViews.warningsOrNull(session),
                ChainViews.revisesOrNull(session),
                ModelViews.approvalOrNull(session));
    }

    /** Shows an approval. */
    public static ApproveResponse approval(Session session) {
        return new ApproveResponse(
                session.id().value(),
                session.status().wireName(),
                session.state() instanceof SessionState.Approved,
                session.decision().map(d -> paths(d.approved())).orElse(List.of()),
                session.decision().map(Views::decision).orElse(null));
    }

    /** Shows a rejection. */
    public static RejectResponse rejection(Session session, String reason) {
        return new RejectResponse(
                session.id().value(),
                session.status().wireName(),
                session.decision()
                        .map(io.metaforge.domain.approval.Decision::comment)
                        .orElse(reason),
                session.decision().map(Views::decision).orElse(null));
    }

    /** Shows the proposed files. */
    public static ArtifactList artifacts(Session session) {
        List<Artifact> artifacts = artifactsOrNull(session);
        return new ArtifactList(session.id().value(), artifacts == null ? List.of() : artifacts, digestOrNull(session));
    }

    /** Shows decisions. */
    public static AuditList audit(List<io.metaforge.domain.approval.AuditEntry> entries, int limit, long offset) {
        return new AuditList(
                entries.stream()
                        .map(e -> new AuditEntry(e.sessionId(), e.skill(), decision(e.decision())))
                        .toList(),
                limit,
                offset);
    }

    /** Shows an event. */
    public static EventMessage event(RecordedEvent event) {
        return new EventMessage(
                event.name(),
                new LinkedHashMap<>(event.data()),
                event.position(),
                event.time().toString());
    }

    /** Shows why a run failed. */
    public static Failure failure(io.metaforge.domain.failure.Failure failure) {
        return new Failure(failure.kind().code(), failure.message(), new LinkedHashMap<>(failure.details()));
    }

    /** Returns the name of a constant as the API writes it. */
    public static String lower(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT);
    }

    private static Decision decision(io.metaforge.domain.approval.Decision decision) {
        return new Decision(
                lower(decision.verdict()),
                decision.actor().name(),
                decision.comment(),
                decision.digest().hex(),
                paths(decision.approved()),
                decision.at().toString());
    }

    /** A run that ended well has a list, be it empty; one that did not has none. */
    private static @Nullable List<Artifact> artifactsOrNull(Session session) {
        if (session.state() instanceof SessionState.Completed) {
            return List.of();
        }
        return session.proposal()
                .map(proposal ->
                        proposal.artifacts().stream().map(Views::artifact).toList())
                .orElse(null);
    }

    private static Artifact artifact(ProposedArtifact artifact) {
        return new Artifact(
                artifact.path().value(),
                "file",
                artifact.size(),
                lower(artifact.change()),
                artifact.diffStat(),
                artifact.content() == null ? null : artifact.content().hex());
    }

    /** Of whatever waits for a decision, or was decided on. */
    private static @Nullable String digestOrNull(Session session) {
        return session.proposal()
                .map(ChangeSet::digest)
                .or(() -> session.budgetRequest().map(BudgetRequest::digest))
                .map(Digest::hex)
                .orElse(null);
    }

    private static List<String> paths(List<WorkspacePath> paths) {
        return paths.stream().map(WorkspacePath::value).toList();
    }
}
