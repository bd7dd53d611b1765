package io.metaforge.boot.cli;

import io.metaforge.api.Artifact;
import io.metaforge.boot.cli.terminal.Terminal;
import io.metaforge.boot.cli.terminal.Text;
import io.metaforge.boot.cli.terminal.UnifiedDiff;
import io.metaforge.client.Session;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code metaforge diff}. */
@Command(
        name = "diff",
        mixinStandardHelpOptions = true,
        description = {
            "Show what a session wants to change, as a unified diff.",
            "",
            "On a terminal also how to approve exactly what was shown."
        },
        footer = {
            "",
            "Examples:",
            "  metaforge diff 01kbq3x9ab",
            "  metaforge diff 01kbq3x9ab --stat",
            "  metaforge diff 01kbq3x9ab --against previous",
            "  metaforge diff 01kbq3x9ab | git apply --check",
        })
final class DiffCommand implements Callable<Integer> {

    @Mixin
    private GatewayOption gateway = new GatewayOption();

    @Mixin
    private PagerOption pager = new PagerOption();

    @Parameters(paramLabel = "ID", description = "The session; the beginning or end of its id is enough.")
    private String id = "";

    @Option(
            names = "--against",
            paramLabel = "WHAT",
            description = "workspace, which is the default, or previous: what the rejected session proposed that this"
                    + " one revises.")
    private String against = "workspace";

    @ArgGroup
    private Form form = new Form();

    /** In which form: one of these. */
    static final class Form {

        @Option(names = "--stat", description = "Only the files, with how many lines each gains and loses.")
        private boolean stat;

        @Option(names = "--name-only", description = "Only the paths of the files.")
        private boolean nameOnly;

        @Option(names = "--json", description = "Print JSON: digest, artifacts, and the diff as text.")
        private boolean json;
    }

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() {
        Terminal terminal = Main.terminal(spec);
        boolean previous = isPrevious();
        Session session = SessionIds.find(gateway.client(terminal), id);
        if (form.json) {
            Map<String, Object> answer = new LinkedHashMap<>();
            answer.put("session_id", session.id());
            answer.put("status", session.status());
            if (session.digest() != null) {
                answer.put("digest", session.digest());
            }
            answer.put("artifacts", session.artifacts());
            answer.put("diff", previous ? session.diffToPrevious() : session.diff());
            terminal.line(Json.line(answer));
        } else if (form.nameOnly) {
            session.artifacts().forEach(artifact -> terminal.line(Text.printable(artifact.path())));
        } else if (form.stat) {
            List<Artifact> artifacts = session.artifacts();
            terminal.lines(new Proposal(artifacts, UnifiedDiff.of("")).summary(terminal));
        } else {
            UnifiedDiff diff = UnifiedDiff.of(previous ? session.diffToPrevious() : session.diff());
            if (diff.files().isEmpty() && previous) {
                terminal.note(session.id() + " proposes the same as the session it revises.");
            } else if (diff.files().isEmpty()) {
                terminal.note(session.id() + " (" + Text.oneLine(session.status()) + ") proposes nothing.");
            }
            pager.of(terminal).show(diff.painted(terminal));
            if (!previous) {
                advise(session, terminal);
            }
        }
        return ExitCodes.DONE;
    }

    private boolean isPrevious() {
        if (!against.equals("previous") && !against.equals("workspace")) {
            throw new CommandFailure(ExitCodes.USAGE, "--against is '" + against + "'; expected workspace or previous");
        }
        boolean previous = against.equals("previous");
        if (previous && (form.stat || form.nameOnly)) {
            throw new CommandFailure(
                    ExitCodes.USAGE, "--against previous goes with the diff itself, not with --stat and --name-only");
        }
        return previous;
    }

    private static void advise(Session session, Terminal terminal) {
        String digest = session.digest();
        if (terminal.surroundings().output()
                && digest != null
                && session.status().equals(io.metaforge.api.Statuses.PENDING_APPROVAL)) {
            terminal.note("");
            terminal.note("To approve exactly this:");
            terminal.note("  metaforge approve " + SessionIds.shortened(session.id()) + " --digest "
                    + Digests.shortened(digest));
        }
    }
}
