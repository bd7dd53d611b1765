package com.example.dividers;

import io.metaforge.application.agent.Agent;
import io.metaforge.application.agent.Proposal;
import io.metaforge.application.agent.RunContext;
import io.metaforge.application.port.out.Tool;
import io.metaforge.application.port.out.ToolRequest;
import io.metaforge.domain.artifact.WorkspacePath;
import io.metaforge.domain.failure.Failure;
import io.metaforge.domain.failure.FailureKind;
import io.metaforge.domain.skill.AgentName;
import io.metaforge.domain.skill.Skill;
import java.util.List;

/** Reads the rails of a design and documents the feedback divider of each. */
public final class DividerAgent implements Agent {

    @Override
    public AgentName name() {
        return new AgentName("divider");
    }

    @Override
    public String version() {
        return "1.0.0";
    }

    @Override
    public List<Skill> skills() {
        return List.of(Skill.of(
                "dividers",
                "divider",
                "Chooses the feedback dividers of adjustable regulators",
                List.of("rails.csv"),
                List.of("docs/dividers.md")));
    }

    @Override
    public Proposal run(RunContext context) throws InterruptedException {
        WorkspacePath rails = context.files().get(0);
        Tool finder = context.tool("divider-finder");
        StringBuilder page = new StringBuilder("# Feedback dividers\n\n")
                .append("| rail | R1 (Ω) | R2 (Ω) | output (V) | error (%) |\n|---|---|---|---|---|\n");
        List<String> lines = context.readText(rails).lines().skip(1).toList();
        for (int i = 0; i < lines.size(); i++) {
            context.progress((double) i / lines.size(), "Choosing a divider for " + lines.get(i));
            String[] rail = lines.get(i).split(",");
            String found = finder.execute(request(rails, i + 2, rail)).requireSuccess().output().strip();
            page.append("| ").append(rail[0]).append(" | ").append(found.replace(",", " | ")).append(" |\n");
        }
        return Proposal.builder()
                .write(rails.sibling("docs/dividers.md"), page.toString())
                .build();
    }

    private static ToolRequest request(WorkspacePath file, int line, String[] rail) {
        try {
            return ToolRequest.EMPTY
                    .withParameter("output_v", volts(rail[1]))
                    .withParameter("reference_v", volts(rail[2]))
                    .withParameter("series", rail[3].strip());
        } catch (NumberFormatException | ArrayIndexOutOfBoundsException e) {
            throw new Failure(
                            FailureKind.VALIDATION,
                            file + ":" + line + " is not name,output_v,reference_v,series, such as 3V3,3.3,0.8,E96")
                    .asException();
        }
    }

    /** Java reads NaN and Infinity as numbers, too. */
    private static double volts(String text) {
        double volts = Double.parseDouble(text);
        if (!Double.isFinite(volts)) {
            throw new NumberFormatException(text);
        }
        return volts;
    }
}
