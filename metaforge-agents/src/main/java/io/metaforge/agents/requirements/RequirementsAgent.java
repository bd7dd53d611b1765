package io.metaforge.agents.requirements;

import io.metaforge.agents.constraints.Constraints;
import io.metaforge.agents.constraints.ConstraintsWriter;
import io.metaforge.agents.constraints.Project;
import io.metaforge.application.agent.Agent;
import io.metaforge.application.agent.Proposal;
import io.metaforge.application.agent.RunContext;
import io.metaforge.domain.artifact.WorkspacePath;
import io.metaforge.domain.failure.Failure;
import io.metaforge.domain.failure.FailureKind;
import io.metaforge.domain.failure.MetaForgeException;
import io.metaforge.domain.skill.AgentName;
import io.metaforge.domain.skill.ApprovalMode;
import io.metaforge.domain.skill.Skill;
import io.metaforge.domain.skill.SkillName;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Turns product requirements in prose into {@code constraints.json} and {@code assumptions.md}, beside the first
 * document. Needs no language model: without one, the same documents give the same bytes. Thread-safe.
 */
public final class RequirementsAgent implements Agent {

    private static final AgentName NAME = new AgentName("requirements");
    private static final String VERSION = "1.0.0";
    private static final int MAX_NAME = 200;

    private static final String ARGS = """
            {"$schema":"https://json-schema.org/draft/2020-12/schema","type":"object",\
            "properties":{"project":{"type":"string","minLength":1,"maxLength":200,\
            "description":"Name of the project; by default the title of the first document"}}}""";

    private static final Skill SPEC = new Skill(
            new SkillName("spec"),
            VERSION,
            NAME,
            "Reads product requirements in Markdown and proposes machine-readable constraints, with the contradictions"
                    + " and open questions in them",
            List.of(new WorkspacePath("PRD.md")),
            ARGS,
            List.of("constraints.json", "assumptions.md"),
            ApprovalMode.MANUAL);

    /** For the service loader; the agent has no state. */
    public RequirementsAgent() {}

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
        return List.of(SPEC);
    }

    @Override
    public Proposal run(RunContext context) throws InterruptedException {
        String project = projectArgument(context.input().args().get("project"));
        List<WorkspacePath> files = context.files();
        if (files.isEmpty()) {
            throw Failure.invalid(
                            "input.files",
                            "at least one Markdown file",
                            "No document to read: name at least one Markdown file, such as PRD.md")
                    .asException();
        }
        ConstraintsBuilder builder = new ConstraintsBuilder();
        ModelReading reading = new ModelReading();
        String title = "";
        String summary = "";
        for (int i = 0; i < files.size(); i++) {
            WorkspacePath file = files.get(i);
            context.progress(0.6 * i / files.size(), "Reading " + file.fileName());
            String markdown = context.readText(file);
            if (markdown.isBlank()) {
                throw refused(file, "is empty: write down what the product has to do, one requirement a line");
            }
            context.progress(0.6 * (i + 0.5) / files.size(), "Parsing constraints...");
            MarkdownReader.Content content = MarkdownReader.read(markdown);
            if (title.isEmpty()) {
                title = content.title();
                summary = content.introduction();
            }
            builder.add(file.value(), content);
            builder.add(file.value(), drafts(file.value(), content, builder));
            reading.add(file.value(), markdown, content);
        }
        if (builder.isEmpty()) {
            throw refused(
                    files.get(0),
                    "holds no requirements: state them as list items, table rows or sentences with shall, must or"
                            + " should, outside code blocks and headings such as Non-goals");
        }
        String added = reading.complete(builder, context);
        context.progress(0.7, "Checking " + builder.size() + " requirements for conflicts and gaps");
        String name = !project.isEmpty() ? project : ProjectName.of(title, files.get(0));
        Constraints constraints = builder.build(new Project(name, summary));
        context.progress(0.9, "Writing constraints.json and assumptions.md");
        return Proposal.builder()
                .write(files.get(0).sibling("constraints.json"), ConstraintsWriter.write(constraints))
                .write(
                        files.get(0).sibling("assumptions.md"),
                        AssumptionsDocument.print(
                                        constraints,
                                        builder,
                                        files.stream().map(WorkspacePath::value).toList())
                                + added)
                .build();
    }

    private static List<Draft> drafts(String file, MarkdownReader.Content content, ConstraintsBuilder builder)
            throws InterruptedException {
        List<Draft> drafts = new ArrayList<>();
        int read = 0;
        for (Statement statement : content.statements()) {
            // a large document takes a while, and the run may have been called off
            if ((++read & 0xff) == 0 && Thread.interrupted()) {
                throw new InterruptedException("called off while reading requirements");
            }
            Draft draft = RequirementReader.read(statement);
            if (draft != null) {
                drafts.add(draft);
            } else if (statement.form() == Statement.Form.ITEM && statement.section() == SectionKind.INTRO) {
                builder.leaveOut(file, statement);
            }
        }
        return drafts;
    }

    private static String projectArgument(@org.jspecify.annotations.Nullable Object argument) {
        if (argument == null) {
            return "";
        }
        if (argument instanceof String name && !name.isBlank() && name.length() <= MAX_NAME) {
            return name.strip();
        }
        throw Failure.invalid(
                        "input.args.project",
                        "string of 1 to " + MAX_NAME + " characters",
                        "Invalid input: 'input.args.project' must be a string of 1 to " + MAX_NAME + " characters")
                .asException();
    }

    private static MetaForgeException refused(WorkspacePath file, String why) {
        Map<String, Object> details = new LinkedHashMap<>();
        details.put("path", file.value());
        return new Failure(FailureKind.AGENT, file.value() + " " + why, details).asException();
    }
}
