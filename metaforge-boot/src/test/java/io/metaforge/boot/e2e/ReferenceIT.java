package io.metaforge.boot.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

/**
 * Takes the packaged server through every section of the API reference, with the reference's own examples as data: what
 * it prints as a request is sent, what it prints as a response is what the answer must look like, member by member.
 */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class ReferenceIT {

    private static final Reference REFERENCE = new Reference();

    @TempDir
    static Path temp;

    private static Path workspace;
    private static PackagedGateway gateway;
    private static Http http;
    private static ApiDescription description;

    @BeforeAll
    static void startServer() throws Exception {
        workspace = Workspaces.withPrd(temp.resolve("workspace"));
        gateway = PackagedGateway.start(workspace);
        http = gateway.http();
        description = new ApiDescription(http);
    }

    @AfterAll
    static void stopServer() throws Exception {
        gateway.close();
    }

    @Test
    @Order(1)
    void create_session() throws Exception {
        Http.Answer answer =
                http.post("/api/v1/session/create", REFERENCE.text("Create Session", "Request Body", "json"));

        assertThat(answer.status()).isEqualTo(201);
        assertLooksLike(REFERENCE.json("Create Session", "Response"), answer.json());
        assertThat(answer.json().path("skill").asText()).isEqualTo("spec");
        assertThat(answer.json().path("status").asText()).isEqualTo("created");
        assertThat(answer.headers().firstValue("Location")).hasValueSatisfying(location -> assertThat(location)
                .endsWith("/api/v1/session/" + answer.json().path("id").asText()));
        assertThat(Instant.parse(answer.json().path("created").asText()))
                .isBetween(Instant.now().minusSeconds(60), Instant.now().plusSeconds(1));
        description.check("post", "/session/create", answer);
        assertThat(http.delete("/api/v1/session/" + answer.json().path("id").asText())
                        .status())
                .isEqualTo(200);
    }

    @Test
    @Order(2)
    void get_session_with_output() throws Exception {
        String id = pendingSession();

        Http.Answer answer = http.get("/api/v1/session/" + id);

        assertThat(answer.status()).isEqualTo(200);
        assertLooksLike(REFERENCE.json("Get Session", "Response"), answer.json());
        assertThat(answer.json().path("id").asText()).isEqualTo(id);
        JsonNode artifacts = answer.json().path("output").path("artifacts");
        assertThat(artifacts.findValuesAsText("path")).contains("constraints.json");
        assertThat(artifacts.findValuesAsText("type")).containsOnly("file");
        description.check("get", "/session/{id}", answer);
    }

    @Test
    @Order(3)
    void list_sessions_with_the_documented_defaults() throws Exception {
        Http.Answer answer = http.get("/api/v1/sessions");

        assertThat(answer.status()).isEqualTo(200);
        assertLooksLike(REFERENCE.json("List Sessions", "Response"), answer.json());
        assertThat(answer.json().path("limit").asInt()).isEqualTo(50);
        assertThat(answer.json().path("offset").asInt()).isZero();
        assertThat(answer.json().path("total").asInt()).isEqualTo(1);
        description.check("get", "/sessions", answer);
        Http.Answer none = http.get("/api/v1/sessions?limit=1&offset=1&status=completed");
        assertThat(none.json().path("sessions")).isEmpty();
        assertThat(none.json().path("total").asInt()).isZero();
    }

    @Test
    @Order(4)
    void list_pending_approvals() throws Exception {
        Http.Answer answer = http.get("/api/v1/pending");

        assertThat(answer.status()).isEqualTo(200);
        assertLooksLike(REFERENCE.json("List Pending Approvals", "Response"), answer.json());
        assertThat(answer.json().at("/pending/0/artifacts/0/diff").asText()).matches("\\+\\d+ -0");
        description.check("get", "/pending", answer);
    }

    @Test
    @Order(5)
    void reject_session() throws Exception {
        String id =
                http.get("/api/v1/pending").json().at("/pending/0/session_id").asText();

        Http.Answer answer =
                http.post("/api/v1/reject/" + id, REFERENCE.text("Reject Session", "Request Body", "json"));

        assertThat(answer.status()).isEqualTo(200);
        assertLooksLike(REFERENCE.json("Reject Session", "Response"), answer.json());
        assertThat(answer.json().path("reason").asText()).isEqualTo("Need to revise power requirements");
        assertThat(answer.json().path("status").asText()).isEqualTo("rejected");
        assertThat(Workspaces.files(workspace)).containsOnlyKeys("PRD.md");
        description.check("post", "/reject/{id}", answer);
    }

    @Test
    @Order(6)
    void approve_session_applies_the_files() throws Exception {
        String id = pendingSession();
        byte[] proposed = http.get("/api/v1/session/" + id + "/artifacts/constraints.json")
                .body();

        Http.Answer answer =
                http.post("/api/v1/approve/" + id, REFERENCE.text("Approve Session", "Request Body", "json"));

        assertThat(answer.status()).isEqualTo(200);
        assertLooksLike(REFERENCE.json("Approve Session", "Response"), answer.json());
        assertThat(answer.json().path("applied").asBoolean()).isTrue();
        assertThat(Files.readAllBytes(workspace.resolve("constraints.json"))).isEqualTo(proposed);
        description.check("post", "/approve/{id}", answer);
        assertThat(http.post("/api/v1/approve/" + id, "").json())
                .as("a second approval changes nothing")
                .isEqualTo(answer.json());
    }

    @Test
    @Order(7)
    void run_agent_on_the_approved_constraints() throws Exception {
        Http.Answer answer = http.post("/api/v1/agent/run", REFERENCE.text("Run Agent", "Request Body", "json"));

        assertThat(answer.status()).isEqualTo(202);
        assertLooksLike(REFERENCE.json("Run Agent", "Response"), answer.json());
        assertThat(answer.json().path("agent").asText()).isEqualTo("architecture-agent");
        assertThat(answer.json().path("status").asText()).isEqualTo("running");
        description.check("post", "/agent/run", answer);

        String id = answer.json().path("session_id").asText();
        Http.Answer status = http.get("/api/v1/agent/" + id + "/status?wait=30");
        assertThat(status.status()).as(status.text()).isEqualTo(200);
        assertLooksLike(REFERENCE.json("Get Agent Status", "Response"), status.json());
        assertThat(status.json().path("status").asText()).isEqualTo("pending_approval");
        assertThat(status.json().path("artifacts").findValuesAsText("path")).contains("architecture.md");
        description.check("get", "/agent/{id}/status", status);
    }

    @Test
    @Order(8)
    void delete_session() throws Exception {
        String id = http.get("/api/v1/sessions?status=rejected")
                .json()
                .at("/sessions/0/id")
                .asText();

        Http.Answer answer = http.delete("/api/v1/session/" + id);

        assertThat(answer.status()).isEqualTo(200);
        assertLooksLike(REFERENCE.json("Delete Session", "Response"), answer.json());
        assertThat(answer.json().path("deleted").asText()).isEqualTo(id);
        description.check("delete", "/session/{id}", answer);
        assertThat(http.get("/api/v1/session/" + id).status()).isEqualTo(404);
        assertThat(http.get("/api/v1/audit").text())
                .as("the decision outlives the session")
                .contains(id)
                .contains("Need to revise power requirements");
    }

    @Test
    @Order(9)
    void health_check() throws Exception {
        Http.Answer answer = http.get("/api/v1/health");

        assertThat(answer.status()).isEqualTo(200);
        assertLooksLike(REFERENCE.json("Health Check", "Response"), answer.json());
        assertThat(answer.json().path("version").asText()).isEqualTo("0.1.0");
        assertThat(answer.json().at("/components/gateway").asText()).isEqualTo("ok");
        assertThat(answer.json().at("/components/llm_provider").asText()).isEqualTo("not_configured");
        description.check("get", "/health", answer);
    }

    @Test
    @Order(10)
    void system_status() throws Exception {
        Http.Answer answer = http.get("/api/v1/status?refresh");

        assertThat(answer.status()).isEqualTo(200);
        ObjectNode shown = answer.json().deepCopy();
        // What is not installed here has no version to show; one that is, such as in the reference, does.
        for (JsonNode tool : shown.path("tools")) {
            if (!tool.path("available").asBoolean()) {
                ((ObjectNode) tool).removeAll();
                ((ObjectNode) tool).put("name", "").put("version", "").put("available", false);
            }
        }
        assertLooksLike(REFERENCE.json("System Status", "Response"), shown);
        assertThat(answer.json().path("workspace").asText()).isEqualTo(workspace.toString());
        assertThat(answer.json().path("agents").findValuesAsText("name")).contains("requirements", "architecture");
        assertThat(answer.json().path("tools").findValuesAsText("name")).contains("kicad", "ngspice");
        assertThat(answer.json().at("/sessions/pending").asInt()).isEqualTo(1);
        description.check("get", "/status", answer);
    }

    @Test
    @Order(11)
    void errors_have_the_documented_form_and_codes() throws Exception {
        Http.Answer missing = http.post("/api/v1/session/create", "{}");
        assertThat(missing.status()).isEqualTo(400);
        assertThat(missing.json()).isEqualTo(REFERENCE.json("Error Format", ""));
        description.check("post", "/session/create", missing);

        Http.Answer unknown = http.get("/api/v1/session/session-00000000000000000000000000");
        assertThat(unknown.status()).isEqualTo(404);
        assertThat(unknown.errorCode()).isEqualTo("NOT_FOUND");
        assertThat(http.get("/api/v1/session/session-abc123").errorCode()).isEqualTo("NOT_FOUND");
        description.check("get", "/session/{id}", unknown);
    }

    @Test
    @Order(12)
    void events_arrive_as_documented() throws Exception {
        EventSink sink = new EventSink();
        HttpClient.newHttpClient()
                .newWebSocketBuilder()
                .buildAsync(URI.create("ws://localhost:" + gateway.port() + "/ws"), sink)
                .get(10, TimeUnit.SECONDS);
        Files.writeString(workspace.resolve("PRD.md"), Workspaces.prd(2));
        String id = pendingSession();
        List<JsonNode> events = sink.await(event -> event.path("event").asText().equals("session.complete")
                && event.at("/data/session_id").asText().equals(id));

        assertLooksLike(REFERENCE.json("Events", "Session Started"), first(events, "session.started"));
        assertLooksLike(REFERENCE.json("Events", "Agent Progress"), first(events, "agent.progress"));
        assertLooksLike(REFERENCE.json("Events", "Session Complete"), first(events, "session.complete"));
        assertThat(first(events, "agent.progress").at("/data/agent").asText()).isEqualTo("requirements-agent");
        List<Long> positions = new ArrayList<>();
        events.forEach(event -> positions.add(event.path("id").asLong()));
        assertThat(positions).isSorted().doesNotHaveDuplicates();
        events.forEach(
                event -> assertThat(Instant.parse(event.path("time").asText())).isNotNull());
        assertThat(http.get("/api/v1/session/" + id + "/events").status()).isEqualTo(200);
    }

    private static JsonNode first(List<JsonNode> events, String name) {
        return events.stream()
                .filter(event -> event.path("event").asText().equals(name))
                .findFirst()
                .orElseThrow(() -> new AssertionError("no " + name + " among " + events));
    }

    private static String pendingSession() throws Exception {
        Http.Answer run =
                http.post("/api/v1/agent/run?wait=30", REFERENCE.text("Create Session", "Request Body", "json"));
        assertThat(run.status()).as(run.text()).isEqualTo(200);
        assertThat(run.json().path("status").asText()).isEqualTo("pending_approval");
        return run.json().path("session_id").asText();
    }

    /** Every documented member is there with the documented JSON type, and in the documented order. */
    static void assertLooksLike(JsonNode documented, JsonNode actual) {
        if (documented.isObject()) {
            assertThat(actual.isObject()).as("an object: %s", actual).isTrue();
            List<String> names = new ArrayList<>();
            documented.fieldNames().forEachRemaining(names::add);
            List<String> present = new ArrayList<>();
            actual.fieldNames().forEachRemaining(present::add);
            present.retainAll(names);
            assertThat(present).as("members of %s", actual).isEqualTo(names);
            names.forEach(name -> assertLooksLike(documented.get(name), actual.get(name)));
        } else if (documented.isArray()) {
            assertThat(actual.isArray()).as("an array: %s", actual).isTrue();
            assertThat(actual.isEmpty()).as("as documented, not empty").isFalse();
            actual.forEach(element -> assertLooksLike(documented.get(0), element));
        } else {
            assertThat(actual.getNodeType())
                    .as("type of %s, documented as %s", actual, documented)
                    .isEqualTo(documented.getNodeType());
        }
    }
}
