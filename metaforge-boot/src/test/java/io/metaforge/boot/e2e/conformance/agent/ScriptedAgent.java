package io.metaforge.boot.e2e.conformance.agent;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.metaforge.application.agent.Agent;
import io.metaforge.application.agent.Proposal;
import io.metaforge.application.agent.Revision;
import io.metaforge.application.agent.RunContext;
import io.metaforge.domain.artifact.WorkspacePath;
import io.metaforge.domain.failure.Failure;
import io.metaforge.domain.failure.FailureKind;
import io.metaforge.domain.skill.AgentName;
import io.metaforge.domain.skill.ApprovalMode;
import io.metaforge.domain.skill.Skill;
import io.metaforge.domain.skill.SkillName;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Does what its first input file tells, a JSON array of steps that {@code clients/conformance/README.md} describes. Thread-safe.
 */
public final class ScriptedAgent implements Agent {

    /** Names the folder in which a file appears for each hold that is over. */
    public static final String SIGNALS = "metaforge.conformance.signals";

    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final long LOOK_MILLIS = 5;

    /** For the service loader; the agent has no state. */
    public ScriptedAgent() {}

    /** Returns the file that ends a hold. */
    public static Path signal(Path folder, String script, String hold) {
        return folder.resolve(URLEncoder.encode(script + " " + hold, StandardCharsets.UTF_8));
    }

    @Override
    public AgentName name() {
        return new AgentName("script");
    }

    @Override
    public String version() {
        return "1.0.0";
    }

    @Override
    public List<Skill> skills() {
        Skill script = Skill.of("script", "script", "Does what a file tells", List.of("script.json"), List.of("**"));
        return List.of(
                script,
                new Skill(
                        new SkillName("script-unasked"),
                        "1.0.0",
                        name(),
                        "Does what a file tells, without anybody's approval",
                        script.defaultInputs(),
                        Skill.ANY_ARGS,
                        script.artifacts(),
                        ApprovalMode.AUTOMATIC));
    }

    @Override
    public Proposal run(RunContext context) throws InterruptedException {
        WorkspacePath script = context.files().get(0);
        Proposal.Builder proposal = Proposal.builder();
        for (JsonNode step : parse(context.readText(script))) {
            if (step.has("progress")) {
                progress(context, step);
            } else if (step.has("hold")) {
                Path signal = signal(
                        Path.of(System.getProperty(SIGNALS)),
                        script.value(),
                        step.path("hold").asText());
                while (!Files.exists(signal)) {
                    Thread.sleep(LOOK_MILLIS);
                }
            } else if (step.has("write")) {
                for (int i = 0; i < step.path("times").asInt(1); i++) {
                    String path = step.path("write").asText().replace("%", Integer.toString(i));
                    proposal.write(
                            script.sibling(
                                    step.has("times")
                                            ? path
                                            : step.path("write").asText()),
                            content(context, step));
                }
            } else if (step.has("delete")) {
                proposal.delete(script.sibling(step.path("delete").asText()));
            } else if (step.has("fail")) {
                throw new Failure(
                                FailureKind.valueOf(step.path("fail").asText()),
                                step.path("message").asText(),
                                Map.of("step", "fail"))
                        .asException();
            } else if (step.has("bug")) {
                throw new IllegalStateException(step.path("bug").asText());
            } else {
                throw new IllegalArgumentException("no such step: " + step);
            }
        }
        return proposal.build();
    }

    private static JsonNode parse(String script) {
        try {
            return JSON.readTree(script);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(e);
        }
    }

    private static void progress(RunContext context, JsonNode step) throws InterruptedException {
        int times = step.path("times").asInt(1);
        double from = step.path("progress").asDouble();
        for (int i = 0; i < times; i++) {
            context.progress(
                    from + (1 - from) * i / times, step.path("message").asText("step") + (times == 1 ? "" : " " + i));
            Thread.sleep(step.path("every_ms").asLong(0));
        }
    }

    private static byte[] content(RunContext context, JsonNode step) {
        if (step.has("lines")) {
            StringBuilder text = new StringBuilder();
            for (int line = 0; line < step.path("lines").asInt(); line++) {
                text.append("line ").append(line).append(" of a long file, with µ and Ω\n");
            }
            return text.toString().getBytes(StandardCharsets.UTF_8);
        }
        if (step.has("args")) {
            try {
                return JSON.writeValueAsBytes(context.input().args());
            } catch (JsonProcessingException e) {
                throw new IllegalArgumentException(e);
            }
        }
        if (step.has("reasons")) {
            String reasons = context.revision().map(Revision::reasons).orElse(List.of()).stream()
                    .map(reason -> reason + "\n")
                    .collect(Collectors.joining());
            return (step.path("reasons").asText() + reasons).getBytes(StandardCharsets.UTF_8);
        }
        return step.path("text").asText().getBytes(StandardCharsets.UTF_8);
    }
}
