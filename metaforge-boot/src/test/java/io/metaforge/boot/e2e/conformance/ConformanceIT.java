package io.metaforge.boot.e2e.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.metaforge.boot.e2e.PackagedGateway;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletionException;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicContainer;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

/**
 * Every client library goes through every scenario of {@code clients/conformance} against the packaged server.
 *
 * <p>{@code METAFORGE_CLIENTS=required} in the environment makes a client that cannot be started a failure. While working on
 * one: {@code -Dmetaforge.clients.only=java,python} and {@code -Dmetaforge.scenarios.only=REGEX}.
 */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class ConformanceIT {

    private static final boolean REQUIRED = "required".equals(System.getenv("METAFORGE_CLIENTS"));

    @TempDir
    static Path temp;

    private static List<Scenario> scenarios = List.of();
    private static List<Client> clients = List.of();
    private static Results results;
    private static Suite suite;

    @BeforeAll
    static void startSuite() throws Exception {
        String onlyScenarios = System.getProperty("metaforge.scenarios.only", "");
        List<String> onlyClients =
                List.of(System.getProperty("metaforge.clients.only", "").split(","));
        scenarios = Scenario.all().stream()
                .filter(scenario -> scenario.id().matches(".*(" + onlyScenarios + ").*"))
                .toList();
        clients = Client.all().stream()
                .filter(client -> onlyClients.contains("") || onlyClients.contains(client.id()))
                .toList();
        results = new Results(scenarios, clients);
        suite = new Suite(
                temp, scenarios, clients.stream().filter(Client::isAvailable).toList());
    }

    @AfterAll
    static void stopSuite() throws Exception {
        suite.close();
    }

    @Order(1)
    @TestFactory
    Stream<DynamicContainer> scenarios() {
        return clients.stream()
                .map(client -> DynamicContainer.dynamicContainer(
                        client.title(),
                        scenarios.stream()
                                .map(scenario -> DynamicTest.dynamicTest(
                                        client.title() + ": " + scenario.title() + " (" + scenario.id() + ")",
                                        () -> passes(client, scenario)))));
    }

    private static void passes(Client client, Scenario scenario) throws Throwable {
        if (!client.isAvailable()) {
            results.skipped(scenario, client);
            assertThat(REQUIRED)
                    .as("%s is required, but %s", client.title(), client.missing())
                    .isFalse();
            assumeTrue(false, client.title() + " is skipped: " + client.missing());
        }
        try {
            suite.outcome(scenario, client).join();
            results.passed(scenario, client);
        } catch (CompletionException e) {
            results.failed(scenario, client);
            throw e.getCause();
        }
    }

    @Order(2)
    @Test
    void runners_end_with_their_input() throws Exception {
        assertThat(suite.lingering()).isEmpty();
    }

    @Order(3)
    @Test
    void the_table_in_the_documentation_is_what_was_found() throws Exception {
        Path written = PackagedGateway.root().resolve("metaforge-boot/target/conformance.md");
        Files.writeString(written, results.table());
        assumeTrue(
                results.isComplete() && scenarios.size() == Scenario.all().size() && clients.size() == 4,
                "not all clients took part in all scenarios");
        String page = Files.readString(PackagedGateway.root().resolve("docs/clients.md"));
        assertThat(page.replaceFirst("(?s).*<!-- conformance -->\n", "")
                        .replaceFirst("(?s)<!-- /conformance -->.*", ""))
                .as("docs/clients.md; the table as it is now is in %s", "metaforge-boot/target/conformance.md")
                .isEqualTo(results.table());
    }
}
