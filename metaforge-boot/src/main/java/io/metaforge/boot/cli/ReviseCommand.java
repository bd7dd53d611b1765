package io.metaforge.boot.cli;

import io.metaforge.api.RunInput;
import io.metaforge.api.Statuses;
import io.metaforge.client.MetaForgeClient;
import io.metaforge.client.RunRequest;
import io.metaforge.client.Session;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code metaforge revise}. */
@Command(
        name = "revise",
        mixinStandardHelpOptions = true,
        description = {
            "Have a rejected session done better: run its skill again with the reason.",
            "",
            "The new session works on the same files and arguments, and its agent is told the reason, and those of the"
                    + " attempts before. 'metaforge diff ID --against previous' shows what became of it."
        },
        footer = {
            "",
            "Examples:",
            "  metaforge revise 01kbq3x9ab",
            "  metaforge revise 01kbq3x9ab --reason \"supply must be 5 V\"   reject it first",
            "  metaforge revise 01kbq3x9ab --args supply=5V",
        })
final class ReviseCommand implements Callable<Integer> {

    @Mixin
    private RunDialogue dialogue = new RunDialogue();

    @Parameters(paramLabel = "ID", description = "The session; the beginning or end of its id is enough.")
    private String id = "";

    @Option(
            names = {"--reason", "-m"},
            paramLabel = "TEXT",
            description = "Reject it first, where it still waits for a decision; recorded with that decision.")
    private @Nullable String reason;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() throws Exception {
        return dialogue.call(Main.terminal(spec), this::begin);
    }

    private Session begin(MetaForgeClient client, RunInputs inputs) throws IOException {
        Session rejected = SessionIds.find(client, id, "rejected");
        RunRequest request = inputs.request(rejected.skill(), previous(rejected));
        if (rejected.status().equals(Statuses.PENDING_APPROVAL)) {
            reject(rejected);
        } else if (reason != null) {
            throw new CommandFailure(
                    ExitCodes.REFUSED,
                    rejected.id() + " is " + rejected.status() + "; --reason is for one that waits for a decision");
        }
        return client.runSkill(request.revising(rejected.id()));
    }

    private void reject(Session pending) {
        if (reason == null) {
            throw new CommandFailure(
                    ExitCodes.REFUSED,
                    pending.id() + " still waits for a decision; reject it and have it done better in one step:\n"
                            + "  metaforge revise " + SessionIds.shortened(pending.id()) + " --reason \"…\"");
        }
        pending.reject(reason);
    }

    /** What is given on the command line is added to the arguments of before, rather than replacing all of them. */
    private static RunInput previous(Session rejected) {
        RunInput input = rejected.refresh().input();
        return input == null ? new RunInput(List.of(), java.util.Map.of()) : input;
    }
}
