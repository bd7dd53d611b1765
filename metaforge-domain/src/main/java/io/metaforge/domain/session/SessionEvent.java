package io.metaforge.domain.session;

import io.metaforge.domain.approval.Decision;
import io.metaforge.domain.artifact.WorkspacePath;
import io.metaforge.domain.failure.Failure;
import io.metaforge.domain.skill.AgentName;
import io.metaforge.domain.skill.SkillName;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Something that happened to a session. Only the verbs of {@link Session} make events.
 *
 * <p>{@link #name()} and {@link #data()} are the published language of the event log: what is stored, replayed and sent.
 * Members are only ever added.
 */
public sealed interface SessionEvent {

    /** Returns the session it happened to. */
    SessionId session();

    /** Returns the event's published name, such as {@code session.started}. */
    String name();

    /** Returns the event's published members in documented order, JSON types only. */
    Map<String, Object> data();

    /** Execution began. */
    record Started(SessionId session, SkillName skill) implements SessionEvent {
        @Override
        public String name() {
            return "session.started";
        }

        @Override
        public Map<String, Object> data() {
            return members("session_id", session.value(), "skill", skill.value());
        }
    }

    /**
     * The agent came further.
     *
     * @param progress 0 to 1, never going back within an attempt
     */
    record Progressed(SessionId session, AgentName agent, double progress, String message) implements SessionEvent {
        @Override
        public String name() {
            return "agent.progress";
        }

        @Override
        public Map<String, Object> data() {
            return members(
                    "session_id", session.value(), "agent", agent.inRuns(), "progress", progress, "message", message);
        }
    }

    /** The run ended well: with a proposal to decide on, or with nothing to write. */
    record Completed(SessionId session, SessionStatus status, List<WorkspacePath> artifacts) implements SessionEvent {
        @Override
        public String name() {
            return "session.complete";
        }

        @Override
        public Map<String, Object> data() {
            return members("session_id", session.value(), "status", status.wireName(), "artifacts", values(artifacts));
        }
    }

    /** The run stopped because it would exceed its budget of a language model, and waits for a decision over that. */
    record BudgetReached(SessionId session, BudgetRequest request) implements SessionEvent {
        @Override
        public String name() {
            return "session.complete";
        }

        @Override
        public Map<String, Object> data() {
            return members(
                    "session_id",
                    session.value(),
                    "status",
                    SessionStatus.PENDING_APPROVAL.wireName(),
                    "artifacts",
                    List.of(),
                    "approval",
                    approval(request));
        }
    }

    /** The run was granted more of a language model, and begins again. */
    record BudgetGranted(SessionId session, BudgetRequest request, Decision decision) implements SessionEvent {
        @Override
        public String name() {
            return "budget.approved";
        }

        @Override
        public Map<String, Object> data() {
            Map<String, Object> data = members(
                    "session_id",
                    session.value(),
                    "status",
                    SessionStatus.RUNNING.wireName(),
                    "approval",
                    approval(request),
                    "actor",
                    decision.actor().name(),
                    "digest",
                    decision.digest().hex());
            if (decision.comment() != null) {
                data.put("comment", decision.comment());
            }
            return data;
        }
    }

    /** The run failed. */
    record Failed(SessionId session, Failure failure) implements SessionEvent {
        @Override
        public String name() {
            return "session.failed";
        }

        @Override
        public Map<String, Object> data() {
            return members(
                    "session_id",
                    session.value(),
                    "status",
                    SessionStatus.FAILED.wireName(),
                    "error",
                    members("code", failure.kind().code(), "message", failure.message(), "details", failure.details()));
        }
    }

    /** Somebody called the session off. */
    record Cancelled(SessionId session, String actor) implements SessionEvent {
        @Override
        public String name() {
            return "session.cancelled";
        }

        @Override
        public Map<String, Object> data() {
            return members("session_id", session.value(), "status", SessionStatus.CANCELLED.wireName(), "actor", actor);
        }
    }

    /** The approved files are in the workspace. */
    record Approved(SessionId session, Decision decision) implements SessionEvent {
        @Override
        public String name() {
            return "approval.approved";
        }

        @Override
        public Map<String, Object> data() {
            Map<String, Object> data = members(
                    "session_id",
                    session.value(),
                    "status",
                    SessionStatus.APPROVED.wireName(),
                    "artifacts",
                    values(decision.approved()),
                    "actor",
                    decision.actor().name(),
                    "digest",
                    decision.digest().hex());
            if (decision.comment() != null) {
                data.put("comment", decision.comment());
            }
            return data;
        }
    }

    /** The proposal was turned down. */
    record Rejected(SessionId session, Decision decision) implements SessionEvent {
        @Override
        public String name() {
            return "approval.rejected";
        }

        @Override
        public Map<String, Object> data() {
            Map<String, Object> data = members(
                    "session_id",
                    session.value(),
                    "status",
                    SessionStatus.REJECTED.wireName(),
                    "actor",
                    decision.actor().name(),
                    "digest",
                    decision.digest().hex());
            if (decision.comment() != null) {
                data.put("reason", decision.comment());
            }
            return data;
        }
    }

    /** The session and its artifacts are gone; its events and decision stay. */
    record Deleted(SessionId session, String actor) implements SessionEvent {
        @Override
        public String name() {
            return "session.deleted";
        }

        @Override
        public Map<String, Object> data() {
            return members("session_id", session.value(), "actor", actor);
        }
    }

    private static Map<String, Object> approval(BudgetRequest request) {
        return members(
                "kind",
                "budget",
                "reason",
                request.sentence(),
                "used",
                amount(new ModelBudget(request.used().tokens(), request.used().costUsd())),
                "granted",
                amount(request.granted()),
                "requested",
                amount(request.requested()));
    }

    private static Map<String, Object> amount(ModelBudget budget) {
        Map<String, Object> amount = members("tokens", budget.tokens());
        if (budget.usd() != null) {
            amount.put("usd", budget.usd());
        }
        return amount;
    }

    private static Map<String, Object> members(Object... namesAndValues) {
        Map<String, Object> members = new LinkedHashMap<>();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            members.put((String) namesAndValues[i], namesAndValues[i + 1]);
        }
        return members;
    }

    private static List<String> values(List<WorkspacePath> paths) {
        return paths.stream().map(WorkspacePath::value).toList();
    }
}
