package io.metaforge.boot.cli;

import io.metaforge.boot.configuration.NearestName;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;

/** The commands by name, in the groups in which the help shows them. */
final class Commands {

    private static final Map<String, List<String>> GROUPS = new LinkedHashMap<>();

    static {
        GROUPS.put("Start here", List.of("demo", "doctor", "serve", "run"));
        GROUPS.put("Decide", List.of("pending", "review", "diff", "approve", "reject", "revise"));
        GROUPS.put("Look", List.of("status", "skills", "sessions", "logs", "watch", "open"));
        GROUPS.put("Maintain", List.of("cancel", "delete", "keys", "completion", "help"));
    }

    private Commands() {}

    static Map<String, List<String>> groups() {
        return GROUPS;
    }

    /** Adds the commands; only the one that was asked for where that is clear, which saves starting time. */
    static void addTo(CommandLine line, String... arguments) {
        Object asked = arguments.length == 0 ? null : create(arguments[0]);
        if (asked != null && !List.of("completion", "help").contains(arguments[0])) {
            line.addSubcommand(arguments[0], asked);
            return;
        }
        for (List<String> names : GROUPS.values()) {
            for (String name : names) {
                Object command = create(name);
                if (command == null) {
                    throw new IllegalStateException(name + " is no command");
                }
                line.addSubcommand(name, command);
            }
        }
    }

    /** Returns the command that a wrong name may have meant. */
    static Optional<String> nearest(String wrong) {
        return NearestName.near(
                wrong, GROUPS.values().stream().flatMap(List::stream).toList());
    }

    private static @Nullable Object create(String name) {
        return switch (name) {
            case "demo" -> new DemoCommand();
            case "doctor" -> new DoctorCommand();
            case "serve" -> new ServeCommand();
            case "run" -> new RunCommand();
            case "pending" -> new PendingCommand();
            case "review" -> new ReviewCommand();
            case "diff" -> new DiffCommand();
            case "approve" -> new ApproveCommand();
            case "reject" -> new RejectCommand();
            case "revise" -> new ReviseCommand();
            case "status" -> new StatusCommand();
            case "skills" -> new SkillsCommand();
            case "sessions" -> new SessionsCommand();
            case "logs" -> new LogsCommand();
            case "watch" -> new WatchCommand();
            case "open" -> new OpenCommand();
            case "cancel" -> new CancelCommand();
            case "delete" -> new DeleteCommand();
            case "keys" -> new KeysCommand();
            case "completion" -> new CompletionCommand();
            case "help" -> new CommandLine.HelpCommand();
            default -> null;
        };
    }
}
