package io.metaforge.boot.cli;

import io.metaforge.api.DeleteResponse;
import io.metaforge.boot.cli.terminal.Questions;
import io.metaforge.boot.cli.terminal.Terminal;
import io.metaforge.boot.cli.terminal.Text;
import io.metaforge.client.MetaForgeClient;
import io.metaforge.client.Session;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code metaforge delete}. */
@Command(
        name = "delete",
        mixinStandardHelpOptions = true,
        description = {
            "Delete sessions and what they proposed; decisions stay.",
            "",
            "Files in the workspace are not touched. A session that runs is cancelled first. Asks on a terminal; in a"
                    + " script --yes is needed."
        },
        footer = {"", "Example:", "  metaforge delete 01kbq3x9ab"})
final class DeleteCommand implements Callable<Integer> {

    @Mixin
    private GatewayOption gateway = new GatewayOption();

    @Parameters(arity = "1..*", paramLabel = "ID", description = "The sessions; beginnings or ends of ids are enough.")
    private List<String> ids = List.of();

    @Option(
            names = {"--yes", "-y"},
            description = "Do not ask.")
    private boolean yes;

    @Option(names = "--json", description = "Print JSON, as DELETE /session/:id answers, one line each.")
    private boolean json;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() {
        Terminal terminal = Main.terminal(spec);
        if (!yes && !terminal.surroundings().canAsk()) {
            throw new CommandFailure(ExitCodes.USAGE, "deleting cannot be undone; add --yes where nobody can be asked");
        }
        MetaForgeClient client = gateway.client(terminal);
        List<Session> sessions = new ArrayList<>();
        ids.forEach(id -> sessions.add(SessionIds.find(client, id)));
        Questions questions = new Questions(terminal, System.in);
        for (Session session : sessions) {
            String what =
                    session.id() + " (" + Text.oneLine(session.skill()) + ", " + Text.oneLine(session.status()) + ")";
            if (!yes && questions.choose("Delete " + what + "? [y]es, [n]o (default):", "yn", 'n') == 'n') {
                terminal.line("Kept.");
                continue;
            }
            DeleteResponse deleted = session.delete();
            terminal.line(json ? Json.line(deleted) : "Deleted " + deleted.deleted() + ".");
        }
        return ExitCodes.DONE;
    }
}
