package io.metaforge.boot.cli;

import io.metaforge.api.ApprovalRequest;
import io.metaforge.api.Decision;
import io.metaforge.api.Failure;
import io.metaforge.api.Statuses;
import io.metaforge.api.Warning;
import io.metaforge.boot.cli.terminal.Interrupts;
import io.metaforge.boot.cli.terminal.Progress;
import io.metaforge.boot.cli.terminal.Questions;
import io.metaforge.boot.cli.terminal.Terminal;
import io.metaforge.boot.cli.terminal.Text;
import io.metaforge.client.Approval;
import io.metaforge.client.MetaForgeClient;
import io.metaforge.client.Session;
import io.metaforge.client.error.ApiException;
import io.metaforge.client.error.GatewayUnreachableException;
import io.metaforge.client.error.MetaForgeClientException;
import java.io.IOException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/**
 * Starts a run, follows it, shows what it proposes and asks what to do: what {@code run} and {@code revise} have in common, with
 * the options for it.
 */
final class RunDialogue {

    @Mixin
    private GatewayOption gateway = new GatewayOption();

    @Mixin
    private PagerOption pager = new PagerOption();

    @Mixin
    private RunInputs inputs = new RunInputs();

    @Option(
            names = {"--approve", "--yes", "-y"},
            description = "Approve whatever is proposed, without asking.")
    private boolean approve;

    @Option(names = "--no-approve", description = "Leave the proposal pending, without asking.")
    private boolean leave;

    @Option(
            names = {"--detach", "-d"},
            description = "Start the run and do not wait for it.")
    private boolean detach;

    @Option(
            names = "--timeout",
            paramLabel = "TIME",
            description = "Wait no longer, such as 90s, 10m or 2h; the run goes on. Without it: as long as it takes.")
    private @Nullable String timeout;

    @Option(
            names = "--json",
            description = "Print the events of the run, one JSON object a line, then {\"result\": …}. Does not ask.")
    private boolean json;

    /** Starts a run. */
    interface Start {

        /** @param inputs what the command line gives beside files */
        Session begin(MetaForgeClient client, RunInputs inputs) throws IOException;
    }

    /** Does all of it; returns the exit code. */
    int call(Terminal terminal, Start start) throws Exception {
        if (approve && (leave || detach)) {
            throw new CommandFailure(
                    ExitCodes.USAGE, "--approve and " + (detach ? "--detach" : "--no-approve") + " exclude each other");
        }
        Duration atMost = timeout == null ? null : Times.duration("--timeout", timeout);
        MetaForgeClient client = gateway.client(terminal);
        boolean asks = terminal.surroundings().canAsk() && !json;
        Questions questions = asks ? new Questions(terminal, System.in) : null;
        RunFollower follower =
                new RunFollower(terminal, questions, json ? event -> terminal.line(Json.line(event)) : event -> {});
        try (Interrupts ctrlC = follower.hearing()) {
            Session session = start.begin(client, inputs);
            try {
                return followed(session, follower, atMost, ctrlC, terminal, questions);
            } catch (MetaForgeClientException | CommandFailure failure) {
                if (json) {
                    terminal.line(Json.line(Map.of("result", broken(session, failure))));
                }
                throw failure;
            }
        }
    }

    private int followed(
            Session session,
            RunFollower follower,
            @Nullable Duration atMost,
            Interrupts ctrlC,
            Terminal terminal,
            @Nullable Questions questions)
            throws InterruptedException {
        if (detach) {
            return detached(session, terminal);
        }
        if (!json) {
            terminal.note(terminal.faintNote(session.id() + " is run by " + session.agent()));
        }
        RunFollower.Ending ending;
        String elapsed;
        try (Progress progress = json ? null : Progress.begin(terminal)) {
            ending = follower.follow(session, progress, atMost);
            elapsed = progress == null ? "" : progress.elapsed();
        }
        ctrlC.close();
        return ended(session, ending, elapsed, terminal, questions);
    }

    /** Returns the result where the command failed; the status is the last one heard. */
    private static Map<String, Object> broken(Session session, RuntimeException failure) {
        String code = failure instanceof ApiException refusal
                ? refusal.code()
                : failure instanceof GatewayUnreachableException ? "UNREACHABLE" : "COMMAND_FAILED";
        Map<String, Object> result = result(session);
        result.put("error", Map.of("code", code, "message", String.valueOf(failure.getMessage())));
        result.put("exit_code", Failures.exitCode(failure));
        return result;
    }

    private int ended(
            Session session,
            RunFollower.Ending ending,
            String elapsed,
            Terminal terminal,
            @Nullable Questions questions) {
        switch (ending) {
            case DETACHED -> {
                return detached(session, terminal);
            }
            case CANCELLED -> {
                return said(
                        session,
                        terminal,
                        "Cancelled " + session.id() + "; nothing was written.",
                        ExitCodes.INTERRUPTED);
            }
            case TIME_UP -> {
                return said(
                        session,
                        terminal,
                        session.id() + " is not done after " + timeout
                                + "; it goes on. Follow it with:\n  metaforge logs "
                                + SessionIds.shortened(session.id()) + " --follow",
                        ExitCodes.TIME_UP);
            }
            default -> {
                return result(session, elapsed, terminal, questions);
            }
        }
    }

    private int result(Session session, String elapsed, Terminal terminal, @Nullable Questions questions) {
        switch (session.status()) {
            case Statuses.PENDING_APPROVAL -> {
                return proposed(session, elapsed, terminal, questions);
            }
            case Statuses.COMPLETED -> {
                if (!json) {
                    Warnings.print(terminal, session.refresh().warnings());
                }
                return said(
                        session,
                        terminal,
                        terminal.good("Done: ") + "nothing to write, the files already are as proposed.",
                        ExitCodes.DONE);
            }
            case Statuses.APPROVED -> {
                return said(session, terminal, approved(session.refresh().decision(), terminal), ExitCodes.DONE);
            }
            case Statuses.REJECTED -> {
                return said(
                        session,
                        terminal,
                        terminal.bad("Rejected") + decided(session.refresh().decision()),
                        ExitCodes.REJECTED);
            }
            case Statuses.FAILED -> {
                Failure error = session.error();
                String why = error == null ? "no reason is known" : Text.oneLine(error.message());
                return said(session, terminal, terminal.bad("Failed: ") + why, ExitCodes.RUN_FAILED);
            }
            default -> {
                return said(
                        session,
                        terminal,
                        terminal.bad("Ended: ") + Text.oneLine(session.status()),
                        ExitCodes.RUN_FAILED);
            }
        }
    }

    /** Says what was approved before anybody could be asked, as by an approval policy. */
    private static String approved(@Nullable Decision decision, Terminal terminal) {
        List<String> written = decision == null ? List.of() : decision.artifacts();
        return terminal.good("Done: ") + "approved" + decided(decision)
                + written.stream()
                        .map(path -> "\n  " + Text.oneLine(path))
                        .collect(Collectors.joining("", "\nWritten:", ""));
    }

    /** Returns who has decided, and why. */
    private static String decided(@Nullable Decision decision) {
        if (decision == null) {
            return ".";
        }
        String comment = decision.comment();
        return " by " + Text.oneLine(decision.actor()) + (comment == null ? "." : ": " + Text.oneLine(comment));
    }

    private int proposed(Session session, String elapsed, Terminal terminal, @Nullable Questions questions) {
        // To approve what comes is to have it written, not to spend more on it.
        boolean budget = session.refresh().approval() != null;
        if (json) {
            if (approve && !budget) {
                session.artifacts();
                session.approve(Approval.all());
            }
            return printed(session, terminal, approve && budget ? ExitCodes.REFUSED : ExitCodes.DONE);
        }
        terminal.note(terminal.goodNote(terminal.glyph("✓", "*")) + " " + Text.oneLine(session.skill())
                + (budget ? " asks, after " : " proposes, after ") + elapsed + ":");
        Review review = new Review(
                terminal, pager.of(terminal), questions == null ? new Questions(terminal, System.in) : questions);
        Proposal proposal = review.show(session);
        if (approve && !budget) {
            terminal.line("");
            Review.printApproved(terminal, session.approve(Approval.all()));
            return ExitCodes.DONE;
        }
        if (questions != null && !leave && !approve) {
            return review.decide(session, proposal);
        }
        String shortened = SessionIds.shortened(session.id());
        terminal.line("");
        terminal.line(session.id() + " waits for your decision:");
        terminal.line("  metaforge approve " + shortened);
        terminal.line("  metaforge reject " + shortened + " --reason \"…\"");
        return approve ? ExitCodes.REFUSED : ExitCodes.DONE;
    }

    private int detached(Session session, Terminal terminal) {
        return said(
                session,
                terminal,
                session.id() + " is running. Follow it, and decide when it is done:\n  metaforge logs "
                        + SessionIds.shortened(session.id()) + " --follow\n  metaforge review "
                        + SessionIds.shortened(session.id()),
                ExitCodes.DONE);
    }

    private int said(Session session, Terminal terminal, String text, int exitCode) {
        if (json) {
            return printed(session, terminal, exitCode);
        }
        terminal.line(text);
        return exitCode;
    }

    private static Map<String, Object> result(Session session) {
        Map<String, Object> result = new LinkedHashMap<>();
        result.put("session_id", session.id());
        result.put("skill", session.skill());
        result.put("status", session.status());
        if (session.digest() != null) {
            result.put("digest", session.digest());
        }
        return result;
    }

    private static int printed(Session session, Terminal terminal, int exitCode) {
        Map<String, Object> result = result(session);
        if (session.status().equals(Statuses.PENDING_APPROVAL)
                || session.status().equals(Statuses.APPROVED)) {
            result.put("artifacts", session.artifacts());
            ApprovalRequest approval = session.refresh().approval();
            if (approval != null) {
                result.put("approval", approval);
            }
        }
        if (session.error() != null) {
            result.put("error", session.error());
        }
        if (List.of(Statuses.PENDING_APPROVAL, Statuses.APPROVED, Statuses.COMPLETED)
                .contains(session.status())) {
            List<Warning> warnings = session.refresh().warnings();
            if (warnings != null) {
                result.put("warnings", warnings);
            }
        }
        result.put("exit_code", exitCode);
        terminal.line(Json.line(Map.of("result", result)));
        return exitCode;
    }
}
