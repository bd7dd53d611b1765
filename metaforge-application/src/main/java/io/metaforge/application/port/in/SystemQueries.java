package io.metaforge.application.port.in;

import io.metaforge.application.port.out.LanguageModel;
import io.metaforge.application.port.out.Tools;
import io.metaforge.domain.approval.AuditEntry;
import io.metaforge.domain.skill.Skill;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads the state of the gateway itself. */
public interface SystemQueries {

    /** Returns whether the gateway can work. Never waits longer than a second. */
    Health health();

    /**
     * Returns what the gateway has and does.
     *
     * @param refresh look for tools again first
     */
    Status status(boolean refresh);

    /** Returns every skill, by name. */
    List<Skill> skills();

    /** Lists decisions, newest first. */
    List<AuditEntry> audit(int limit, long offset);

    /** How well the gateway does. */
    enum Condition {
        HEALTHY,
        DEGRADED,
        UNHEALTHY
    }

    /**
     * Whether the gateway can work.
     *
     * @param storeAvailable whether the store answers
     */
    record Health(
            Condition condition,
            String version,
            Duration uptime,
            boolean storeAvailable,
            LanguageModel.State languageModel,
            List<Tools.Detected> tools) {}

    /**
     * What the gateway has and does.
     *
     * @param active sessions created or running
     * @param pending sessions waiting for a decision
     * @param completed sessions in any terminal state
     */
    record Status(
            String version,
            String workspace,
            long active,
            long pending,
            long completed,
            List<Tools.Detected> tools,
            List<AgentStatus> agents) {}

    /**
     * An agent that is registered or should be.
     *
     * @param problem why it is not loaded; null where it is
     */
    record AgentStatus(
            String name,
            String version,
            boolean loaded,
            @Nullable String problem) {}
}
