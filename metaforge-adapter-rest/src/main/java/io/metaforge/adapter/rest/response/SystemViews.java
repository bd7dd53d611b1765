package io.metaforge.adapter.rest.response;

import static io.metaforge.adapter.rest.response.Views.lower;

import io.metaforge.adapter.rest.json.Json;
import io.metaforge.api.HealthResponse;
import io.metaforge.api.Skill;
import io.metaforge.api.SkillList;
import io.metaforge.api.StatusResponse;
import io.metaforge.application.port.in.SystemQueries;
import io.metaforge.application.port.out.Tools;
import io.metaforge.domain.artifact.WorkspacePath;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Shows the gateway itself as wire records. */
public final class SystemViews {

    private SystemViews() {}

    /** Shows the gateway's health. */
    public static HealthResponse health(SystemQueries.Health health) {
        Map<String, String> tools = new LinkedHashMap<>();
        for (Tools.Detected tool : health.tools()) {
            tools.put(tool.name(), lower(tool.state()));
        }
        return new HealthResponse(
                lower(health.condition()),
                health.version(),
                health.uptime().toSeconds(),
                new HealthResponse.Components(
                        "ok", lower(health.languageModel()), tools, health.storeAvailable() ? "ok" : "unavailable"));
    }

    /** Shows what the gateway has and does. */
    public static StatusResponse status(SystemQueries.Status status) {
        return new StatusResponse(
                status.version(),
                status.workspace(),
                new StatusResponse.SessionCounts(status.active(), status.pending(), status.completed()),
                status.tools().stream()
                        .map(t -> new StatusResponse.ToolStatus(
                                t.name(), t.version(), t.available(), lower(t.state()), t.advice()))
                        .toList(),
                status.agents().stream()
                        .map(a -> new StatusResponse.LoadedAgent(a.name(), a.version(), a.loaded(), a.problem()))
                        .toList(),
                ChainViews.overview(status.artifacts()),
                ModelViews.usageOrNull(status.usage()));
    }

    /** Shows what agents can be asked to do. */
    public static SkillList skills(List<io.metaforge.domain.skill.Skill> skills) {
        return new SkillList(skills.stream().map(SystemViews::skill).toList());
    }

    private static Skill skill(io.metaforge.domain.skill.Skill skill) {
        return new Skill(
                skill.name().value(),
                skill.version(),
                skill.agent().inRuns(),
                skill.description(),
                skill.defaultInputs().stream().map(WorkspacePath::value).toList(),
                Json.value(skill.argsSchema()),
                skill.artifacts(),
                lower(skill.approval()));
    }
}
