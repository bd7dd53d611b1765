package com.example.dividers;

import io.metaforge.application.MetaForge;
import io.metaforge.application.port.in.RunAgent;
import io.metaforge.domain.approval.Actor;
import io.metaforge.domain.approval.AuditEntry;
import io.metaforge.domain.failure.Failure;
import io.metaforge.domain.failure.MetaForgeException;
import io.metaforge.domain.session.RunInput;
import io.metaforge.domain.session.RunOptions;
import io.metaforge.domain.session.Session;
import io.metaforge.domain.skill.SkillName;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/** Runs the agent with its tool, under the policy, and prints who decided what. */
public final class Dividers {

    private static final String RAILS = """
            name,output_v,reference_v,series
            3V3,3.3,0.8,E96
            1V8,1.8,0.6,E24
            """;

    private Dividers() {}

    public static void main(String[] arguments) throws IOException, InterruptedException {
        Path folder = arguments.length > 0 ? Path.of(arguments[0]) : sample();
        try (MetaForge forge = MetaForge.builder()
                .workspace(folder)
                .agent(new DividerAgent())
                .tool(new DividerFinder())
                .approvalPolicy(new SmallDocuments())
                .build()) {
            forge.start();
            Session run = forge.runAgent()
                    .run(new RunAgent.Command(
                            new SkillName("dividers"), RunInput.EMPTY, RunOptions.DEFAULT, null, Actor.LOCAL, null));
            Session ended = forge.sessions()
                    .awaitEnd(run.id(), Duration.ofSeconds(30))
                    .toCompletableFuture()
                    .join();
            if (ended.proposal().isEmpty()) {
                System.out.println(ended.failure().map(Failure::message).orElse("There is nothing to write"));
                return;
            }
            System.out.println(forge.sessions().diff(ended.id()));
            // The policy decided with the proposal; the decision is in the audit log as soon as the files are written.
            System.out.println(decision(forge));
        } catch (MetaForgeException e) {
            System.err.println(e.getMessage());
            System.exit(1);
        }
    }

    private static String decision(MetaForge forge) throws InterruptedException {
        for (int i = 0; i < 100; i++) {
            List<AuditEntry> decisions = forge.system().audit(1, 0);
            if (!decisions.isEmpty()) {
                var decision = decisions.get(0).decision();
                return decision.verdict() + " by " + decision.actor() + ": " + decision.comment();
            }
            Thread.sleep(20);
        }
        return "A person has to decide";
    }

    private static Path sample() throws IOException {
        Path folder = Files.createTempDirectory("rails");
        Files.writeString(folder.resolve("rails.csv"), RAILS);
        return folder;
    }
}
