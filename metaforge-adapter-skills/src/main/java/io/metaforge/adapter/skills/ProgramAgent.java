package io.metaforge.adapter.skills;

import io.metaforge.application.agent.Proposal;
import io.metaforge.application.agent.RunContext;
import io.metaforge.application.port.out.ToolRequest;
import io.metaforge.application.port.out.ToolResult;
import io.metaforge.domain.artifact.WorkspacePath;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Does a skill by a program of its folder. The program finds the input files in the folder it works in, by their paths in the
 * workspace, gets one JSON object on standard input, and prints a proposal on standard output.
 */
final class ProgramAgent extends FolderAgent {

    private static final int PROTOCOL = 1;
    private static final long MAX_OUTPUT = 32L << 20;

    ProgramAgent(SkillFolder folder, SkillFolderReader reader) {
        super(folder, reader);
    }

    @Override
    Proposal run(RunContext context, Map<WorkspacePath, byte[]> inputs) throws InterruptedException {
        String program = String.valueOf(folder().program().orElseThrow().getFileName());
        context.progress(0.1, "Running " + program);
        ToolRequest request = ToolRequest.EMPTY.withLimits(new ToolRequest.Limits(folder().timeLimit(), MAX_OUTPUT));
        for (Map.Entry<WorkspacePath, byte[]> input : inputs.entrySet()) {
            request = request.withInput(input.getKey(), input.getValue());
        }
        for (Map.Entry<String, Object> member : request(context).entrySet()) {
            request = request.withParameter(member.getKey(), member.getValue());
        }
        ToolResult result = context.tool(folder().toolName()).execute(request).requireSuccess();
        context.progress(0.9, "Reading what " + program + " printed");
        return new ProposalReader(base(context), result.files()).read(result.output(), program);
    }

    private Map<String, Object> request(RunContext context) {
        Map<String, Object> request = new LinkedHashMap<>();
        request.put("protocol", PROTOCOL);
        request.put("skill", folder().skill().name().value());
        request.put("session", context.session().value());
        request.put("files", context.files().stream().map(WorkspacePath::value).toList());
        request.put("args", context.input().args());
        context.revision()
                .ifPresent(revision -> request.put(
                        "revises", Map.of("session", revision.session().value(), "reason", revision.reason())));
        return request;
    }
}
