package io.metaforge.application.port.in;

import io.metaforge.application.port.out.LanguageModel;
import io.metaforge.application.port.out.Tools;
import io.metaforge.domain.approval.AuditEntry;
import io.metaforge.domain.provenance.ArtifactStatus;
import io.metaforge.domain.session.ModelUsage;
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
     * @param artifacts how what was approved goes with the workspace
     * @param usage of the language model by all sessions, deleted ones included
     */
    record Status(
            String version,
            String workspace,
            long active,
            long pending,
            long completed,
            List<Tools.Detected> tools,
            List<AgentStatus> agents,
            Artifacts artifacts,
            ModelUsage usage) {}

    /**
     * How the newest approved artifact of each path goes with the workspace as it is now.
     *
     * @param checked how many artifacts were looked at: the 500 that were approved last, if there are more
     * @param complete whether those are all
     * @param notable those that are not current, by path
     */
    record Artifacts(int checked, boolean complete, List<ArtifactStatus> notable) {

        public Artifacts {
            notable = List.copyOf(notable);
        }
    }

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
