package io.metaforge.boot.cli;

import io.metaforge.api.ApproveResponse;
import io.metaforge.boot.Gateway;
import io.metaforge.boot.cli.terminal.Progress;
import io.metaforge.boot.cli.terminal.Terminal;
import io.metaforge.boot.cli.terminal.Text;
import io.metaforge.boot.cli.terminal.UnifiedDiff;
import io.metaforge.boot.configuration.Configuration;
import io.metaforge.boot.configuration.Option;
import io.metaforge.client.Approval;
import io.metaforge.client.MetaForgeClient;
import io.metaforge.client.Session;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code metaforge demo}. */
@Command(
        name = "demo",
        mixinStandardHelpOptions = true,
        description = {
            "Take three examples from PRD to approved files.",
            "",
            "A battery-powered sensor, a flight controller and a solar charge controller. Shows each step: the skills one after"
                    + " the other, what they propose, and the approval. Needs nothing but an empty folder, which can be"
                    + " deleted afterwards."
        },
        footer = {
            "",
            "Examples:",
            "  metaforge demo",
            "  metaforge demo --example sensor-node --full --workspace /tmp/demo"
        })
final class DemoCommand implements Callable<Integer> {

    private static final List<String> EXAMPLES = List.of("sensor-node", "flight-controller", "mppt-charger");
    private static final List<String> SKILLS = List.of("spec", "architecture", "power", "bom");
    private static final int DOCUMENT_LINES = 32;
    private static final int DATA_LINES = 14;

    @CommandLine.Option(
            names = "--workspace",
            paramLabel = "FOLDER",
            description = "Where to work, in a folder for each example; metaforge-demo in the current folder. What an"
                    + " earlier demo wrote there is replaced, unless you have changed it; other files are left alone.")
    private Path workspace = Path.of("metaforge-demo");

    @CommandLine.Option(
            names = "--example",
            paramLabel = "NAME",
            description = "Only this one: sensor-node, flight-controller or mppt-charger.")
    private @Nullable String only;

    @CommandLine.Option(names = "--full", description = "Show whole diffs.")
    private boolean full;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() throws Exception {
        Terminal terminal = Main.terminal(spec);
        Path folder = workspace.toAbsolutePath().normalize();
        List<String> chosen = chosen();
        // All of them before the first is run: what is in the way is said at once.
        Map<String, DemoWorkspace> workspaces = new LinkedHashMap<>();
        for (String example : chosen) {
            workspaces.put(example, DemoWorkspace.prepare(folder.resolve(example), example(example)));
        }
        terminal.heading("MetaForge demo: from a PRD to approved files");
        int exitCode = 0;
        for (Map.Entry<String, DemoWorkspace> each : workspaces.entrySet()) {
            exitCode =
                    Math.max(exitCode, take(each.getKey(), folder.resolve(each.getKey()), each.getValue(), terminal));
        }
        if (exitCode == 0) {
            close(terminal, folder, chosen);
        }
        return exitCode;
    }

    private List<String> chosen() {
        if (only == null) {
            return EXAMPLES;
        }
        if (!EXAMPLES.contains(only)) {
            throw new CommandFailure(
                    ExitCodes.USAGE, "--example is '" + only + "'; expected one of " + String.join(", ", EXAMPLES));
        }
        return List.of(only);
    }

    private int take(String example, Path folder, DemoWorkspace demo, Terminal terminal) throws Exception {
        terminal.line("");
        terminal.heading("Example " + example);
        terminal.line("  workspace  " + folder);
        terminal.line("  input      PRD.md, copied from examples/" + example);
        Configuration configuration = Configuration.resolve(
                Map.of(
                        Option.WORKSPACE, folder.toString(),
                        Option.PORT, "0",
                        Option.HOST, "127.0.0.1",
                        Option.REQUIRE_KEYS, "false"),
                System.getenv(),
                Path.of(""));
        Logging.forServer(folder, configuration.logLevel());
        Gateway gateway = Gateway.of(configuration);
        Thread stop = new Thread(gateway::close, "metaforge-stop");
        Runtime.getRuntime().addShutdownHook(stop);
        terminal.line(terminal.faint("  starting the gateway with its own PostgreSQL …"));
        gateway.start();
        terminal.line("  gateway    " + gateway.url());
        int exitCode = 0;
        for (String skill : SKILLS) {
            exitCode = Math.max(
                    exitCode, take(MetaForgeClient.connect(gateway.url().toString()), skill, demo, terminal));
            if (exitCode != 0) {
                break;
            }
        }
        gateway.close();
        Runtime.getRuntime().removeShutdownHook(stop);
        return exitCode;
    }

    private int take(MetaForgeClient client, String skill, DemoWorkspace demo, Terminal terminal) throws Exception {
        terminal.line("");
        terminal.heading("Skill " + skill);
        Session ended = client.runSkill(skill);
        try (Progress progress = Progress.begin(terminal)) {
            new RunFollower(terminal, null, event -> {}).follow(ended, progress, null);
        }
        if (!ended.status().equals("pending_approval")) {
            terminal.line(terminal.bad("  ended as " + ended.status() + ", which a demo should not"));
            return ExitCodes.RUN_FAILED;
        }
        terminal.line("  waits for approval; this is what it wants to write:");
        terminal.line("");
        show(ended.diff(), terminal);
        terminal.line("");
        demo.willWrite(ended.artifacts());
        ApproveResponse approved = ended.approve(Approval.all().withComment("approved by the demo"));
        Review.printApproved(terminal, approved);
        return 0;
    }

    /** Shows what people read before what programs read, and of each as much as fits a screen. */
    private void show(String diff, Terminal terminal) {
        List<UnifiedDiff> files = UnifiedDiff.of(diff).files().stream()
                .sorted(Comparator.comparing(file -> !file.isOfDocument()))
                .toList();
        for (UnifiedDiff file : files) {
            List<String> lines = file.painted(terminal);
            int most = file.isOfDocument() ? DOCUMENT_LINES : DATA_LINES;
            if (full || lines.size() <= most) {
                terminal.lines(lines);
            } else {
                terminal.lines(lines.subList(0, most));
                terminal.line(terminal.faint(terminal.mark() + " " + (lines.size() - most) + " more lines"));
            }
        }
    }

    private static void close(Terminal terminal, Path folder, List<String> examples) throws IOException {
        for (String example : examples) {
            terminal.line("");
            terminal.heading("Written to " + folder.resolve(example));
            try (Stream<Path> files = Files.walk(folder.resolve(example))) {
                for (Path file : files.filter(Files::isRegularFile).sorted().toList()) {
                    Path path = folder.resolve(example).relativize(file);
                    if (!path.startsWith(".forge")) {
                        terminal.line("  " + path + "  " + terminal.faint(Text.size(Files.size(file))));
                    }
                }
            }
        }
        terminal.line("");
        terminal.line("Read architecture.md first. Go on from here:");
        terminal.line("  ./metaforge serve --workspace "
                + quoted(folder.resolve(examples.get(0)).toString()));
        terminal.line("  then open http://localhost:3000, or in another terminal: ./metaforge run spec");
    }

    /** Returns a path as a shell takes it. */
    private static String quoted(String path) {
        return path.matches("[A-Za-z0-9_./-]+") ? path : "'" + path.replace("'", "'\\''") + "'";
    }

    /** Finds an example beside the program, wherever that was unpacked. */
    private static Path example(String name) {
        @Nullable
        Path folder = Path.of(System.getProperty("java.class.path").split(java.io.File.pathSeparator)[0])
                .toAbsolutePath();
        while (folder != null) {
            Path example = folder.resolve("examples").resolve(name);
            if (Files.isRegularFile(example.resolve("PRD.md"))) {
                return example;
            }
            folder = folder.getParent();
        }
        throw new CommandFailure(
                ExitCodes.FAILED, "the folder examples/" + name + " is missing from this installation");
    }
}
