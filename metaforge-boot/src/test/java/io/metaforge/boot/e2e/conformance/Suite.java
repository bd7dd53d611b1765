package io.metaforge.boot.e2e.conformance;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * Takes clients through scenarios: all clients through one scenario at the same time, and several scenarios at once where
 * their gateway allows it.
 */
final class Suite implements AutoCloseable {

    private static final Map<GatewayKind, Integer> LANES =
            Map.of(GatewayKind.SHARED, 2, GatewayKind.RESTARTED, 1, GatewayKind.IMPATIENT, 1);

    private final Path folder;
    private final List<Client> clients;
    private final Map<Key, CompletableFuture<Void>> outcomes = new LinkedHashMap<>();
    private final Map<GatewayKind, CompletableFuture<GatewayUnderTest>> gateways = new EnumMap<>(GatewayKind.class);
    private final Queue<AutoCloseable> opened = new ConcurrentLinkedQueue<>();
    private final ExecutorService threads = Executors.newCachedThreadPool(task -> {
        Thread thread = new Thread(task, "conformance");
        thread.setDaemon(true);
        return thread;
    });

    /** A cell of the table of results. */
    record Key(String scenario, String client) {}

    Suite(Path folder, List<Scenario> scenarios, List<Client> clients) throws Exception {
        this.folder = folder;
        this.clients = clients;
        Path agents = GatewayUnderTest.packAgents(folder.resolve("agents.jar"));
        Map<GatewayKind, Queue<Scenario>> queues = new EnumMap<>(GatewayKind.class);
        for (Scenario scenario : scenarios) {
            queues.computeIfAbsent(scenario.gateway(), kind -> new ConcurrentLinkedQueue<>())
                    .add(scenario);
            for (Client client : clients) {
                outcomes.put(new Key(scenario.id(), client.id()), new CompletableFuture<>());
            }
        }
        queues.forEach((kind, queue) -> {
            CompletableFuture<GatewayUnderTest> gateway = new CompletableFuture<>();
            gateways.put(kind, gateway);
            threads.execute(() -> start(kind, agents, gateway));
            for (int lane = 0; lane < LANES.getOrDefault(kind, 1); lane++) {
                String name = kind.name().toLowerCase(java.util.Locale.ROOT) + lane;
                threads.execute(() -> lane(name, gateway, queue));
            }
        });
    }

    private void start(GatewayKind kind, Path agents, CompletableFuture<GatewayUnderTest> started) {
        try {
            Path own = Files.createDirectories(folder.resolve(kind.name().toLowerCase(java.util.Locale.ROOT)));
            GatewayUnderTest gateway = GatewayUnderTest.start(kind, own, agents);
            opened.add(gateway);
            started.complete(gateway);
        } catch (Exception | AssertionError e) {
            started.completeExceptionally(e);
        }
    }

    private void lane(String name, CompletableFuture<GatewayUnderTest> gateway, Queue<Scenario> queue) {
        Map<Client, RunnerProcess> runners = new ConcurrentHashMap<>();
        for (Scenario scenario = queue.poll(); scenario != null; scenario = queue.poll()) {
            Scenario current = scenario;
            Lockstep lockstep = new Lockstep(clients.size());
            List<CompletableFuture<Void>> all = new ArrayList<>();
            for (Client client : clients) {
                CompletableFuture<Void> outcome = outcomes.get(new Key(scenario.id(), client.id()));
                all.add(outcome.handle((done, failed) -> null));
                threads.execute(() -> {
                    try {
                        through(current, client, runners, name, gateway.join(), lockstep);
                        outcome.complete(null);
                    } catch (Throwable e) {
                        outcome.completeExceptionally(e);
                    }
                });
            }
            CompletableFuture.allOf(all.toArray(new CompletableFuture<?>[0])).join();
            try {
                gateway.join().startAgain();
            } catch (Exception | AssertionError e) {
                // the next scenario says so
                continue;
            }
        }
        runners.values().forEach(RunnerProcess::stop);
    }

    private void through(
            Scenario scenario,
            Client client,
            Map<Client, RunnerProcess> runners,
            String lane,
            GatewayUnderTest gateway,
            Lockstep lockstep)
            throws Exception {
        try {
            RunnerProcess runner = runners.get(client);
            if (runner == null) {
                Path errors =
                        Files.createDirectories(folder.resolve("runners")).resolve(client.id() + "-" + lane + ".log");
                runner = RunnerProcess.start(client, "http://localhost:" + gateway.port(), errors);
                runners.put(client, runner);
                opened.add(runner);
            }
            boolean passed = false;
            try (ScenarioRun run = new ScenarioRun(scenario, client, runner, gateway, lockstep)) {
                run.run();
                passed = true;
            } finally {
                if (!passed) {
                    // what still goes on in it must not disturb the next scenario
                    runners.remove(client);
                    runner.close();
                }
            }
        } finally {
            lockstep.leave();
        }
    }

    /** Returns how a client fares in a scenario; fails with what went wrong. */
    CompletableFuture<Void> outcome(Scenario scenario, Client client) {
        CompletableFuture<Void> outcome = outcomes.get(new Key(scenario.id(), client.id()));
        if (outcome == null) {
            throw new IllegalArgumentException(client.id() + " takes no part");
        }
        return outcome;
    }

    @Override
    public void close() throws Exception {
        threads.shutdownNow();
        for (AutoCloseable each : opened) {
            each.close();
        }
    }
}
