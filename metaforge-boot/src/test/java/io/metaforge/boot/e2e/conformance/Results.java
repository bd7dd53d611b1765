package io.metaforge.boot.e2e.conformance;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** How each client fared in each scenario, as a table in Markdown. */
final class Results {

    private static final String PASSED = "✓";
    private static final String FAILED = "✗";
    private static final String SKIPPED = "skipped";

    private final List<Scenario> scenarios;
    private final List<Client> clients;
    private final Map<Suite.Key, String> cells = new ConcurrentHashMap<>();

    Results(List<Scenario> scenarios, List<Client> clients) {
        this.scenarios = scenarios;
        this.clients = clients;
    }

    void passed(Scenario scenario, Client client) {
        cells.put(new Suite.Key(scenario.id(), client.id()), PASSED);
    }

    void failed(Scenario scenario, Client client) {
        cells.put(new Suite.Key(scenario.id(), client.id()), FAILED);
    }

    void skipped(Scenario scenario, Client client) {
        cells.put(new Suite.Key(scenario.id(), client.id()), SKIPPED);
    }

    /** Whether every client took part in every scenario, however it fared. */
    boolean isComplete() {
        return cells.size() == scenarios.size() * clients.size() && !cells.containsValue(SKIPPED);
    }

    String table() {
        StringBuilder table = new StringBuilder("| scenario |");
        clients.forEach(client -> table.append(' ').append(client.title()).append(" |"));
        table.append("\n|---|").append("---|".repeat(clients.size())).append('\n');
        for (Scenario scenario : scenarios) {
            table.append("| ").append(scenario.title()).append(" |");
            clients.forEach(client -> table.append(' ')
                    .append(cells.getOrDefault(new Suite.Key(scenario.id(), client.id()), SKIPPED))
                    .append(" |"));
            table.append('\n');
        }
        return table.toString();
    }
}
