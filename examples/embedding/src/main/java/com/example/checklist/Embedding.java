package com.example.checklist;

import io.metaforge.application.MetaForge;
import io.metaforge.application.agent.Agent;
import io.metaforge.application.agent.Proposal;
import io.metaforge.application.agent.RunContext;
import io.metaforge.application.port.in.ApproveSession;
import io.metaforge.application.port.in.RunAgent;
import io.metaforge.domain.approval.Actor;
import io.metaforge.domain.artifact.WorkspacePath;
import io.metaforge.domain.failure.MetaForgeException;
import io.metaforge.domain.session.RecordedEvent;
import io.metaforge.domain.session.RunInput;
import io.metaforge.domain.session.RunOptions;
import io.metaforge.domain.session.Session;
import io.metaforge.domain.skill.AgentName;
import io.metaforge.domain.skill.Skill;
import io.metaforge.domain.skill.SkillName;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/** A program with a gateway inside: runs an agent of its own, shows what it proposes, and approves it in code. */
public final class Embedding {

    private static final String PRD = """
            # Pump controller

            - The supply voltage must be 9 V to 16 V.
            - The board should measure at most 60 mm × 40 mm.
            - The motor current must be limited to 5 A.
            """;

    private Embedding() {}

    public static void main(String[] arguments) throws IOException {
        Path folder = arguments.length > 0 ? Path.of(arguments[0]) : sample();
        try (MetaForge forge = MetaForge.builder()
                .workspace(folder)
                .agent(new ChecklistAgent())
                .build()) {
            forge.start();

            Session run = forge.runAgent()
                    .run(new RunAgent.Command(
                            new SkillName("checklist"), RunInput.EMPTY, RunOptions.DEFAULT, null, Actor.LOCAL, null));
            Session ended = forge.sessions()
                    .awaitEnd(run.id(), Duration.ofSeconds(30))
                    .toCompletableFuture()
                    .join();
            System.out.println("The run ended: " + ended.status().wireName());
            if (ended.proposal().isEmpty()) {
                ended.failure().ifPresent(failure -> System.out.println(failure.message()));
                return;
            }

            System.out.println(forge.sessions().diff(ended.id()));
            // Here a person would look. The digest says which bytes were looked at: no others are approved.
            Session approved = forge.approveSession()
                    .approve(new ApproveSession.Command(
                            ended.id(),
                            new Actor("embedding example"),
                            "Every must has its test",
                            ended.proposal().orElseThrow().digest(),
                            null,
                            null));
            System.out.println("The decision: " + approved.status().wireName() + ", written to " + folder);

            for (RecordedEvent event : forge.events().history(approved.id(), 0, 100)) {
                System.out.println("  " + event.name());
            }
        } catch (MetaForgeException e) {
            System.err.println(e.getMessage());
            System.exit(1);
        }
    }

    private static Path sample() throws IOException {
        Path folder = Files.createTempDirectory("pump");
        Files.writeString(folder.resolve("PRD.md"), PRD);
        return folder;
    }

    /** Makes a checklist of everything that a document says must be. */
    static final class ChecklistAgent implements Agent {

        @Override
        public AgentName name() {
            return new AgentName("checklist");
        }

        @Override
        public String version() {
            return "1.0.0";
        }

        @Override
        public List<Skill> skills() {
            return List.of(Skill.of(
                    "checklist",
                    "checklist",
                    "Lists what has to be tested",
                    List.of("PRD.md"),
                    List.of("checklist.md")));
        }

        @Override
        public Proposal run(RunContext context) throws InterruptedException {
            WorkspacePath document = context.files().get(0);
            context.progress(0.5, "Reading " + document);
            StringBuilder checklist = new StringBuilder("# To be tested\n\n");
            int number = 0;
            for (String line : context.readText(document).split("\n")) {
                number++;
                if (line.contains(" must ")) {
                    checklist
                            .append("- [ ] ")
                            .append(line.replaceFirst("^\\W+", "").strip())
                            .append(" (")
                            .append(document)
                            .append(':')
                            .append(number)
                            .append(")\n");
                }
            }
            return Proposal.builder()
                    .write(document.sibling("checklist.md"), checklist.toString())
                    .build();
        }
    }
}
