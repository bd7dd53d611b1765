package io.metaforge.adapter.persistence.session;

import io.metaforge.domain.approval.Actor;
import io.metaforge.domain.approval.Decision;
import io.metaforge.domain.approval.Verdict;
import io.metaforge.domain.artifact.Change;
import io.metaforge.domain.artifact.ChangeSet;
import io.metaforge.domain.artifact.Digest;
import io.metaforge.domain.artifact.InputFile;
import io.metaforge.domain.artifact.ProposedArtifact;
import io.metaforge.domain.artifact.WorkspacePath;
import io.metaforge.domain.failure.Failure;
import io.metaforge.domain.failure.FailureKind;
import io.metaforge.domain.session.SessionState;
import io.metaforge.domain.session.SessionStatus;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The data of a session's state, and decisions, as JSON objects.
 *
 * <p>Stored documents outlive releases: members are only ever added, and reading copes with those that are missing.
 */
public final class StateJson {

    private StateJson() {}

    static Map<String, @Nullable Object> write(SessionState state) {
        Map<String, @Nullable Object> json = new LinkedHashMap<>();
        if (state instanceof SessionState.Running running) {
            json.put("attempts", running.attempts());
        } else if (state instanceof SessionState.PendingApproval pending) {
            json.put("proposal", write(pending.proposal()));
        } else if (state instanceof SessionState.AwaitingBudget waiting) {
            json.put("budget", BudgetJson.write(waiting.request()));
        } else if (state instanceof SessionState.BudgetRefused refused) {
            json.put("budget", BudgetJson.write(refused.request()));
            json.put("decision", write(refused.decision()));
        } else if (state instanceof SessionState.Applying applying) {
            json.put("proposal", write(applying.proposal()));
            json.put("decision", write(applying.decision()));
        } else if (state instanceof SessionState.Approved approved) {
            json.put("proposal", write(approved.proposal()));
            json.put("decision", write(approved.decision()));
        } else if (state instanceof SessionState.Rejected rejected) {
            json.put("proposal", write(rejected.proposal()));
            json.put("decision", write(rejected.decision()));
        } else if (state instanceof SessionState.Failed failed) {
            json.put("failure", write(failed.failure()));
        } else if (state instanceof SessionState.Cancelled cancelled) {
            json.put("by", cancelled.by().name());
        }
        return json;
    }

    static SessionState read(SessionStatus status, Map<String, @Nullable Object> json) {
        return switch (status) {
            case CREATED -> new SessionState.Created();
            case RUNNING -> new SessionState.Running(integer(json, "attempts"));
            case PENDING_APPROVAL ->
                json.containsKey("budget")
                        ? new SessionState.AwaitingBudget(BudgetJson.read(object(json, "budget")))
                        : new SessionState.PendingApproval(proposal(json));
            case APPLYING -> new SessionState.Applying(proposal(json), readDecision(object(json, "decision")));
            case COMPLETED -> new SessionState.Completed();
            case APPROVED -> new SessionState.Approved(proposal(json), readDecision(object(json, "decision")));
            case REJECTED ->
                json.containsKey("budget")
                        ? new SessionState.BudgetRefused(
                                BudgetJson.read(object(json, "budget")), readDecision(object(json, "decision")))
                        : new SessionState.Rejected(proposal(json), readDecision(object(json, "decision")));
            case FAILED -> new SessionState.Failed(failure(object(json, "failure")));
            case CANCELLED -> new SessionState.Cancelled(new Actor(string(json, "by")));
        };
    }

    public static Map<String, @Nullable Object> write(Decision decision) {
        Map<String, @Nullable Object> json = new LinkedHashMap<>();
        json.put("verdict", decision.verdict().name());
        json.put("actor", decision.actor().name());
        json.put("comment", decision.comment());
        json.put("digest", decision.digest().hex());
        json.put(
                "approved",
                decision.approved().stream().map(WorkspacePath::value).toList());
        json.put("at", decision.at().toString());
        return json;
    }

    public static Decision readDecision(Map<String, @Nullable Object> json) {
        return new Decision(
                Verdict.valueOf(string(json, "verdict")),
                new Actor(string(json, "actor")),
                (String) json.get("comment"),
                new Digest(string(json, "digest")),
                list(json, "approved").stream()
                        .map(path -> new WorkspacePath((String) path))
                        .toList(),
                Instant.parse(string(json, "at")));
    }

    private static Map<String, @Nullable Object> write(ChangeSet proposal) {
        Map<String, @Nullable Object> json = new LinkedHashMap<>();
        json.put("skill", proposal.skill());
        json.put("agent_version", proposal.agentVersion());
        json.put("inputs", proposal.inputs().stream().map(StateJson::write).toList());
        json.put(
                "artifacts", proposal.artifacts().stream().map(StateJson::write).toList());
        json.put("digest", proposal.digest().hex());
        return json;
    }

    private static Map<String, Object> write(InputFile input) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("path", input.path().value());
        json.put("size", input.size());
        json.put("digest", input.digest().hex());
        return json;
    }

    private static Map<String, @Nullable Object> write(ProposedArtifact artifact) {
        Map<String, @Nullable Object> json = new LinkedHashMap<>();
        json.put("path", artifact.path().value());
        json.put("change", artifact.change().name());
        json.put("size", artifact.size());
        json.put("content", hex(artifact.content()));
        json.put("base", hex(artifact.base()));
        json.put("added", artifact.linesAdded());
        json.put("removed", artifact.linesRemoved());
        return json;
    }

    private static ChangeSet proposal(Map<String, @Nullable Object> state) {
        Map<String, @Nullable Object> json = object(state, "proposal");
        return new ChangeSet(
                string(json, "skill"),
                string(json, "agent_version"),
                list(json, "inputs").stream()
                        .map(StateJson::asObject)
                        .map(input -> new InputFile(
                                new WorkspacePath(string(input, "path")),
                                number(input, "size").longValue(),
                                new Digest(string(input, "digest"))))
                        .toList(),
                list(json, "artifacts").stream()
                        .map(StateJson::asObject)
                        .map(StateJson::artifact)
                        .toList(),
                new Digest(string(json, "digest")));
    }

    private static ProposedArtifact artifact(Map<String, @Nullable Object> json) {
        return new ProposedArtifact(
                new WorkspacePath(string(json, "path")),
                Change.valueOf(string(json, "change")),
                number(json, "size").longValue(),
                digest(json, "content"),
                digest(json, "base"),
                integer(json, "added"),
                integer(json, "removed"));
    }

    private static Map<String, @Nullable Object> write(Failure failure) {
        Map<String, @Nullable Object> json = new LinkedHashMap<>();
        json.put("kind", failure.kind().name());
        json.put("message", failure.message());
        json.put("details", failure.details());
        return json;
    }

    @SuppressWarnings("NullAway") // members of details are what a Failure accepted
    private static Failure failure(Map<String, @Nullable Object> json) {
        Map<String, Object> details = new LinkedHashMap<>(object(json, "details"));
        return new Failure(FailureKind.valueOf(string(json, "kind")), string(json, "message"), details);
    }

    private static @Nullable String hex(@Nullable Digest digest) {
        return digest == null ? null : digest.hex();
    }

    private static @Nullable Digest digest(Map<String, @Nullable Object> json, String member) {
        Object hex = json.get(member);
        return hex == null ? null : new Digest((String) hex);
    }

    private static String string(Map<String, @Nullable Object> json, String member) {
        return (String) required(json, member);
    }

    private static Number number(Map<String, @Nullable Object> json, String member) {
        return (Number) required(json, member);
    }

    private static int integer(Map<String, @Nullable Object> json, String member) {
        return number(json, member).intValue();
    }

    private static List<?> list(Map<String, @Nullable Object> json, String member) {
        return (List<?>) required(json, member);
    }

    private static Map<String, @Nullable Object> object(Map<String, @Nullable Object> json, String member) {
        return asObject(required(json, member));
    }

    @SuppressWarnings("unchecked") // JSON objects are read as maps with string keys
    private static Map<String, @Nullable Object> asObject(Object json) {
        return (Map<String, @Nullable Object>) json;
    }

    private static Object required(Map<String, @Nullable Object> json, String member) {
        Object value = json.get(member);
        if (value == null) {
            throw new IllegalStateException("the database holds a document without '" + member + "'");
        }
        return value;
    }
}
