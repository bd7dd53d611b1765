package io.metaforge.application.internal;

import io.metaforge.application.port.in.SystemQueries;
import io.metaforge.application.port.out.LanguageModel;
import io.metaforge.application.port.out.Stores;
import io.metaforge.application.port.out.Tools;
import io.metaforge.application.port.out.Workspace;
import io.metaforge.domain.approval.AuditEntry;
import io.metaforge.domain.session.SessionStatus;
import io.metaforge.domain.skill.Skill;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** Answers questions about the gateway itself. */
public final class SystemReading implements SystemQueries {

    private final Stores stores;
    private final Workspace workspace;
    private final AgentRegistry agents;
    private final ArtifactStates artifacts;
    private final Tools tools;
    private final LanguageModel languageModel;
    private final String version;
    private final long startedNanos = System.nanoTime();

    public SystemReading(
            Stores stores,
            Workspace workspace,
            AgentRegistry agents,
            ArtifactStates artifacts,
            Tools tools,
            LanguageModel languageModel,
            String version) {
        this.stores = stores;
        this.workspace = workspace;
        this.agents = agents;
        this.artifacts = artifacts;
        this.tools = tools;
        this.languageModel = languageModel;
        this.version = version;
    }

    @Override
    public Health health() {
        boolean store = stores.unitOfWork().available();
        LanguageModel.State model = languageModel.state();
        boolean agentBroken = agents.statuses().stream().anyMatch(agent -> !agent.loaded());
        Condition condition = !store
                ? Condition.UNHEALTHY
                : agentBroken || model == LanguageModel.State.UNREACHABLE ? Condition.DEGRADED : Condition.HEALTHY;
        return new Health(
                condition, version, Duration.ofNanos(System.nanoTime() - startedNanos), store, model, tools.detected());
    }

    @Override
    public Status status(boolean refresh) {
        Map<SessionStatus, Long> counts = stores.sessions().counts();
        long terminal = counts.entrySet().stream()
                .filter(count -> count.getKey().isTerminal())
                .mapToLong(Map.Entry::getValue)
                .sum();
        return new Status(
                version,
                workspace.location(),
                counts.getOrDefault(SessionStatus.CREATED, 0L) + counts.getOrDefault(SessionStatus.RUNNING, 0L),
                counts.getOrDefault(SessionStatus.PENDING_APPROVAL, 0L)
                        + counts.getOrDefault(SessionStatus.APPLYING, 0L),
                terminal,
                refresh ? tools.detect() : tools.detected(),
                agents.statuses(),
                artifacts.overview(),
                stores.ledger().total());
    }

    @Override
    public List<Skill> skills() {
        return agents.skills();
    }

    @Override
    public List<AuditEntry> audit(int limit, long offset) {
        SessionReading.requirePage(limit, offset);
        return stores.decisions().list(limit, offset);
    }
}
