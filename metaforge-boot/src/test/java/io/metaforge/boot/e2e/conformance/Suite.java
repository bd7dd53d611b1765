package io.metaforge.boot.e2e.conformance;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * Takes clients through scenarios: all clients through one scenario at the same time, and several scenarios at once where
 * their gateway allows it.
 */
final class Suite implements AutoCloseable {

    /** What goes on at the same time: each lane takes the scenarios of its kinds, one after the other. */
    private static final List<List<GatewayKind>> LANES = List.of(
            List.of(GatewayKind.SHARED),
            List.of(GatewayKind.SHARED),
            List.of(GatewayKind.RESTARTED, GatewayKind.STRICT));

    private final Path folder;
    private final List<Client> clients;
    private final Path agents;
    private final Map<Key, CompletableFuture<Void>> outcomes = new LinkedHashMap<>();
    private final Map<GatewayKind, CompletableFuture<GatewayUnderTest>> gateways = new ConcurrentHashMap<>();
    private final Queue<AutoCloseable> opened = new ConcurrentLinkedQueue<>();
    private final Set<String> lingering = ConcurrentHashMap.newKeySet();
    private final CountDownLatch lanesAtWork = new CountDownLatch(LANES.size());
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
        Map<GatewayKind, Queue<Scenario>> queues = new EnumMap<>(GatewayKind.class);
        for (Scenario scenario : scenarios) {
            queues.computeIfAbsent(scenario.gateway(), kind -> new ConcurrentLinkedQueue<>())
                    .add(scenario);
            for (Client client : clients) {
                outcomes.put(new Key(scenario.id(), client.id()), new CompletableFuture<>());
            }
        }
        this.agents = GatewayUnderTest.packAgents(folder.resolve("agents.jar"));
        if (clients.isEmpty()) {
            LANES.forEach(lane -> lanesAtWork.countDown());
            return;
        }
        for (int lane = 0; lane < LANES.size(); lane++) {
            String name = Integer.toString(lane);
            List<Queue<Scenario>> mine = LANES.get(lane).stream()
                    .filter(queues::containsKey)
                    .map(queues::get)
                    .toList();
            threads.execute(() -> {
                Map<Client, RunnerProcess> runners = new ConcurrentHashMap<>();
                mine.forEach(queue -> work(queue, name, runners));
                runners.forEach((client, runner) -> {
                    if (!runner.stop()) {
                        lingering.add(client.title());
                    }
                });
                lanesAtWork.countDown();
            });
        }
    }

    private void work(Queue<Scenario> queue, String lane, Map<Client, RunnerProcess> runners) {
        for (Scenario scenario = queue.poll(); scenario != null; scenario = queue.poll()) {
            Scenario current = scenario;
            Lockstep lockstep = new Lockstep(clients.size());
            List<CompletableFuture<Void>> all = new ArrayList<>();
            for (Client client : clients) {
                CompletableFuture<Void> outcome = outcomes.get(new Key(scenario.id(), client.id()));
                all.add(outcome.handle((done, failed) -> null));
                threads.execute(() -> {
                    try {
                        through(current, client, runners, lane, gateway(current.gateway()), lockstep);
                        outcome.complete(null);
                    } catch (Throwable e) {
                        outcome.completeExceptionally(e);
                    }
                });
            }
            CompletableFuture.allOf(all.toArray(new CompletableFuture<?>[0])).join();
            try {
                gateway(scenario.gateway()).startAgain();
            } catch (Exception | AssertionError e) {
                // the next scenario says so
                continue;
            }
        }
    }

    /** Returns the gateway of a kind, started when it is first asked for. */
    private GatewayUnderTest gateway(GatewayKind kind) throws Exception {
        CompletableFuture<GatewayUnderTest> mine = new CompletableFuture<>();
        CompletableFuture<GatewayUnderTest> there = gateways.putIfAbsent(kind, mine);
        if (there != null) {
            return there.get();
        }
        try {
            Path own = Files.createDirectories(folder.resolve(kind.name().toLowerCase(Locale.ROOT)));
            GatewayUnderTest gateway = GatewayUnderTest.start(kind, own, agents);
            opened.add(gateway);
            mine.complete(gateway);
            return gateway;
        } catch (Exception | AssertionError e) {
            mine.completeExceptionally(e);
            throw e;
        }
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

    /** Returns the clients whose runners did not end with their input, once all work is done. */
    Set<String> lingering() throws InterruptedException {
        lanesAtWork.await();
        return lingering;
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
