package io.metaforge.boot.cli;

import io.metaforge.api.ErrorCodes;
import io.metaforge.boot.cli.terminal.Text;
import io.metaforge.boot.configuration.ConfigurationException;
import io.metaforge.boot.configuration.NearestName;
import io.metaforge.client.error.ApiException;
import io.metaforge.client.error.GatewayUnreachableException;
import io.metaforge.domain.failure.MetaForgeException;
import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.IExecutionExceptionHandler;
import picocli.CommandLine.IParameterExceptionHandler;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.UnmatchedArgumentException;

/** Says what went wrong and what to do about it, and finds the exit code. No stack traces, unless {@code --debug}. */
final class Failures implements IExecutionExceptionHandler, IParameterExceptionHandler {

    private static final String NAME = "metaforge: ";

    /** A member of a request, at the beginning of a message about it. */
    private static final Pattern MEMBER = Pattern.compile("(?<=^Invalid input: )'([a-z_.]+)(?:\\[\\d+\\])?'");

    private static final Map<String, String> OPTIONS = Map.of(
            "artifacts", "--only",
            "comment", "--comment",
            "input.args", "--args",
            "input.files", "FILE",
            "limit", "--limit",
            "offset", "--offset",
            "options.temperature", "--temperature",
            "reason", "--reason",
            "skill", "SKILL",
            "status", "--status");

    @Override
    public int handleExecutionException(Exception failure, CommandLine command, ParseResult result) {
        if (Main.isDebug(command)) {
            failure.printStackTrace(command.getErr());
        }
        return explain(failure, command.getErr());
    }

    /** Returns the exit code of a command that ends with this failure. */
    static int exitCode(Exception failure) {
        if (failure instanceof CommandFailure expected) {
            return expected.exitCode();
        } else if (failure instanceof ApiException refusal) {
            return switch (refusal.code()) {
                case ErrorCodes.UNAUTHORIZED, ErrorCodes.FORBIDDEN -> ExitCodes.NOT_ALLOWED;
                case ErrorCodes.CONFLICT -> ExitCodes.REFUSED;
                case ErrorCodes.VALIDATION_ERROR -> ExitCodes.USAGE;
                default -> ExitCodes.FAILED;
            };
        } else if (failure instanceof GatewayUnreachableException) {
            return ExitCodes.NO_GATEWAY;
        }
        return failure instanceof ConfigurationException ? ExitCodes.USAGE : ExitCodes.FAILED;
    }

    private static int explain(Exception failure, PrintWriter err) {
        if (failure instanceof CommandFailure
                || failure instanceof ConfigurationException
                || failure instanceof MetaForgeException) {
            say(err, failure.getMessage());
        } else if (failure instanceof ApiException refusal) {
            say(err, inWordsOfOptions(refusal));
            advice(refusal).ifPresent(err::println);
        } else if (failure instanceof GatewayUnreachableException) {
            say(err, failure.getMessage());
            err.println("  Start one with 'metaforge serve', or name another with --gateway.");
        } else {
            String message = failure.getMessage();
            say(err, "unexpected: " + failure.getClass().getSimpleName() + (message == null ? "" : ": " + message));
            err.println("  This is a fault of MetaForge. Please report it with what --debug prints.");
        }
        err.flush();
        return exitCode(failure);
    }

    /** The gateway speaks of the members of a request; who types a command knows its options. */
    private static String inWordsOfOptions(ApiException refusal) {
        String message = String.valueOf(refusal.getMessage());
        if (!refusal.code().equals(ErrorCodes.VALIDATION_ERROR)) {
            return message;
        }
        Matcher field = MEMBER.matcher(message);
        if (!field.find()) {
            return message;
        }
        String option = OPTIONS.get(field.group(1).replaceFirst("^(input\\.args|artifacts).*", "$1"));
        return option == null ? message : message.substring(0, field.start()) + option + message.substring(field.end());
    }

    private static Optional<String> advice(ApiException refusal) {
        return Optional.ofNullable(
                switch (refusal.code()) {
                    case ErrorCodes.UNAUTHORIZED ->
                        "  Put an API key into METAFORGE_API_KEY, or into a file named with --key-file.";
                    case ErrorCodes.NOT_FOUND -> "  'metaforge sessions' lists those there are.";
                    case ErrorCodes.INTERNAL_ERROR ->
                        "  The gateway's log (.forge/logs/gateway.log in its workspace) tells more.";
                    // Files that are not as they were when the proposal was made.
                    case ErrorCodes.CONFLICT ->
                        refusal.details().containsKey("paths")
                                ? "  To have what is proposed, move your version out of the way and approve again.\n"
                                        + "  To keep yours, reject the proposal; 'metaforge run' then makes a new one."
                                : null;
                    default -> null;
                });
    }

    private static void say(PrintWriter err, @Nullable String message) {
        String prefix = NAME;
        for (String line : String.valueOf(message).split("\n")) {
            err.println(prefix + Text.printable(line));
            prefix = "";
        }
        err.flush();
    }

    @Override
    public int handleParseException(ParameterException wrong, String[] arguments) {
        CommandLine command = wrong.getCommandLine();
        PrintWriter err = command.getErr();
        if (Main.isDebug(command)) {
            wrong.printStackTrace(err);
        }
        String name = command.getCommandSpec().qualifiedName();
        say(err, message(wrong, arguments));
        err.println("  See '" + name + " --help'.");
        err.flush();
        return ExitCodes.USAGE;
    }

    private static String message(ParameterException wrong, String... arguments) {
        CommandLine command = wrong.getCommandLine();
        // Of several things that are wrong, an option that does not exist is most likely the cause of the others.
        for (String argument : arguments) {
            String option = argument.replaceFirst("=.*", "");
            if (argument.equals("--")) {
                break;
            }
            if (option.startsWith("--") && command.getCommandSpec().findOption(option) == null) {
                List<String> options = command.getCommandSpec().optionsMap().keySet().stream()
                        .filter(name -> name.startsWith("--"))
                        .toList();
                return "there is no option " + option + meant(NearestName.near(option, options));
            }
        }
        if (wrong instanceof UnmatchedArgumentException unmatched) {
            String first = unmatched.getUnmatched().get(0);
            if (first.startsWith("-")) {
                return "there is no option " + first;
            }
            return command.getParent() == null
                    ? "there is no command '" + first + "'" + meant(Commands.nearest(first))
                    : "'" + first + "' is too much";
        }
        String message = wrong.getMessage().replaceFirst(" is not an? (int|long)$", " is not a whole number");
        return message.substring(0, 1).toLowerCase(Locale.ROOT) + message.substring(1);
    }

    private static String meant(Optional<String> name) {
        return name.map(near -> "; did you mean " + near + "?").orElse("");
    }
}
