package io.metaforge.boot.e2e.terminal;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.metaforge.boot.e2e.Http;
import io.metaforge.boot.e2e.PackagedGateway;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** From a PRD to an architecture and back: what an edit makes stale, and what a rejection leads to, also after a kill -9. */
class ChainsIT {

    private static final String PRD = """
            # Soil sensor

            ## Electrical

            - Supply voltage: 3.0 V to 4.2 V from one Li-ion cell
            - Interface: I2C to the moisture sensor, USB-C for charging

            ## Environment

            - Operating temperature: −20 to +60 °C
            """;

    @TempDir
    Path temp;

    private Launcher metaforge;

    /** Returns what a command prints, with its lines joined: they are wrapped. */
    private String printed(int exit, String... arguments) throws Exception {
        Launcher.Result result = metaforge.run(arguments);
        assertThat(result.exit()).as(result.out() + result.err()).isEqualTo(exit);
        return (result.out() + result.err()).replaceAll("\\s+", " ");
    }

    private static JsonNode run(PackagedGateway gateway, String body) throws Exception {
        Http.Answer answer = gateway.http().post("/api/v1/agent/run?wait=60", body);
        assertThat(answer.status()).as(answer.text()).isEqualTo(200);
        return answer.json();
    }

    private static void approve(PackagedGateway gateway, String skill) throws Exception {
        String id =
                run(gateway, "{\"skill\":\"" + skill + "\"}").path("session_id").asText();
        Http.Answer answer = gateway.http().post("/api/v1/approve/" + id, "");
        assertThat(answer.status()).as(answer.text()).isEqualTo(200);
    }

    @Test
    void an_edit_of_the_prd_shows_down_the_chain_and_a_rejection_survives_to_be_revised() throws Exception {
        Path workspace = Files.createDirectories(temp.resolve("workspace"));
        Path prd = Files.writeString(workspace.resolve("PRD.md"), PRD);
        Path document = workspace.resolve("architecture.md");
        metaforge = new Launcher(workspace, temp);
        String rejected;
        try (PackagedGateway gateway = PackagedGateway.start(workspace)) {
            approve(gateway, "spec");
            approve(gateway, "architecture");
            assertThat(document).content().doesNotContain("Outdated input");

            Files.writeString(prd, "- Battery life: 24 months\n", StandardOpenOption.APPEND);

            assertThat(printed(0, "status"))
                    .contains(
                            "artifacts 4 approved, 4 stale ",
                            "architecture.md is stale: PRD.md changed since it was approved; run spec, then architecture"
                                    + " again",
                            "constraints.json is stale: PRD.md changed since it was approved; run spec again");
            assertThat(printed(0, "sessions")).contains("architecture approved, stale", "spec approved, stale");

            JsonNode run = run(gateway, "{\"skill\":\"architecture\"}");
            assertThat(run.path("warnings").path(0).path("code").asText()).isEqualTo("STALE_INPUT");
            rejected = run.path("session_id").asText();
            assertThat(gateway.http()
                            .get("/api/v1/session/" + rejected + "/diff")
                            .text())
                    .contains("+> - constraints.json is stale: PRD.md changed since it was approved; run spec again.");
            assertThat(printed(7, "revise", rejected)).contains("still waits for a decision", "--reason");
            gateway.http()
                    .post("/api/v1/reject/" + rejected, "{\"reason\":\"Wait for the battery life to be agreed on\"}");
            gateway.kill();
        }
        try (PackagedGateway gateway = PackagedGateway.start(workspace)) {
            assertThat(printed(0, "revise", rejected))
                    .contains("Mind: constraints.json is stale", "metaforge approve ");
            JsonNode pending =
                    gateway.http().get("/api/v1/pending").json().path("pending").path(0);
            assertThat(pending.path("revises").asText()).isEqualTo(rejected);
            String second = pending.path("session_id").asText();
            assertThat(printed(0, "status", second)).contains("revises " + rejected, "Mind: constraints.json is stale");
            assertThat(printed(0, "diff", second, "--against", "previous", "--json"))
                    .contains("\"diff\":");
            assertThat(printed(2, "diff", second, "--against", "previous", "--stat"))
                    .contains("--against previous");
            assertThat(printed(
                            0, "revise", second, "--reason", "5 V", "--args", "exchange_rates={\"EUR\":1.1}", "--json"))
                    .contains("\"status\":\"pending_approval\"");
            assertThat(gateway.http()
                            .get("/api/v1/session/" + second)
                            .json()
                            .path("decision")
                            .path("comment")
                            .asText())
                    .isEqualTo("5 V");

            approve(gateway, "spec");
            JsonNode stale = gateway.http()
                    .get("/api/v1/status")
                    .json()
                    .path("artifacts")
                    .path("stale");
            assertThat(stale).hasSize(2);
            assertThat(stale.path(1).path("message").asText())
                    .isEqualTo("architecture.md is stale: constraints.json changed since it was approved;"
                            + " run architecture again");
            approve(gateway, "architecture");
            assertThat(printed(0, "status")).contains("artifacts 4 approved ");
            assertThat(document).content().doesNotContain("Outdated input");
        }
    }
}
