package io.metaforge.agents.bom;

import io.metaforge.agents.bom.bill.Bill;
import io.metaforge.agents.bom.bill.BillBuilder;
import io.metaforge.agents.bom.bill.Wishes;
import io.metaforge.agents.bom.cost.Costing;
import io.metaforge.agents.bom.cost.Target;
import io.metaforge.agents.bom.cost.TargetReader;
import io.metaforge.agents.bom.design.Architecture;
import io.metaforge.agents.bom.design.ArchitectureReader;
import io.metaforge.agents.bom.document.AlternatesCsv;
import io.metaforge.agents.bom.document.BomCsv;
import io.metaforge.agents.bom.document.CostingJson;
import io.metaforge.agents.bom.rule.RuleBook;
import io.metaforge.agents.bom.stock.Stock;
import io.metaforge.agents.constraints.Constraints;
import io.metaforge.agents.constraints.ConstraintsReader;
import io.metaforge.agents.input.WrittenInput;
import io.metaforge.application.agent.Agent;
import io.metaforge.application.agent.Proposal;
import io.metaforge.application.agent.RunContext;
import io.metaforge.domain.artifact.WorkspacePath;
import io.metaforge.domain.skill.AgentName;
import io.metaforge.domain.skill.ApprovalMode;
import io.metaforge.domain.skill.Skill;
import io.metaforge.domain.skill.SkillName;
import java.util.List;
import java.util.Optional;

/**
 * Proposes the parts list of an architecture: {@code bom/bom.csv} with the passive parts that the chosen ones need,
 * {@code bom/alternates.csv}, and {@code bom/costing.json} with prices against the costs that requirements allow. Works
 * without a model and without a network; the same inputs give the same bytes. Thread-safe.
 */
public final class BomAgent implements Agent {

    private static final AgentName NAME = new AgentName("bom");
    private static final String VERSION = "1.0.0";
    private static final WorkspacePath INPUT = new WorkspacePath("architecture.json");

    private final RuleBook rules;
    private final Stock stock;

    /** Makes an agent with the built-in rules and parts. */
    public BomAgent() {
        this(RuleBook.builtIn(), Stock.builtIn());
    }

    BomAgent(RuleBook rules, Stock stock) {
        this.rules = rules;
        this.stock = stock;
    }

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
                new SkillName("bom"),
                VERSION,
                NAME,
                "Lists the parts of an architecture with the passive ones they need, alternatives and cost.",
                List.of(INPUT),
                Arguments.SCHEMA,
                List.of("bom/bom.csv", "bom/alternates.csv", "bom/costing.json"),
                ApprovalMode.MANUAL));
    }

    @Override
    public Proposal run(RunContext context) throws InterruptedException {
        Arguments arguments = Arguments.of(context.input().args());
        WorkspacePath input = WrittenInput.only(context.files(), INPUT, "bom");
        context.progress(0.1, "Reading " + input.fileName());
        byte[] bytes = WrittenInput.read(context, input, INPUT.fileName(), "architecture");
        Architecture design = ArchitectureReader.read(input.value(), bytes);
        if (design.parts().isEmpty()) {
            throw WrittenInput.refused(
                    input,
                    input
                            + " holds no part: complete the requirements, run the skill architecture again and approve it",
                    "at least one part");
        }
        WorkspacePath beside = input.sibling("constraints.json");
        Optional<Constraints> constraints =
                context.readIfPresent(beside).map(text -> ConstraintsReader.read(beside.value(), text));
        context.progress(0.3, "Adding what " + design.parts().size() + " parts need around them");
        Bill bill = BillBuilder.build(
                design,
                rules,
                stock,
                arguments.settings(),
                constraints.map(Wishes::of).orElseGet(Wishes::none));
        context.progress(0.7, "Adding up prices");
        List<Target> targets = constraints.map(TargetReader::read).orElse(List.of());
        Costing costing = Costing.of(bill, targets, arguments.quantities(), arguments.exchangeRates());
        return Proposal.builder()
                .write(input.sibling("bom/bom.csv"), BomCsv.of(costing))
                .write(input.sibling("bom/alternates.csv"), AlternatesCsv.of(bill.alternates()))
                .write(
                        input.sibling("bom/costing.json"),
                        CostingJson.of(
                                costing,
                                context.staleInputs().stream()
                                        .map(stale -> stale.sentence() + ".")
                                        .toList()))
                .build();
    }
}
