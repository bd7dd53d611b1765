package io.metaforge.boot.cli;

import io.metaforge.application.port.out.Tools;
import io.metaforge.boot.Outside;
import io.metaforge.boot.configuration.Configuration;
import io.metaforge.boot.configuration.ConfigurationException;
import io.metaforge.boot.configuration.DatabaseAddress;
import io.metaforge.boot.workspace.ForgeFolder;
import io.metaforge.client.MetaForgeClient;
import io.metaforge.client.error.MetaForgeClientException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code metaforge doctor}. */
@Command(
        name = "doctor",
        mixinStandardHelpOptions = true,
        description = "Check what a gateway needs on this machine, and say how to mend what is missing.")
final class DoctorCommand implements Callable<Integer> {

    @Mixin
    private ServerOptions options = new ServerOptions();

    @Spec
    private CommandSpec spec = CommandSpec.create();

    private int problems;

    @Override
    public Integer call() {
        Terminal terminal = new Terminal(spec);
        ok(terminal, "java", System.getProperty("java.version") + " from " + System.getProperty("java.home"));
        Configuration configuration;
        try {
            configuration = Configuration.resolve(options.given(), System.getenv(), Path.of(""));
            ok(terminal, "configuration", "valid");
        } catch (ConfigurationException e) {
            problem(terminal, "configuration", e.getMessage());
            return Main.FAILED;
        }
        workspace(terminal, configuration);
        database(terminal, configuration);
        port(terminal, configuration);
        model(terminal, configuration);
        tools(terminal, configuration);
        terminal.line("");
        terminal.line(
                problems == 0
                        ? terminal.good("Everything that is needed is there.")
                        : terminal.bad(problems == 1 ? "One problem." : problems + " problems."));
        return problems == 0 ? 0 : Main.FAILED;
    }

    private void workspace(Terminal terminal, Configuration configuration) {
        Path workspace = configuration.workspace();
        try {
            ForgeFolder.in(workspace);
        } catch (ConfigurationException e) {
            problem(terminal, "workspace", e.getMessage());
            return;
        }
        if (Files.isRegularFile(workspace.resolve("PRD.md"))) {
            ok(terminal, "workspace", workspace + " with a PRD.md");
        } else {
            note(terminal, "workspace", workspace + " has no PRD.md yet; the skill spec begins with one");
        }
    }

    private void database(Terminal terminal, Configuration configuration) {
        if (configuration.database().isEmpty()) {
            Path data = configuration.workspace().resolve(".forge/postgres");
            ok(terminal, "database", "embedded PostgreSQL, " + (Files.exists(data) ? "in " : "to be made in ") + data);
            return;
        }
        DatabaseAddress address = configuration.database().get();
        URI server = URI.create(address.jdbcUrl().substring("jdbc:".length()));
        int port = server.getPort() == -1 ? 5432 : server.getPort();
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(server.getHost(), port), 3_000);
            ok(terminal, "database", address.shown() + " can be reached");
        } catch (IOException e) {
            problem(
                    terminal,
                    "database",
                    "nothing answers at " + server.getHost() + ":" + port
                            + "; start that PostgreSQL, or leave --database-url out to use the embedded one");
        }
    }

    private void port(Terminal terminal, Configuration configuration) {
        try (ServerSocket socket =
                new ServerSocket(configuration.port(), 1, InetAddress.getByName(configuration.host()))) {
            ok(terminal, "port", socket.getLocalPort() + " is free");
        } catch (IOException taken) {
            if (isGateway(configuration.port())) {
                ok(terminal, "port", configuration.port() + " is that of a running gateway");
            } else {
                problem(
                        terminal,
                        "port",
                        configuration.port() + " is taken by another program; choose one with --port");
            }
        }
    }

    private static boolean isGateway(int port) {
        try {
            return !MetaForgeClient.connect("http://localhost:" + port)
                    .health()
                    .version()
                    .isEmpty();
        } catch (MetaForgeClientException e) {
            return false;
        }
    }

    private void model(Terminal terminal, Configuration configuration) {
        if (configuration.languageModel().isPresent()) {
            ok(
                    terminal,
                    "model",
                    configuration.languageModel().model() + " is configured; /health tells if it answers");
        } else {
            note(terminal, "model", "none is configured; every skill works without one");
        }
    }

    private void tools(Terminal terminal, Configuration configuration) {
        try (var detection = Outside.tools(configuration, Clock.systemUTC())) {
            for (Tools.Detected tool : detection.detect()) {
                if (tool.available()) {
                    ok(terminal, tool.name(), String.valueOf(tool.version()));
                } else {
                    note(terminal, tool.name(), String.valueOf(tool.advice()));
                }
            }
        }
    }

    private static void ok(Terminal terminal, String what, String found) {
        terminal.line(terminal.good("  ok    ") + label(what) + found);
    }

    private static void note(Terminal terminal, String what, String found) {
        terminal.line("  note  " + label(what) + found);
    }

    private void problem(Terminal terminal, String what, String found) {
        problems++;
        terminal.line(terminal.bad("  fix   ") + label(what) + found);
    }

    private static String label(String what) {
        return String.format("%-14s", what);
    }
}
