package io.metaforge.boot.cli;

import io.metaforge.api.PendingApproval;
import io.metaforge.boot.cli.terminal.Questions;
import io.metaforge.boot.cli.terminal.Terminal;
import io.metaforge.boot.cli.terminal.Text;
import io.metaforge.client.MetaForgeClient;
import io.metaforge.client.Session;
import io.metaforge.client.error.ConflictException;
import io.metaforge.client.error.NotFoundException;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code metaforge review}. */
@Command(
        name = "review",
        mixinStandardHelpOptions = true,
        description = {
            "Show what waits for a decision, one by one, and ask.",
            "",
            "Asks as 'run' does: approve, select files, reject, or later. What is approved is what was shown. Needs a"
                    + " terminal; scripts use diff, approve and reject."
        },
        footer = {
            "",
            "Examples:",
            "  metaforge review                 all, beginning with what has waited longest",
            "  metaforge review 01kbq3x9ab      one session",
        })
final class ReviewCommand implements Callable<Integer> {

    @Mixin
    private GatewayOption gateway = new GatewayOption();

    @Mixin
    private PagerOption pager = new PagerOption();

    @Parameters(
            arity = "0..1",
            paramLabel = "ID",
            description = "A session, as 'pending' shows it; without it, all that are pending.")
    private @Nullable String id;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() {
        Terminal terminal = Main.terminal(spec);
        if (!terminal.surroundings().canAsk()) {
            throw new CommandFailure(
                    ExitCodes.USAGE, "review asks, which needs a terminal; use diff, approve and reject instead");
        }
        MetaForgeClient client = gateway.client(terminal);
        Review review = new Review(terminal, pager.of(terminal), new Questions(terminal, System.in));
        if (id != null) {
            return decided(review, SessionIds.find(client, id), terminal);
        }
        List<PendingApproval> pending = SessionIds.pending(client);
        if (pending.isEmpty()) {
            terminal.line("Nothing waits for a decision.");
            return ExitCodes.DONE;
        }
        int exitCode = ExitCodes.DONE;
        int number = 0;
        for (PendingApproval each : pending) {
            number++;
            terminal.line("");
            terminal.heading(
                    number + "/" + pending.size() + "  " + Text.oneLine(each.skill()) + "  " + each.sessionId());
            exitCode = Math.max(exitCode, decidedIfStill(review, client, each.sessionId(), terminal));
        }
        return exitCode;
    }

    /** One that others decided over or deleted meanwhile, or whose files were edited, does not end the round. */
    private static int decidedIfStill(Review review, MetaForgeClient client, String id, Terminal terminal) {
        try {
            return decided(review, client.session(id), terminal);
        } catch (ConflictException | NotFoundException refusal) {
            terminal.warning(Text.oneLine(String.valueOf(refusal.getMessage())));
            return ExitCodes.REFUSED;
        }
    }

    private static int decided(Review review, Session session, Terminal terminal) {
        if (!session.status().equals(io.metaforge.api.Statuses.PENDING_APPROVAL)) {
            terminal.line(session.id() + " is " + Text.oneLine(session.status()) + "; there is nothing to decide.");
            return ExitCodes.REFUSED;
        }
        return review.decide(session, review.show(session));
    }
}
