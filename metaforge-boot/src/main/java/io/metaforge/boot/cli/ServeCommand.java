package io.metaforge.boot.cli;

import io.metaforge.boot.Gateway;
import io.metaforge.boot.cli.terminal.Terminal;
import io.metaforge.boot.configuration.Configuration;
import io.metaforge.boot.workspace.ForgeFolder;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code metaforge serve}. */
@Command(
        name = "serve",
        mixinStandardHelpOptions = true,
        description = "Start the gateway for a workspace, until Ctrl-C.",
        footer = {
            "",
            "Examples:",
            "  metaforge serve                          the current folder",
            "  metaforge serve --workspace ~/pump --port 4000",
            "",
            "Every option can also stand in the environment as METAFORGE_NAME, or as name=value in"
                    + " .forge/config.properties of the workspace. A flag wins over the environment, that over the file."
        })
final class ServeCommand implements Callable<Integer> {

    @Mixin
    private ServerOptions options = new ServerOptions();

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() throws Exception {
        Configuration configuration = Configuration.resolve(options.given(), System.getenv(), Path.of(""));
        // Before the log is opened, which would make the folder.
        ForgeFolder.in(configuration.workspace());
        Logging.forServer(configuration.workspace(), configuration.logLevel());
        Gateway gateway = Gateway.of(configuration);
        CountDownLatch stopped = new CountDownLatch(1);
        Runtime.getRuntime()
                .addShutdownHook(new Thread(
                        () -> {
                            gateway.close();
                            stopped.countDown();
                        },
                        "metaforge-stop"));
        gateway.start();
        Terminal terminal = Main.terminal(spec);
        terminal.line("MetaForge serves " + configuration.workspace() + " at " + gateway.url());
        terminal.line("  run a skill:   metaforge run spec");
        terminal.line("  in a browser:  " + gateway.url());
        terminal.line("Ctrl-C stops it.");
        stopped.await();
        return 0;
    }
}
