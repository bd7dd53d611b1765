package io.metaforge.boot.e2e.conformance;

import io.metaforge.boot.e2e.Http;
import io.metaforge.boot.e2e.PackagedGateway;
import io.metaforge.boot.e2e.conformance.agent.ScriptedAgent;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;

/** A packaged gateway with the scripted agent, in a workspace of its own. Thread-safe. */
public final class GatewayUnderTest implements AutoCloseable {

    private final Path workspace;
    private final Path signals;
    private final Path agents;
    private final String[] options;
    private final Map<String, String> keys = new HashMap<>();
    private volatile PackagedGateway gateway;

    private GatewayUnderTest(Path workspace, Path signals, Path agents, String[] options, PackagedGateway gateway) {
        this.workspace = workspace;
        this.signals = signals;
        this.agents = agents;
        this.options = options;
        this.gateway = gateway;
    }

    public static GatewayUnderTest start(GatewayKind kind, Path folder, Path agents) throws Exception {
        Path workspace = Files.createDirectories(folder.resolve("workspace"));
        Path signals = Files.createDirectories(folder.resolve("signals"));
        return new GatewayUnderTest(
                workspace,
                signals,
                agents,
                kind.options(),
                launch(PackagedGateway.freePort(), workspace, signals, agents, kind.options()));
    }

    private static PackagedGateway launch(int port, Path workspace, Path signals, Path agents, String[] options)
            throws Exception {
        return PackagedGateway.startWith(
                agents, List.of("-D" + ScriptedAgent.SIGNALS + "=" + signals), port, workspace, options);
    }

    /** Packs the scripted agent into a jar that registers it. */
    public static Path packAgents(Path jar) throws IOException {
        String name = ScriptedAgent.class.getName().replace('.', '/') + ".class";
        try (OutputStream file = Files.newOutputStream(jar);
                JarOutputStream entries = new JarOutputStream(file);
                InputStream bytes = ScriptedAgent.class.getClassLoader().getResourceAsStream(name)) {
            if (bytes == null) {
                throw new IOException(name + " is missing");
            }
            entries.putNextEntry(new JarEntry(name));
            bytes.transferTo(entries);
            entries.putNextEntry(new JarEntry("META-INF/services/io.metaforge.application.agent.Agent"));
            entries.write(ScriptedAgent.class.getName().getBytes(StandardCharsets.UTF_8));
        }
        return jar;
    }

    public Path workspace() {
        return workspace;
    }

    public int port() {
        return gateway.port();
    }

    public long pid() {
        return gateway.pid();
    }

    Http http() {
        return gateway.http();
    }

    String log() throws IOException {
        return gateway.log();
    }

    /** Ends a hold of a run of this script. */
    public void release(String script, String hold) throws IOException {
        Files.writeString(ScriptedAgent.signal(signals, script, hold), "");
    }

    /** Returns a key with these scopes, separated by commas; the same for all who ask. */
    synchronized String key(String scopes) throws Exception {
        String key = keys.get(scopes);
        if (key == null) {
            key = gateway.createKey("key-" + keys.size(), scopes);
            keys.put(scopes, key);
        }
        return key;
    }

    /** Ends it as a power cut would. */
    public void kill() {
        gateway.kill();
    }

    /** Starts it again, on the same port; does nothing where it runs. */
    public void startAgain() throws Exception {
        if (!gateway.isAlive()) {
            gateway = launch(gateway.port(), workspace, signals, agents, options);
        }
    }

    @Override
    public void close() throws Exception {
        gateway.close();
    }
}
