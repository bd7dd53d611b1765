package io.metaforge.adapter.rest;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** Stale artifacts and revised sessions over HTTP; every answer is held to the OpenAPI document. */
class ChainsTest {

    private final Gateway gateway = new Gateway();

    @AfterEach
    void stop() {
        gateway.close();
    }

    private JsonNode run(String body) {
        HttpResponse<String> response = gateway.post("/agent/run?wait=10", body);
        assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
        return Answers.json(response);
    }

    private String pending(String body) {
        JsonNode run = run(body);
        assertThat(run.get("status").textValue()).isEqualTo("pending_approval");
        return run.get("session_id").textValue();
    }

    private String approved(String skill) {
        String id = pending("{\"skill\":\"" + skill + "\"}");
        assertThat(gateway.post("/approve/" + id).statusCode()).isEqualTo(200);
        return id;
    }

    private String rejected(String body, String reason) {
        String id = pending(body);
        assertThat(gateway.post("/reject/" + id, "{\"reason\":\"" + reason + "\"}")
                        .statusCode())
                .isEqualTo(200);
        return id;
    }

    private JsonNode session(String id) {
        return Answers.json(gateway.get("/session/" + id));
    }

    private static String writing(String path, String text) {
        return "\"input\":{\"args\":{\"write\":{\"" + path + "\":\"" + text + "\"}}}";
    }

    @Nested
    class StaleArtifacts {

        @Test
        void are_marked_in_their_session_in_the_list_and_in_the_status() {
            gateway.workspace.remove("constraints.json");
            String id = approved("spec");
            assertThat(session(id).at("/output/artifacts/1/state").textValue()).isEqualTo("current");
            assertThat(session(id).at("/output/artifacts/1").has("because")).isFalse();
            gateway.workspace.put("PRD.md", "another");

            assertThat(session(id).at("/output/artifacts/1").toString())
                    .contains(
                            "\"path\":\"constraints.json\"",
                            "\"state\":\"stale\",\"because\":[{\"path\":\"PRD.md\",\"reason\":\"changed\"}]");
            JsonNode listed = Answers.json(gateway.get("/sessions")).at("/sessions/0");
            assertThat(listed.get("stale").booleanValue()).isTrue();
            JsonNode artifacts = Answers.json(gateway.get("/status")).get("artifacts");
            assertThat(artifacts.at("/stale/1").toString())
                    .isEqualTo("{\"path\":\"constraints.json\",\"session_id\":\"" + id + "\",\"skill\":\"spec\","
                            + "\"because\":[{\"path\":\"PRD.md\",\"reason\":\"changed\"}],\"rerun\":[\"spec\"],"
                            + "\"message\":\"constraints.json is stale: PRD.md changed since it was approved;"
                            + " run spec again\"}");
            assertThat(artifacts.get("checked").intValue()).isEqualTo(2);
            assertThat(artifacts.get("complete").booleanValue()).isTrue();
        }

        @Test
        void that_are_read_are_warned_about_wherever_somebody_decides() {
            gateway.workspace.remove("constraints.json");
            String spec = approved("spec");
            gateway.workspace.put("PRD.md", "another");
            JsonNode run = run("{\"skill\":\"architecture\"}");
            String id = run.get("session_id").textValue();

            String warnings = "[{\"code\":\"STALE_INPUT\",\"message\":\"constraints.json is stale: PRD.md changed since"
                    + " it was approved; run spec again\",\"path\":\"constraints.json\",\"session_id\":\"" + spec
                    + "\"}]";
            assertThat(run.get("warnings").toString()).isEqualTo(warnings);
            assertThat(session(id).get("warnings").toString()).isEqualTo(warnings);
            assertThat(Answers.json(gateway.get("/pending"))
                            .at("/pending/0/warnings")
                            .toString())
                    .isEqualTo(warnings);
            assertThat(page("/ui/session/" + id)).contains("constraints.json is stale: PRD.md changed");
            assertThat(page("/")).contains("constraints.json is stale: PRD.md changed", "Not as approved");
        }
    }

    @Nested
    class RevisedSessions {

        @Test
        void name_each_other_and_the_new_one_takes_skill_and_input_over() {
            String first = rejected("{\"skill\":\"spec\"," + writing("a.md", "3V3\\n") + "}", "supply must be 5 V");
            String second = pending("{\"revises\":\"" + first + "\"}");

            JsonNode revision = session(second);
            assertThat(revision.get("revises").textValue()).isEqualTo(first);
            assertThat(revision.get("skill").textValue()).isEqualTo("spec");
            assertThat(revision.get("input")).isEqualTo(session(first).get("input"));
            assertThat(revision.at("/warnings/0/code").textValue()).isEqualTo("REPEATED_PROPOSAL");
            assertThat(session(first).get("revised_by").toString()).isEqualTo("[\"" + second + "\"]");
            assertThat(Answers.json(gateway.get("/pending"))
                            .at("/pending/0/revises")
                            .textValue())
                    .isEqualTo(first);
            assertThat(page("/ui/session/" + second))
                    .contains(first, "supply must be 5 V", "the reason was not acted on");
            assertThat(page("/ui/session/" + first)).contains(second);
        }

        @Test
        void can_be_compared_with_the_previous_attempt() {
            String first = rejected("{\"skill\":\"spec\"," + writing("a.md", "3V3\\n") + "}", "5 V");
            String second = pending("{\"revises\":\"" + first + "\"," + writing("a.md", "5V\\n") + "}");

            HttpResponse<String> diff = gateway.get("/session/" + second + "/diff?against=previous");
            assertThat(diff.body()).isEqualTo("""
                    diff --git a/a.md b/a.md
                    --- a/a.md
                    +++ b/a.md
                    @@ -1 +1 @@
                    -3V3
                    +5V
                    """);
            String tag = diff.headers().firstValue("ETag").orElseThrow();
            assertThat(gateway.send(HttpRequest.newBuilder(
                                            gateway.uri("/api/v1/session/" + second + "/diff?against=previous"))
                                    .header("If-None-Match", tag))
                            .statusCode())
                    .isEqualTo(304);
            HttpResponse<String> plain = gateway.get("/session/" + second + "/diff?against=workspace");
            assertThat(plain.body()).contains("new file mode", "+5V");
            assertThat(plain.headers().firstValue("ETag"))
                    .isNotEqualTo(diff.headers().firstValue("ETag"));
            assertThat(page("/ui/session/" + second + "?against=previous")).contains("-3V3", "with the workspace");
            assertThat(page("/ui/session/" + second)).contains("?against=previous");

            gateway.delete("/session/" + first);
            Answers.error(gateway.get("/session/" + second + "/diff?against=previous"), 404, "NOT_FOUND");
            Answers.error(gateway.get("/session/" + first + "/diff?against=previous"), 404, "NOT_FOUND");
        }

        @Test
        void are_refused_with_the_reason_why() {
            String first = rejected("{\"skill\":\"spec\"}", "no");
            String open = pending("{\"skill\":\"spec\"}");

            JsonNode conflict =
                    Answers.error(gateway.post("/agent/run", "{\"revises\":\"" + open + "\"}"), 409, "CONFLICT");
            assertThat(conflict.get("message").textValue())
                    .isEqualTo("Cannot revise " + open
                            + ": it is pending_approval; only a rejected session can be revised");
            Answers.error(gateway.post("/agent/run", "{\"revises\":\"session-nowhere\"}"), 404, "NOT_FOUND");
            JsonNode skill = Answers.error(
                    gateway.post("/agent/run", "{\"skill\":\"architecture\",\"revises\":\"" + first + "\"}"),
                    400,
                    "VALIDATION_ERROR");
            assertThat(skill.at("/details/field").textValue()).isEqualTo("skill");
            Answers.error(
                    gateway.post("/agent/run", "{\"session_id\":\"" + open + "\",\"revises\":\"" + first + "\"}"),
                    400,
                    "VALIDATION_ERROR");
            Answers.error(gateway.post("/agent/run", "{\"revises\":7}"), 400, "VALIDATION_ERROR");
            Answers.error(gateway.post("/agent/run", "{\"revises\":null}"), 400, "VALIDATION_ERROR");
            Answers.error(gateway.get("/session/" + open + "/diff?against=previous"), 400, "VALIDATION_ERROR");
            Answers.error(gateway.get("/session/" + open + "/diff?against=tomorrow"), 400, "VALIDATION_ERROR");
        }

        @Test
        void come_into_being_once_for_each_idempotency_key() {
            String first = rejected("{\"skill\":\"spec\"}", "no");
            String body = "{\"revises\":\"" + first + "\"}";

            String once = Answers.json(keyed(body)).get("session_id").textValue();
            gateway.delete("/session/" + first);
            assertThat(Answers.json(keyed(body)).get("session_id").textValue()).isEqualTo(once);
            Answers.error(keyed("{\"skill\":\"spec\"}"), 409, "CONFLICT");
        }

        private HttpResponse<String> keyed(String body) {
            return gateway.send(HttpRequest.newBuilder(gateway.uri("/api/v1/agent/run"))
                    .header("Content-Type", "application/json")
                    .header("Idempotency-Key", "2f6c")
                    .POST(HttpRequest.BodyPublishers.ofString(body)));
        }
    }

    private String page(String path) {
        HttpResponse<String> response = gateway.send(HttpRequest.newBuilder(gateway.uri(path)));
        assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
        return response.body();
    }
}
