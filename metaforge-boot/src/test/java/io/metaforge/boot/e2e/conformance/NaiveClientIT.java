package io.metaforge.boot.e2e.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The suite tells a client that does nothing about faults from one that does, and says where it went wrong. */
class NaiveClientIT {

    /** The step at which each scenario has to find it out; empty for those it goes through. */
    private static final Map<String, String> EXPECTED = new TreeMap<>(Map.of(
            "03-nothing-to-write", "",
            "05-approve-part", "answer.ok.artifacts: expected [\"${dir}/b.txt\"]",
            "07-approve-sends-what-was-seen", "answer.error: expected an object",
            "23-stream-from-now", "answer.ok.events: expected a length of",
            "30-answer-lost-on-run", "\"do\":\"run_skill\"",
            "31-answer-lost-on-decision", "\"do\":\"approve\"",
            "40-rate-limited", "\"do\":\"health\"",
            "41-unavailable", "\"do\":\"status\"",
            "46-answer-torn", "\"do\":\"status\"",
            "51-unhealthy", "\"do\":\"health\""));

    @TempDir
    Path temp;

    @Test
    void is_found_out() throws Exception {
        Client naive = new Client(
                "naive",
                "Naive",
                List.of(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        System.getProperty("java.class.path"),
                        NaiveRunner.class.getName()),
                "");
        List<Scenario> scenarios = Scenario.all().stream()
                .filter(scenario -> EXPECTED.containsKey(scenario.id()))
                .toList();
        Map<String, String> found = new TreeMap<>();
        try (Suite suite = new Suite(temp, scenarios, List.of(naive))) {
            for (Scenario scenario : scenarios) {
                found.put(scenario.id(), failure(suite, scenario, naive));
            }
        }
        assertThat(found.keySet()).isEqualTo(EXPECTED.keySet());
        found.forEach((scenario, failure) -> assertThat(failure)
                .as(scenario)
                .startsWith(EXPECTED.get(scenario).isEmpty() ? "" : "step ")
                .contains(EXPECTED.get(scenario).replace("${dir}", "naive/" + scenario)));
        assertThat(found.get("03-nothing-to-write")).isEmpty();
    }

    private static String failure(Suite suite, Scenario scenario, Client client) {
        try {
            suite.outcome(scenario, client).join();
            return "";
        } catch (CompletionException e) {
            return String.valueOf(e.getCause().getMessage());
        }
    }
}
