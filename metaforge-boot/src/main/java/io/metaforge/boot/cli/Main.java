package io.metaforge.boot.cli;

import io.metaforge.boot.Version;
import io.metaforge.boot.configuration.ConfigurationException;
import io.metaforge.client.error.ApiException;
import io.metaforge.client.error.GatewayUnreachableException;
import io.metaforge.domain.failure.MetaForgeException;
import java.io.PrintWriter;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The program {@code metaforge}. */
@Command(
        name = "metaforge",
        mixinStandardHelpOptions = true,
        versionProvider = Main.Versions.class,
        description = "Change control for machine-proposed hardware design files.",
        synopsisSubcommandLabel = "COMMAND",
        subcommands = {
            DemoCommand.class,
            ServeCommand.class,
            RunCommand.class,
            StatusCommand.class,
            PendingCommand.class,
            DiffCommand.class,
            ApproveCommand.class,
            RejectCommand.class,
            DoctorCommand.class,
            KeysCommand.class
        },
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:done",
            "1:something failed; the message says what to do",
            "2:the command line is wrong",
            "3:the run failed or was cancelled",
            "4:no gateway answers"
        },
        footer = {
            "",
            "In a folder with a PRD.md: 'metaforge serve' in one terminal, 'metaforge run spec' in another.",
            "'metaforge COMMAND --help' tells more about a command."
        })
public final class Main implements Runnable {

    static final int FAILED = 1;
    static final int RUN_FAILED = 3;
    static final int NO_GATEWAY = 4;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    /** Starts the program and ends the process with its exit code. */
    public static void main(String[] arguments) {
        Logging.forCommand();
        System.exit(commandLine().execute(arguments));
    }

    /** Returns the command line, ready to execute; tests give it writers of their own. */
    static CommandLine commandLine() {
        CommandLine line = new CommandLine(new Main());
        line.setExecutionExceptionHandler((failure, command, result) -> explain(failure, command));
        line.setUsageHelpAutoWidth(true);
        return line;
    }

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "Which command?");
    }

    private static int explain(Exception failure, CommandLine command) throws Exception {
        PrintWriter err = command.getErr();
        if (failure instanceof ApiException refusal) {
            err.println("metaforge: " + Text.printable(refusal.getMessage()));
            return FAILED;
        } else if (failure instanceof GatewayUnreachableException unreachable) {
            err.println("metaforge: " + unreachable.getMessage() + ".");
            err.println("  Start one with 'metaforge serve', or name another with --server.");
            return NO_GATEWAY;
        } else if (failure instanceof ConfigurationException wrong) {
            err.println("metaforge: " + wrong.getMessage());
            return CommandLine.ExitCode.USAGE;
        } else if (failure instanceof MetaForgeException refused) {
            err.println("metaforge: " + Text.printable(refused.getMessage()));
            return FAILED;
        } else if (failure instanceof CommandFailure expected) {
            err.println("metaforge: " + expected.getMessage());
            return expected.exitCode();
        }
        throw failure;
    }

    /** Supplies what {@code --version} prints. */
    static final class Versions implements IVersionProvider {
        @Override
        public String[] getVersion() {
            return new String[] {"metaforge " + Version.current()};
        }
    }
}
