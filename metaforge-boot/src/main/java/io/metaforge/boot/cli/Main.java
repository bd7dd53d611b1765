package io.metaforge.boot.cli;

import io.metaforge.boot.Version;
import io.metaforge.boot.cli.terminal.ColorChoice;
import io.metaforge.boot.cli.terminal.ResultStream;
import io.metaforge.boot.cli.terminal.Surroundings;
import io.metaforge.boot.cli.terminal.Terminal;
import java.io.PrintWriter;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;

/** The program {@code metaforge}. */
@Command(
        name = "metaforge",
        mixinStandardHelpOptions = true,
        versionProvider = Main.Versions.class,
        description = "Change control for machine-proposed hardware design files.",
        synopsisSubcommandLabel = "COMMAND")
public final class Main implements Runnable {

    private static final Set<String> HELP = Set.of("-h", "--help", "help");

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Option(
            names = "--color",
            paramLabel = "WHEN",
            scope = ScopeType.INHERIT,
            description = "auto (on a terminal, unless NO_COLOR is set), always or never.")
    private ColorChoice color = ColorChoice.auto;

    @Option(
            names = "--debug",
            scope = ScopeType.INHERIT,
            description = "Show stack traces of failures, for a report of a fault.")
    private boolean debug;

    private final Surroundings surroundings;

    private Main(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    /** Starts the program and ends the process with its exit code. */
    public static void main(String[] arguments) {
        QuietLogging.inThisProcess();
        ResultStream results = ResultStream.inThisProcess();
        CommandLine line = commandLine(Surroundings.ofProcess(), arguments);
        int exitCode = line.execute(arguments);
        line.getOut().flush();
        System.out.flush();
        if (results.loss().isPresent()) {
            line.getErr()
                    .println("metaforge: the result could not be written: "
                            + results.loss().get());
            exitCode = Math.max(exitCode, ExitCodes.FAILED);
        }
        endHttpClients();
        System.exit(exitCode);
    }

    /**
     * Ends the threads of the JDK's HTTP clients, which sit in system calls: the virtual machine would wait 0.3 s for them
     * before it exits. JDK 17 has no method for that; an interrupted one ends.
     */
    private static void endHttpClients() {
        Thread[] threads = new Thread[2 * Thread.activeCount() + 16];
        int count = Thread.enumerate(threads);
        for (int i = 0; i < count; i++) {
            if (threads[i].getName().matches("HttpClient-\\d+-SelectorManager")) {
                threads[i].interrupt();
            }
        }
    }

    /** Returns the command line, ready to execute these arguments; tests give it writers of their own. */
    static CommandLine commandLine(Surroundings surroundings, String... arguments) {
        CommandLine line = new CommandLine(new Main(surroundings));
        Commands.addTo(line, arguments);
        if (line.getSubcommands().size() > 1 || List.of(arguments).stream().anyMatch(HELP::contains)) {
            Help.dress(line, surroundings, colorIn(arguments));
        }
        Failures failures = new Failures();
        line.setExecutionExceptionHandler(failures);
        line.setParameterExceptionHandler(failures);
        line.setCaseInsensitiveEnumValuesAllowed(true);
        return line;
    }

    /** Finds out how help and errors are coloured, which can be needed before options are parsed. */
    private static ColorChoice colorIn(String... arguments) {
        for (int i = 0; i < arguments.length; i++) {
            String value = arguments[i].startsWith("--color=")
                    ? arguments[i].substring("--color=".length())
                    : arguments[i].equals("--color") && i + 1 < arguments.length ? arguments[i + 1] : "";
            if (Arrays.stream(ColorChoice.values())
                    .anyMatch(choice -> choice.name().equals(value))) {
                return ColorChoice.valueOf(value);
            }
        }
        return ColorChoice.auto;
    }

    /** Returns the terminal of a command. */
    static Terminal terminal(CommandSpec command) {
        Main main = main(command.commandLine());
        PrintWriter out = command.commandLine().getOut();
        return new Terminal(out, command.commandLine().getErr(), main.surroundings, main.color);
    }

    static boolean isDebug(CommandLine command) {
        return main(command).debug;
    }

    private static Main main(CommandLine command) {
        return (Main) command.getCommandSpec().root().userObject();
    }

    @Override
    public void run() {
        spec.commandLine().usage(spec.commandLine().getErr());
        throw new ParameterException(spec.commandLine(), "which command?");
    }

    /** Supplies what {@code --version} prints. */
    static final class Versions implements IVersionProvider {
        @Override
        public String[] getVersion() {
            return new String[] {"metaforge " + Version.current()};
        }
    }
}
