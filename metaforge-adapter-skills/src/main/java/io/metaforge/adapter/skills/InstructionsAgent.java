package io.metaforge.adapter.skills;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.metaforge.application.agent.Model;
import io.metaforge.application.agent.Proposal;
import io.metaforge.application.agent.RunContext;
import io.metaforge.application.port.out.ModelRequest;
import io.metaforge.application.port.out.ModelRequest.Material;
import io.metaforge.domain.artifact.WorkspacePath;
import io.metaforge.domain.failure.FailureKind;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Does a skill by a language model after the instructions in its folder. What the input files hold goes to the model as data;
 * whatever it answers, only files that the skill may write come of it.
 */
final class InstructionsAgent extends FolderAgent {

    private static final int MAX_OUTPUT_TOKENS = 16_000;
    private static final int ATTEMPTS = 3;

    private static final String FRAME = """
            You do one step of a hardware design: the skill "%s". Follow the instructions of the skill below, with the files
            that are given to you as data. Answer with the whole content of each file that the skill writes. It may write these
            and no others, where * stands for any part of a name: %s.
            If the skill cannot be done with what is given, leave "files" empty and say in "failure" why, in one sentence for
            the engineer who asked; else leave "failure" empty.

            # Instructions of the skill

            %s
            """;

    private final JsonMapper json = JsonMapper.builder().build();

    InstructionsAgent(SkillFolder folder, SkillFolderReader reader) {
        super(folder, reader);
    }

    @Override
    Proposal run(RunContext context, Map<WorkspacePath, byte[]> inputs) throws InterruptedException {
        String name = folder().skill().name().value();
        Model model = context.model()
                .orElseThrow(() -> failure(
                        FailureKind.AGENT,
                        "The skill " + name + " is done by a language model, and none is configured: set"
                                + " METAFORGE_LLM_MODEL and what the model needs, then start the gateway again"));
        List<Material> material = material(context, inputs);
        ProposalReader reader = new ProposalReader(base(context), Map.of());
        String refused = "";
        for (int attempt = 1; ; attempt++) {
            context.progress(0.1 + 0.2 * attempt, "Asking the language model");
            ModelRequest request = new ModelRequest(
                    "skill-" + name, instructions(name) + refused, material, schema(), MAX_OUTPUT_TOKENS);
            try {
                return reader.read(model.ask(request).json(), "The language model");
            } catch (ProposalReader.UnusableProposalException e) {
                if (attempt == ATTEMPTS) {
                    throw e;
                }
                refused = "\n# Your last answer could not be used\n\n" + e.getMessage() + "\n";
            }
        }
    }

    private String instructions(String name) {
        StringBuilder text = new StringBuilder(
                FRAME.formatted(name, String.join(", ", folder().skill().artifacts()), folder().instructions()));
        folder().references().forEach((file, content) -> text.append("\n# ")
                .append(file)
                .append("\n\n")
                .append(content)
                .append('\n'));
        return text.toString();
    }

    private List<Material> material(RunContext context, Map<WorkspacePath, byte[]> inputs) {
        List<Material> material = new ArrayList<>();
        for (WorkspacePath input : inputs.keySet()) {
            material.add(new Material(input.value(), context.readText(input)));
        }
        if (!context.input().args().isEmpty()) {
            material.add(new Material(
                    "arguments of the request",
                    json.valueToTree(context.input().args()).toString()));
        }
        context.revision()
                .ifPresent(revision -> material.add(
                        new Material("why the last attempt was rejected", String.join("\n\n", revision.reasons()))));
        return material;
    }

    /** A schema that every provider can be held to: every property is required. */
    private String schema() {
        ObjectNode schema = object();
        ObjectNode file = object();
        ObjectNode path =
                ((ObjectNode) file.get("properties")).putObject("path").put("type", "string");
        List<String> artifacts = folder().skill().artifacts();
        if (artifacts.stream().noneMatch(artifact -> artifact.contains("*") || artifact.contains("?"))) {
            ArrayNode names = path.putArray("enum");
            artifacts.forEach(names::add);
        }
        ((ObjectNode) file.get("properties")).putObject("text").put("type", "string");
        file.putArray("required").add("path").add("text");
        ObjectNode properties = (ObjectNode) schema.get("properties");
        properties.putObject("files").put("type", "array").set("items", file);
        properties.putObject("failure").put("type", "string");
        schema.putArray("required").add("files").add("failure");
        return schema.toString();
    }

    private ObjectNode object() {
        ObjectNode object = json.createObjectNode().put("type", "object");
        object.putObject("properties");
        object.put("additionalProperties", false);
        return object;
    }
}
