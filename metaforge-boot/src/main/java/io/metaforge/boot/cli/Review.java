package io.metaforge.boot.cli;

import io.metaforge.api.ApproveResponse;
import io.metaforge.api.Artifact;
import io.metaforge.api.SessionResponse;
import io.metaforge.api.Statuses;
import io.metaforge.api.Warning;
import io.metaforge.boot.cli.terminal.Interrupts;
import io.metaforge.boot.cli.terminal.Pager;
import io.metaforge.boot.cli.terminal.Questions;
import io.metaforge.boot.cli.terminal.Terminal;
import io.metaforge.boot.cli.terminal.Text;
import io.metaforge.boot.cli.terminal.UnifiedDiff;
import io.metaforge.client.Approval;
import io.metaforge.client.Session;
import java.util.ArrayList;
import java.util.List;

/**
 * Shows what a session proposes, and asks what to do with it. Decisions are bound to the digest of what was shown.
 *
 * <p>Ctrl-C at a question leaves the proposal pending and ends the program. Once a decision is on its way, it can no longer be
 * called off.
 */
final class Review {

    private final Terminal terminal;
    private final Pager pager;
    private final Questions questions;
    private final Object deciding = new Object();
    private boolean sent;
    private boolean left;

    Review(Terminal terminal, Pager pager, Questions questions) {
        this.terminal = terminal;
        this.pager = pager;
        this.questions = questions;
    }

    /**
     * Shows the summary and the diff of a pending session, or what it asks for; its digest is remembered by the session.
     *
     * @return the proposal; without files where it proposes none
     */
    Proposal show(Session session) {
        SessionResponse known = session.refresh();
        if (known.approval() != null) {
            Budget.print(terminal, known.approval());
            return new Proposal(List.of(), UnifiedDiff.of(""));
        }
        List<Warning> warnings = known.warnings();
        List<Artifact> artifacts = session.artifacts();
        Proposal proposal = new Proposal(artifacts, UnifiedDiff.of(session.diff()));
        terminal.lines(proposal.summary(terminal));
        Warnings.print(terminal, warnings);
        terminal.line("");
        pager.show(proposal.diff().painted(terminal));
        return proposal;
    }

    /** Asks until there is an answer, and does as it says; returns the exit code. */
    int decide(Session session, Proposal proposal) {
        boolean budget = proposal.artifacts().isEmpty();
        String question = budget
                ? terminal.bold("Let it go on?") + " [a]pprove, [r]eject, [l]ater (default):"
                : terminal.bold("Write " + Proposal.files(proposal.artifacts().size()) + "?")
                        + " [a]pprove, [s]elect, [r]eject, [d]iff, [l]ater (default):";
        questions.forgetTyped();
        sent = false;
        try (Interrupts ctrlC = Interrupts.of(() -> leave(session))) {
            while (true) {
                terminal.line("");
                switch (questions.choose(question, budget ? "arl" : "asrdl", 'l')) {
                    case 'a' -> {
                        return approve(session, Approval.all());
                    }
                    case 's' -> {
                        List<String> selected = select(proposal);
                        if (selected.size() == proposal.artifacts().size()) {
                            return approve(session, Approval.all());
                        } else if (!selected.isEmpty()) {
                            int exitCode = approve(session, Approval.only(selected.toArray(new String[0])));
                            printTurnedDown(proposal, selected);
                            return exitCode;
                        }
                        terminal.line("  Nothing selected.");
                    }
                    case 'r' -> {
                        String reason = questions.ask("Why not? (empty goes back)");
                        if (reason != null && !reason.isEmpty()) {
                            send();
                            session.reject(reason);
                            terminal.line(terminal.bad("Rejected") + " " + session.id() + ". To have it done better:");
                            terminal.line("  metaforge revise " + SessionIds.shortened(session.id()));
                            return ExitCodes.REJECTED;
                        }
                    }
                    case 'd' -> pager.show(proposal.diff().painted(terminal));
                    default -> {
                        later(session);
                        return ExitCodes.DONE;
                    }
                }
            }
        }
    }

    private List<String> select(Proposal proposal) {
        List<String> selected = new ArrayList<>();
        int number = 0;
        for (Artifact artifact : proposal.artifacts()) {
            number++;
            String question = "  " + number + "/" + proposal.artifacts().size() + "  "
                    + Proposal.line(artifact, terminal) + "\n    Write it? [y]es, [n]o (default), [d]iff, [q]uit:";
            char answer = questions.choose(question, "yndq", 'n');
            while (answer == 'd') {
                pager.show(proposal.of(artifact).painted(terminal));
                answer = questions.choose(question, "yndq", 'n');
            }
            if (answer == 'q') {
                return List.of();
            } else if (answer == 'y') {
                selected.add(artifact.path());
            }
        }
        return selected;
    }

    private int approve(Session session, Approval approval) {
        send();
        printApproved(terminal, session.approve(approval));
        return ExitCodes.DONE;
    }

    private void printTurnedDown(Proposal proposal, List<String> selected) {
        terminal.line("Turned down:");
        proposal.artifacts().stream()
                .map(Artifact::path)
                .filter(path -> !selected.contains(path))
                .forEach(path -> terminal.line("  " + Text.oneLine(path)));
    }

    private void later(Session session) {
        terminal.line(session.id() + " stays pending. Decide with:");
        terminal.line("  metaforge review " + SessionIds.shortened(session.id()));
    }

    /** From here on Ctrl-C comes too late; where it came just before, nothing is sent. */
    private void send() {
        synchronized (deciding) {
            if (left) {
                throw new CommandFailure(ExitCodes.INTERRUPTED, "interrupted; nothing was decided");
            }
            sent = true;
        }
    }

    private void leave(Session session) {
        synchronized (deciding) {
            left = true;
            terminal.line("");
            if (sent) {
                terminal.line("The decision over " + session.id() + " is on its way; whether it came through tells:");
                terminal.line("  metaforge status " + SessionIds.shortened(session.id()));
            } else {
                later(session);
            }
        }
        System.exit(ExitCodes.INTERRUPTED);
    }

    /** Says what was approved. */
    static void printApproved(Terminal terminal, ApproveResponse approved) {
        if (approved.status().equals(Statuses.RUNNING)) {
            terminal.line(terminal.good("Approved") + " " + approved.sessionId() + "; it goes on. Follow it with:");
            terminal.line("  metaforge logs " + SessionIds.shortened(approved.sessionId()) + " --follow");
            return;
        }
        terminal.line(terminal.good("Approved") + " " + approved.sessionId() + "; written:");
        approved.artifacts().forEach(path -> terminal.line("  " + Text.oneLine(path)));
    }
}
