package io.metaforge.agents.power;

import io.metaforge.agents.constraints.Constraints;
import io.metaforge.agents.constraints.ConstraintsReader;
import io.metaforge.agents.input.WrittenInput;
import io.metaforge.agents.power.budget.Budget;
import io.metaforge.agents.power.budget.Budgeter;
import io.metaforge.agents.power.budget.Options;
import io.metaforge.agents.power.document.JsonBudget;
import io.metaforge.agents.power.document.MarkdownBudget;
import io.metaforge.agents.power.document.SharesChart;
import io.metaforge.agents.power.input.Architecture;
import io.metaforge.agents.power.input.ArchitectureReader;
import io.metaforge.agents.provenance.OutdatedInput;
import io.metaforge.application.agent.Agent;
import io.metaforge.application.agent.Proposal;
import io.metaforge.application.agent.RunContext;
import io.metaforge.domain.artifact.WorkspacePath;
import io.metaforge.domain.failure.Failure;
import io.metaforge.domain.skill.AgentName;
import io.metaforge.domain.skill.ApprovalMode;
import io.metaforge.domain.skill.Skill;
import io.metaforge.domain.skill.SkillName;
import java.util.List;

/**
 * Proposes a power budget for the design in {@code architecture.json} and the requirements in {@code constraints.json}:
 * {@code power-budget.md} with the chart {@code power-budget.svg} for people, {@code power-budget.json} for the skills that
 * follow, all beside the architecture. Works without a model and without a network; the same inputs give the same bytes.
 * Thread-safe.
 */
public final class PowerAgent implements Agent {

    private static final AgentName NAME = new AgentName("power");
    private static final String VERSION = "1.0.0";
    private static final WorkspacePath ARCHITECTURE = new WorkspacePath("architecture.json");
    private static final WorkspacePath CONSTRAINTS = new WorkspacePath("constraints.json");
    private static final String CHART = "power-budget.svg";

    @Override
    public AgentName name() {
        return NAME;
    }

    @Override
    public String version() {
        return VERSION;
    }

    @Override
    public List<Skill> skills() {
        return List.of(new Skill(
                new SkillName("power"),
                VERSION,
                NAME,
                "Adds up currents by part, rail and source, says how long the battery lasts, and compares with the requirements.",
                List.of(ARCHITECTURE, CONSTRAINTS),
                Options.SCHEMA,
                List.of("power-budget.json", "power-budget.md", CHART),
                ApprovalMode.MANUAL));
    }

    @Override
    public Proposal run(RunContext context) throws InterruptedException {
        Options options = Options.of(context.input().args());
        WorkspacePath designed = file(context.files(), ARCHITECTURE.fileName(), ARCHITECTURE);
        WorkspacePath stated = file(context.files(), CONSTRAINTS.fileName(), designed.sibling(CONSTRAINTS.fileName()));
        context.progress(0.1, "Reading " + designed.fileName() + " and " + stated.fileName());
        Architecture architecture = ArchitectureReader.read(
                designed.value(), WrittenInput.read(context, designed, designed.fileName(), "architecture"));
        Constraints constraints =
                ConstraintsReader.read(stated.value(), WrittenInput.read(context, stated, stated.fileName(), "spec"));
        context.progress(
                0.4, "Adding up the currents of " + architecture.devices().size() + " parts");
        Budget budget = Budgeter.budget(architecture, constraints, options);
        context.progress(0.8, "Writing the power budget");
        return Proposal.builder()
                .write(designed.sibling("power-budget.json"), JsonBudget.of(budget))
                .write(
                        designed.sibling("power-budget.md"),
                        OutdatedInput.noted(MarkdownBudget.of(budget, constraints, CHART), context.staleInputs()))
                .write(designed.sibling(CHART), SharesChart.of(budget))
                .build();
    }

    private static WorkspacePath file(List<WorkspacePath> files, String name, WorkspacePath otherwise) {
        WorkspacePath found = null;
        for (WorkspacePath file : files) {
            boolean known = file.fileName().equals(ARCHITECTURE.fileName())
                    || file.fileName().equals(CONSTRAINTS.fileName());
            if (!known || (file.fileName().equals(name) && found != null)) {
                throw Failure.invalid(
                                "input.files",
                                "an architecture.json and a constraints.json",
                                "Invalid input: 'input.files' must name an architecture.json and a constraints.json for the skill power")
                        .asException();
            }
            found = file.fileName().equals(name) ? file : found;
        }
        return found == null ? otherwise : found;
    }
}
