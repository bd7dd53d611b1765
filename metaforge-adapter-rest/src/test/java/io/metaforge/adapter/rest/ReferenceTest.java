package io.metaforge.adapter.rest;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** Goes through the API reference with its own examples as data, over a real connection. */
class ReferenceTest {

    private static Gateway gateway;

    @BeforeAll
    static void start() {
        gateway = new Gateway();
    }

    @AfterAll
    static void stop() {
        gateway.close();
    }

    private static String create() {
        return Answers.json(gateway.post("/session/create", """
                        {
                          "skill": "spec",
                          "input": {
                            "files": ["PRD.md"],
                            "args": {}
                          }
                        }
                        """)).get("id").textValue();
    }

    private static String pending() {
        return Answers.json(gateway.post("/agent/run?wait=10", "{\"skill\":\"architecture\"}"))
                .get("session_id")
                .textValue();
    }

    private static List<String> names(JsonNode object) {
        List<String> names = new ArrayList<>();
        object.fieldNames().forEachRemaining(names::add);
        return names;
    }

    @Nested
    class Sessions {

        @Test
        void creating_one_answers_201_with_its_location_and_the_documented_members() {
            HttpResponse<String> response = gateway.post("/session/create", """
                    {
                      "skill": "spec",
                      "input": {
                        "files": ["PRD.md"],
                        "args": {}
                      }
                    }
                    """);

            assertThat(response.statusCode()).isEqualTo(201);
            JsonNode session = Answers.json(response);
            assertThat(names(session)).containsExactly("id", "skill", "status", "created");
            assertThat(session.get("id").textValue()).startsWith("session-");
            assertThat(session.get("skill").textValue()).isEqualTo("spec");
            assertThat(session.get("status").textValue()).isEqualTo("created");
            assertThat(Instant.parse(session.get("created").textValue())).isBefore(Instant.MAX);
            String location = response.headers().firstValue("Location").orElseThrow();
            assertThat(location)
                    .isEqualTo(
                            gateway.uri("/api/v1/session/" + session.get("id").textValue())
                                    .toString());
        }

        @Test
        void one_that_ended_well_shows_its_output() {
            String id = pending();

            JsonNode session = Answers.json(gateway.get("/session/" + id));

            assertThat(names(session)).startsWith("id", "skill", "status", "created", "updated", "output");
            assertThat(session.get("status").textValue()).isEqualTo("pending_approval");
            JsonNode artifact = session.get("output").get("artifacts").get(0);
            assertThat(names(artifact)).startsWith("path", "type", "size");
            assertThat(artifact.get("path").textValue()).isEqualTo("architecture.md");
            assertThat(artifact.get("type").textValue()).isEqualTo("file");
            assertThat(artifact.get("size").intValue()).isEqualTo(85 * 5);
        }

        @Test
        void one_with_nothing_to_write_completes_with_an_empty_list() {
            HttpResponse<String> run =
                    gateway.post("/agent/run?wait=10", "{\"skill\":\"spec\",\"input\":{\"args\":{\"nothing\":true}}}");
            String id = Answers.json(run).get("session_id").textValue();

            JsonNode session = Answers.json(gateway.get("/session/" + id));

            assertThat(session.get("status").textValue()).isEqualTo("completed");
            assertThat(session.get("output").get("artifacts")).isEmpty();
        }

        @Test
        void listing_pages_and_filters() {
            String id = create();

            JsonNode page = Answers.json(gateway.get("/sessions?limit=1&status=created"));

            assertThat(names(page)).containsExactly("sessions", "total", "limit", "offset");
            assertThat(page.get("sessions")).hasSize(1);
            assertThat(names(page.get("sessions").get(0))).containsExactly("id", "skill", "status", "created");
            assertThat(page.get("sessions").get(0).get("id").textValue()).isEqualTo(id);
            assertThat(page.get("limit").intValue()).isEqualTo(1);
            assertThat(page.get("offset").intValue()).isZero();
            assertThat(Answers.json(gateway.get("/sessions")).get("limit").intValue())
                    .isEqualTo(50);
        }

        @Test
        void deleting_one_says_so_and_forgets_it() {
            String id = create();

            assertThat(gateway.delete("/session/" + id).body())
                    .isEqualTo("{\"success\":true,\"deleted\":\"" + id + "\"}");
            Answers.error(gateway.get("/session/" + id), 404, "NOT_FOUND");
            Answers.error(gateway.delete("/session/" + id), 404, "NOT_FOUND");
        }

        @Test
        void cancelling_one_ends_it() {
            String id = create();

            assertThat(gateway.post("/session/" + id + "/cancel").body())
                    .isEqualTo("{\"session_id\":\"" + id + "\",\"status\":\"cancelled\"}");
        }
    }

    @Nested
    class Runs {

        @Test
        void running_answers_202_with_the_documented_members() {
            HttpResponse<String> response = gateway.post("/agent/run", """
                    {
                      "skill": "architecture",
                      "input": {
                        "files": ["constraints.json"]
                      },
                      "options": {
                        "temperature": 0.3,
                        "verbose": false
                      }
                    }
                    """);

            assertThat(response.statusCode()).isEqualTo(202);
            JsonNode run = Answers.json(response);
            assertThat(names(run)).containsExactly("session_id", "status", "agent");
            assertThat(run.get("agent").textValue()).isEqualTo("requirements-agent");
        }

        @Test
        void the_status_shows_artifacts_with_their_diff() {
            JsonNode status = Answers.json(gateway.get("/agent/" + pending() + "/status"));

            assertThat(names(status)).startsWith("session_id", "status", "agent", "artifacts");
            assertThat(status.get("status").textValue()).isEqualTo("pending_approval");
            JsonNode artifact = status.get("artifacts").get(0);
            assertThat(names(artifact)).startsWith("path", "diff");
            assertThat(artifact.get("path").textValue()).isEqualTo("architecture.md");
            assertThat(artifact.get("diff").textValue()).isEqualTo("+85 -0");
            assertThat(status.get("digest").textValue()).hasSize(64);
        }

        @Test
        void running_without_a_session_starts_the_one_created_with_equal_input() {
            String id = Answers.json(gateway.post(
                            "/session/create", "{\"skill\":\"spec\",\"input\":{\"args\":{\"nothing\":1}}}"))
                    .get("id")
                    .textValue();

            JsonNode run = Answers.json(gateway.post(
                    "/agent/run", "{\"skill\":\"spec\",\"input\":{\"args\":{\"nothing\":1},\"files\":[]}}"));

            assertThat(run.get("session_id").textValue()).isEqualTo(id);
        }

        @Test
        void running_a_named_session_starts_that_one() {
            create();
            String id = create();

            JsonNode run = Answers.json(gateway.post(
                    "/agent/run",
                    "{\"skill\":\"spec\",\"input\":{\"files\":[\"PRD.md\"]},\"session_id\":\"" + id + "\"}"));

            assertThat(run.get("session_id").textValue()).isEqualTo(id);
        }

        @Test
        void skills_are_listed_with_their_schema() {
            JsonNode skills = Answers.json(gateway.get("/skills")).get("skills");

            assertThat(skills).hasSize(2);
            assertThat(skills.get(1).get("name").textValue()).isEqualTo("spec");
            assertThat(skills.get(1).get("args_schema").get("type").textValue()).isEqualTo("object");
            assertThat(skills.get(1).get("approval").textValue()).isEqualTo("manual");
        }
    }

    @Nested
    class Approvals {

        @Test
        void pending_ones_are_listed_with_what_they_propose() {
            String id = pending();

            JsonNode list = Answers.json(gateway.get("/pending"));

            JsonNode item = null;
            for (JsonNode candidate : list.get("pending")) {
                item = candidate.get("session_id").textValue().equals(id) ? candidate : item;
            }
            assertThat(item).isNotNull();
            assertThat(names(item)).startsWith("session_id", "skill", "created", "artifacts");
            assertThat(item.get("artifacts").get(0).toString())
                    .startsWith("{\"path\":\"architecture.md\",\"size\":425,\"diff\":\"+85 -0\"");
            assertThat(list.get("total").intValue()).isGreaterThanOrEqualTo(1);
        }

        @Test
        void approving_with_a_comment_applies_the_files() {
            String id = pending();

            HttpResponse<String> response = gateway.post("/approve/" + id, """
                    {
                      "comment": "LGTM"
                    }
                    """);

            assertThat(response.statusCode()).isEqualTo(200);
            assertThat(response.body())
                    .startsWith("{\"session_id\":\"" + id
                            + "\",\"status\":\"approved\",\"applied\":true,\"artifacts\":[\"architecture.md\"]");
            assertThat(gateway.workspace.get("architecture.md").orElseThrow()).hasSize(425);
            assertThat(Answers.json(response).get("decision").get("comment").textValue())
                    .isEqualTo("LGTM");
            assertThat(gateway.workspace.remove("architecture.md")).isTrue();
        }

        @Test
        void approving_needs_no_body_and_is_idempotent() {
            String id = pending();

            HttpResponse<String> first = gateway.post("/approve/" + id);
            HttpResponse<String> second = gateway.post("/approve/" + id);

            assertThat(first.statusCode()).isEqualTo(200);
            assertThat(second.body()).isEqualTo(first.body());
            assertThat(gateway.workspace.remove("architecture.md")).isTrue();
        }

        @Test
        void approving_another_digest_than_the_pending_one_is_a_conflict() {
            String id = pending();

            JsonNode error = Answers.error(
                    gateway.post("/approve/" + id, "{\"digest\":\"" + "0".repeat(64) + "\"}"), 409, "CONFLICT");

            assertThat(error.get("details").get("pending_digest").textValue()).hasSize(64);
        }

        @Test
        void rejecting_records_the_reason_and_ends_it() {
            String id = pending();

            HttpResponse<String> response = gateway.post("/reject/" + id, """
                    {
                      "reason": "Need to revise power requirements"
                    }
                    """);

            assertThat(response.body())
                    .startsWith("{\"session_id\":\"" + id
                            + "\",\"status\":\"rejected\",\"reason\":\"Need to revise power requirements\"");
            Answers.error(gateway.post("/approve/" + id), 409, "CONFLICT");
            JsonNode entry = Answers.json(gateway.get("/audit")).get("entries").get(0);
            assertThat(entry.get("session_id").textValue()).isEqualTo(id);
            assertThat(entry.get("decision").get("verdict").textValue()).isEqualTo("rejected");
        }
    }

    @Nested
    class SystemState {

        @Test
        void health_names_the_components() {
            JsonNode health = Answers.json(gateway.get("/health"));

            assertThat(names(health)).containsExactly("status", "version", "uptime", "components");
            assertThat(health.get("status").textValue()).isEqualTo("healthy");
            assertThat(health.get("version").textValue()).isEqualTo("0.1.0");
            assertThat(health.get("uptime").isIntegralNumber()).isTrue();
            assertThat(health.get("components").toString())
                    .isEqualTo("{\"gateway\":\"ok\",\"llm_provider\":\"ok\",\"tools\":{\"kicad\":\"detected\","
                            + "\"ngspice\":\"not_found\"},\"database\":\"ok\"}");
        }

        @Test
        void status_counts_sessions_and_lists_tools_and_agents() {
            JsonNode status = Answers.json(gateway.get("/status?refresh"));

            assertThat(names(status))
                    .containsExactly("version", "workspace", "sessions", "tools", "agents", "artifacts");
            assertThat(names(status.get("sessions"))).containsExactly("active", "pending", "completed");
            assertThat(status.get("tools").get(0).toString())
                    .startsWith("{\"name\":\"kicad\",\"version\":\"8.0.0\",\"available\":true");
            assertThat(status.get("agents").get(0).toString())
                    .isEqualTo("{\"name\":\"requirements\",\"version\":\"1.0.0\",\"loaded\":true}");
        }
    }

    @Nested
    class ProposedFiles {

        @Test
        void their_bytes_are_served_such_that_no_browser_runs_them() {
            String id = Answers.json(
                            gateway.post(
                                    "/agent/run?wait=10",
                                    "{\"skill\":\"spec\",\"input\":{\"args\":{\"write\":{\"sub dir/ü&<.html\":\"<script>\"}}}}"))
                    .get("session_id")
                    .textValue();

            HttpResponse<String> file = gateway.get("/session/" + id + "/artifacts/sub%20dir/%C3%BC&%3C.html");

            assertThat(file.statusCode()).isEqualTo(200);
            assertThat(file.body()).isEqualTo("<script>");
            assertThat(file.headers().firstValue("Content-Type")).hasValue("application/octet-stream");
            assertThat(file.headers().firstValue("X-Content-Type-Options")).hasValue("nosniff");
            assertThat(file.headers().firstValue("Content-Disposition"))
                    .hasValue("attachment; filename*=UTF-8''%C3%BC%26%3C.html");
            assertThat(file.headers().firstValue("Content-Security-Policy")).hasValue("default-src 'none'; sandbox");
        }

        @Test
        void unchanged_bytes_are_not_sent_again() {
            String id = pending();
            String tag = gateway.get("/session/" + id + "/diff")
                    .headers()
                    .firstValue("ETag")
                    .orElseThrow();

            HttpResponse<String> again =
                    gateway.send(HttpRequest.newBuilder(gateway.uri("/api/v1/session/" + id + "/diff"))
                            .header("If-None-Match", tag));

            assertThat(tag)
                    .isEqualTo("\""
                            + Answers.json(gateway.get("/session/" + id))
                                    .get("digest")
                                    .textValue() + "\"");
            assertThat(again.statusCode()).isEqualTo(304);
            assertThat(again.body()).isEmpty();
        }

        @Test
        void the_diff_is_unified_and_typed() {
            HttpResponse<String> diff = gateway.get("/session/" + pending() + "/diff");

            assertThat(diff.headers().firstValue("Content-Type")).hasValue("text/x-diff;charset=utf-8");
            assertThat(diff.body()).contains("+++ b/architecture.md", "@@ -0,0 +1,85 @@", "+line");
            assertThat(diff.body().getBytes(StandardCharsets.UTF_8).length).isGreaterThan(425);
        }

        @Test
        void a_file_that_was_not_proposed_is_not_found() {
            Answers.error(gateway.get("/session/" + pending() + "/artifacts/PRD.md"), 404, "NOT_FOUND");
        }
    }
}
