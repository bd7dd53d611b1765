package io.metaforge.agents.architecture;

import io.metaforge.agents.architecture.catalogue.Catalogue;
import io.metaforge.agents.architecture.design.Design;
import io.metaforge.agents.architecture.design.Designer;
import io.metaforge.agents.architecture.document.JsonDocument;
import io.metaforge.agents.architecture.document.MarkdownDocument;
import io.metaforge.agents.architecture.need.Vocabulary;
import io.metaforge.agents.architecture.revision.Asked;
import io.metaforge.agents.architecture.revision.PreviousAttempt;
import io.metaforge.agents.architecture.revision.ReasonReader;
import io.metaforge.agents.constraints.Constraints;
import io.metaforge.agents.constraints.ConstraintsReader;
import io.metaforge.agents.input.WrittenInput;
import io.metaforge.agents.provenance.OutdatedInput;
import io.metaforge.application.agent.Agent;
import io.metaforge.application.agent.Model;
import io.metaforge.application.agent.Proposal;
import io.metaforge.application.agent.Revision;
import io.metaforge.application.agent.RunContext;
import io.metaforge.domain.artifact.WorkspacePath;
import io.metaforge.domain.failure.Failure;
import io.metaforge.domain.skill.AgentName;
import io.metaforge.domain.skill.ApprovalMode;
import io.metaforge.domain.skill.Skill;
import io.metaforge.domain.skill.SkillName;
import java.math.BigDecimal;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Proposes an architecture for the requirements in {@code constraints.json}: {@code architecture.md} for people and
 * {@code architecture.json} for the skills that follow, both beside it. Works without a model and without a network; the
 * same constraints give the same bytes. Thread-safe.
 */
public final class ArchitectureAgent implements Agent {

    private static final AgentName NAME = new AgentName("architecture");
    private static final String VERSION = "1.0.0";
    private static final WorkspacePath INPUT = new WorkspacePath("constraints.json");
    private static final String ARGS = """
            {"$schema":"https://json-schema.org/draft/2020-12/schema","type":"object","properties":{"exchange_rates":\
            {"description":"US dollars for one unit of a currency, by its ISO 4217 code, to compare budgets with indicative prices",\
            "type":"object","propertyNames":{"pattern":"^[A-Z]{3}$"},\
            "additionalProperties":{"type":"number","exclusiveMinimum":0,"maximum":1000000}}}}""";

    private final Catalogue catalogue;
    private final Vocabulary vocabulary;

    /** Makes an agent with the built-in parts. */
    public ArchitectureAgent() {
        this(Catalogue.builtIn());
    }

    /** Makes an agent that chooses from {@code catalogue}. */
    public ArchitectureAgent(Catalogue catalogue) {
        this.catalogue = catalogue;
        this.vocabulary = Vocabulary.builtIn();
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
                new SkillName("architecture"),
                VERSION,
                NAME,
                "Chooses parts, supply rails and buses for the requirements and says why.",
                List.of(INPUT),
                ARGS,
                List.of("architecture.md", "architecture.json"),
                ApprovalMode.MANUAL));
    }

    @Override
    public Proposal run(RunContext context) throws InterruptedException {
        Map<String, BigDecimal> rates = exchangeRates(context.input().args());
        WorkspacePath input = WrittenInput.only(context.files(), INPUT, "architecture");
        context.progress(0.1, "Reading " + input.fileName());
        byte[] bytes = WrittenInput.read(context, input, INPUT.fileName(), "spec");
        Constraints constraints = ConstraintsReader.read(input.value(), bytes);
        if (constraints.requirements().isEmpty()) {
            throw WrittenInput.refused(
                    input,
                    input + " holds no requirement: complete the PRD, run the skill spec again and approve it",
                    "at least one requirement");
        }
        context.progress(0.3, "Choosing parts for " + constraints.requirements().size() + " requirements");
        WorkspacePath own = input.sibling("parts.csv");
        Catalogue parts = context.readIfPresent(own)
                .map(csv -> catalogue.with(own.value(), csv))
                .orElse(catalogue);
        ModelNotes notes = new ModelNotes();
        Design design = Designer.design(parts, vocabulary, constraints, rates, asked(context, input, parts, notes));
        Optional<Model> model = context.model();
        if (model.isPresent()) {
            context.progress(0.7, "Asking the language model for the reasons in prose");
            ModelWords.about(design, model.get(), notes);
        }
        context.progress(0.8, "Writing the architecture");
        return Proposal.builder()
                .write(
                        input.sibling("architecture.md"),
                        OutdatedInput.noted(
                                MarkdownDocument.of(design, input.fileName()) + notes.section(), context.staleInputs()))
                .write(input.sibling("architecture.json"), JsonDocument.of(design))
                .build();
    }

    /** Reads what a person said when rejecting an earlier attempt, where this run revises one. */
    private @Nullable Asked asked(RunContext context, WorkspacePath input, Catalogue parts, ModelNotes notes)
            throws InterruptedException {
        Revision revision = context.revision().orElse(null);
        if (revision == null) {
            return null;
        }
        WorkspacePath output = input.sibling("architecture.json");
        PreviousAttempt previous = revision.proposed().stream()
                .filter(file -> file.path().equals(output))
                .map(Proposal.ProposedFile::content)
                .filter(Objects::nonNull)
                .findFirst()
                .map(PreviousAttempt::read)
                .orElse(PreviousAttempt.UNKNOWN);
        Function<List<String>, Asked> reader = reasons ->
                ReasonReader.read(parts, vocabulary, revision.session().value(), reasons, previous);
        Asked asked = reader.apply(revision.reasons());
        Optional<Model> model = context.model();
        if (model.isEmpty() || asked.notUnderstood().isEmpty()) {
            return asked;
        }
        context.progress(0.2, "Asking the language model what the rejection means");
        return ModelReason.completed(asked, revision.reasons(), reader, model.get(), notes);
    }

    private static Map<String, BigDecimal> exchangeRates(Map<String, ?> args) {
        Map<String, BigDecimal> rates = new LinkedHashMap<>();
        Object given = args.get("exchange_rates");
        if (given == null) {
            return rates;
        }
        if (!(given instanceof Map<?, ?> map)) {
            throw rate("input.args.exchange_rates");
        }
        map.forEach((currency, value) -> {
            String field = "input.args.exchange_rates." + currency;
            if (!(currency instanceof String code) || !code.matches("[A-Z]{3}") || !(value instanceof Number number)) {
                throw rate(field);
            }
            double rate = number.doubleValue();
            if (!(rate > 0 && rate <= 1_000_000)) {
                throw rate(field);
            }
            rates.put(code, BigDecimal.valueOf(rate));
        });
        return rates;
    }

    private static RuntimeException rate(String field) {
        return Failure.invalid(
                        field,
                        "US dollars for one unit of a currency, by ISO 4217 code",
                        "Invalid input: '" + field + "' must be US dollars for one unit of a currency")
                .asException();
    }
}
