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
            "Take an example from PRD to approved files.",
            "",
            "Shows each step: the skills spec and architecture, what they propose, and the approval. Needs nothing but an"
                    + " empty folder, which can be deleted afterwards."
        },
        footer = {"", "Examples:", "  metaforge demo", "  metaforge demo --full --workspace /tmp/demo"})
final class DemoCommand implements Callable<Integer> {

    private static final String EXAMPLE = "sensor-node";
    private static final int DOCUMENT_LINES = 40;
    private static final int DATA_LINES = 16;

    @CommandLine.Option(
            names = "--workspace",
            paramLabel = "FOLDER",
            description = "Where to work; metaforge-demo in the current folder. What an earlier demo wrote there is"
                    + " replaced, unless you have changed it; other files are left alone.")
    private Path workspace = Path.of("metaforge-demo");

    @CommandLine.Option(names = "--full", description = "Show whole diffs.")
    private boolean full;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() throws Exception {
        Terminal terminal = Main.terminal(spec);
        Path folder = workspace.toAbsolutePath().normalize();
        DemoWorkspace demo = DemoWorkspace.prepare(folder, example());
        terminal.heading("MetaForge demo: from a PRD to approved files");
        terminal.line("  workspace  " + folder);
        terminal.line("  input      PRD.md, copied from examples/" + EXAMPLE);
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
        Runtime.getRuntime().addShutdownHook(new Thread(gateway::close, "metaforge-stop"));
        terminal.line(terminal.faint("  starting the gateway with its own PostgreSQL …"));
        gateway.start();
        terminal.line("  gateway    " + gateway.url());
        int exitCode = 0;
        for (String skill : List.of("spec", "architecture")) {
            exitCode = Math.max(
                    exitCode, take(MetaForgeClient.connect(gateway.url().toString()), skill, demo, terminal));
        }
        gateway.close();
        if (exitCode == 0) {
            close(terminal, folder);
        }
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

    private static void close(Terminal terminal, Path folder) throws IOException {
        terminal.line("");
        terminal.heading("Written to " + folder);
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.filter(Files::isRegularFile).sorted().toList()) {
                terminal.line("  " + file.getFileName() + "  " + terminal.faint(Text.size(Files.size(file))));
            }
        }
        terminal.line("");
        terminal.line("Go on from here:");
        terminal.line("  ./metaforge serve --workspace " + quoted(folder.toString()));
        terminal.line("  then open http://localhost:3000, or in another terminal: ./metaforge run spec");
    }

    /** Returns a path as a shell takes it. */
    private static String quoted(String path) {
        return path.matches("[A-Za-z0-9_./-]+") ? path : "'" + path.replace("'", "'\\''") + "'";
    }

    /** Finds the example beside the program, wherever that was unpacked. */
    private static Path example() {
        @Nullable
        Path folder = Path.of(System.getProperty("java.class.path").split(java.io.File.pathSeparator)[0])
                .toAbsolutePath();
        while (folder != null) {
            Path example = folder.resolve("examples").resolve(EXAMPLE);
            if (Files.isRegularFile(example.resolve("PRD.md"))) {
                return example;
            }
            folder = folder.getParent();
        }
        throw new CommandFailure(
                ExitCodes.FAILED, "the folder examples/" + EXAMPLE + " is missing from this installation");
    }
}
