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
import java.util.Optional;
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

    @Override
    public int handleExecutionException(Exception failure, CommandLine command, ParseResult result) {
        if (Main.isDebug(command)) {
            failure.printStackTrace(command.getErr());
        }
        return explain(failure, command.getErr());
    }

    private static int explain(Exception failure, PrintWriter err) {
        if (failure instanceof CommandFailure expected) {
            say(err, expected.getMessage());
            return expected.exitCode();
        } else if (failure instanceof ApiException refusal) {
            say(err, refusal.getMessage());
            return advised(refusal, err);
        } else if (failure instanceof GatewayUnreachableException) {
            say(err, failure.getMessage());
            err.println("  Start one with 'metaforge serve', or name another with --gateway.");
            return ExitCodes.NO_GATEWAY;
        } else if (failure instanceof ConfigurationException) {
            say(err, failure.getMessage());
            return ExitCodes.USAGE;
        } else if (failure instanceof MetaForgeException) {
            say(err, failure.getMessage());
            return ExitCodes.FAILED;
        }
        String message = failure.getMessage();
        say(err, "unexpected: " + failure.getClass().getSimpleName() + (message == null ? "" : ": " + message));
        err.println("  This is a fault of MetaForge. Please report it with what --debug prints.");
        return ExitCodes.FAILED;
    }

    private static int advised(ApiException refusal, PrintWriter err) {
        switch (refusal.code()) {
            case ErrorCodes.UNAUTHORIZED -> {
                err.println("  Put an API key into METAFORGE_API_KEY, or into a file named with --key-file.");
                return ExitCodes.NOT_ALLOWED;
            }
            case ErrorCodes.FORBIDDEN -> {
                return ExitCodes.NOT_ALLOWED;
            }
            case ErrorCodes.CONFLICT -> {
                return ExitCodes.REFUSED;
            }
            case ErrorCodes.NOT_FOUND -> {
                err.println("  'metaforge sessions' lists those there are.");
                return ExitCodes.FAILED;
            }
            case ErrorCodes.INTERNAL_ERROR -> {
                err.println("  The gateway's log (.forge/logs/gateway.log in its workspace) tells more.");
                return ExitCodes.FAILED;
            }
            default -> {
                return ExitCodes.FAILED;
            }
        }
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
