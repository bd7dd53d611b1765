package io.metaforge.adapter.rest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Sends bodies that are wrong in every way; each answer names the field and what was expected there. */
class InvalidBodiesTest {

    private static Gateway gateway;

    @BeforeAll
    static void start() {
        gateway = new Gateway();
    }

    @AfterAll
    static void stop() {
        gateway.close();
    }

    @Test
    void a_missing_required_field_reads_exactly_as_documented() {
        HttpResponse<String> response = gateway.post("/session/create", "{\"input\":{\"files\":[\"PRD.md\"]}}");

        assertThat(response.statusCode()).isEqualTo(400);
        assertThat(response.body())
                .isEqualTo("{\"error\":{\"code\":\"VALIDATION_ERROR\","
                        + "\"message\":\"Invalid input: missing required field 'skill'\","
                        + "\"details\":{\"field\":\"skill\",\"expected\":\"string\"}}}");
    }

    static Stream<Arguments> wrongMembers() {
        String id = "session-01ffffffffffffffffffffffff";
        return Stream.of(
                arguments("/session/create", "{}", "skill", "string"),
                arguments("/agent/run", "{}", "skill", "string"),
                arguments("/session/create", "{\"skill\":null}", "skill", "string"),
                arguments("/session/create", "{\"skill\":7}", "skill", "string"),
                arguments("/session/create", "{\"skill\":[\"spec\"]}", "skill", "string"),
                arguments("/session/create", "{\"skill\":{}}", "skill", "string"),
                arguments("/session/create", "{\"skill\":true}", "skill", "string"),
                arguments("/session/create", "{\"skill\":\"Spec!\"}", "skill", null),
                arguments("/session/create", "{\"skill\":\"\"}", "skill", null),
                arguments("/session/create", "{\"skill\":\"nonesuch\"}", "skill", null),
                arguments("/agent/run", "{\"skill\":\"nonesuch\"}", "skill", null),
                arguments("/session/create", "{\"skill\":\"spec\",\"input\":[]}", "input", "object"),
                arguments("/session/create", "{\"skill\":\"spec\",\"input\":\"PRD.md\"}", "input", "object"),
                arguments(
                        "/session/create",
                        "{\"skill\":\"spec\",\"input\":{\"files\":\"PRD.md\"}}",
                        "input.files",
                        "array of strings"),
                arguments(
                        "/session/create",
                        "{\"skill\":\"spec\",\"input\":{\"files\":{}}}",
                        "input.files",
                        "array of strings"),
                arguments(
                        "/session/create",
                        "{\"skill\":\"spec\",\"input\":{\"files\":[1]}}",
                        "input.files[0]",
                        "string"),
                arguments(
                        "/session/create",
                        "{\"skill\":\"spec\",\"input\":{\"files\":[\"PRD.md\",null]}}",
                        "input.files[1]",
                        "string"),
                arguments(
                        "/session/create",
                        "{\"skill\":\"spec\",\"input\":{\"files\":[\"../etc/passwd\"]}}",
                        "input.files[0]",
                        null),
                arguments(
                        "/session/create",
                        "{\"skill\":\"spec\",\"input\":{\"files\":[\"/etc/passwd\"]}}",
                        "input.files[0]",
                        null),
                arguments(
                        "/session/create",
                        "{\"skill\":\"spec\",\"input\":{\"files\":[\"a\\u0000b\"]}}",
                        "input.files[0]",
                        null),
                arguments(
                        "/session/create",
                        "{\"skill\":\"spec\",\"input\":{\"files\":[\".git/config\"]}}",
                        "input.files[0]",
                        null),
                arguments("/session/create", "{\"skill\":\"spec\",\"input\":{\"args\":[]}}", "input.args", "object"),
                arguments(
                        "/session/create",
                        "{\"skill\":\"spec\",\"input\":{\"args\":{\"a\":[{\"b\":1e999}]}}}",
                        "input.args.a[0].b",
                        "number within the range of a double"),
                arguments(
                        "/session/create",
                        "{\"skill\":\"spec\",\"input\":{\"args\":{\"a\":\"\\u0000\"}}}",
                        "input.args.a",
                        null),
                arguments(
                        "/session/create",
                        "{\"skill\":\"spec\",\"input\":{\"args\":{\"a\":\"\\ud800\"}}}",
                        "input.args.a",
                        null),
                arguments(
                        "/session/create",
                        "{\"skill\":\"spec\",\"input\":{\"args\":{\"\\u0000\":1}}}",
                        "input.args",
                        null),
                arguments("/agent/run", "{\"skill\":\"spec\",\"options\":5}", "options", "object"),
                arguments(
                        "/agent/run",
                        "{\"skill\":\"spec\",\"options\":{\"temperature\":\"hot\"}}",
                        "options.temperature",
                        "number"),
                arguments(
                        "/agent/run",
                        "{\"skill\":\"spec\",\"options\":{\"temperature\":2.1}}",
                        "options.temperature",
                        "number from 0 to 2"),
                arguments(
                        "/agent/run",
                        "{\"skill\":\"spec\",\"options\":{\"temperature\":-1e-9}}",
                        "options.temperature",
                        "number from 0 to 2"),
                arguments(
                        "/agent/run",
                        "{\"skill\":\"spec\",\"options\":{\"verbose\":\"yes\"}}",
                        "options.verbose",
                        "boolean"),
                arguments("/agent/run", "{\"skill\":\"spec\",\"session_id\":5}", "session_id", "string"),
                arguments("/approve/" + id, "{\"comment\":[]}", "comment", "string"),
                arguments("/approve/" + id, "{\"digest\":\"abc\"}", "digest", null),
                arguments("/approve/" + id, "{\"artifacts\":\"a\"}", "artifacts", "array of strings"),
                arguments("/approve/" + id, "{\"artifacts\":[]}", "artifacts", "at least one path"),
                arguments("/approve/" + id, "{\"artifacts\":[\"../a\"]}", "artifacts[0]", null),
                arguments("/approve/" + id, "{\"comment\":\"" + "x".repeat(10_001) + "\"}", "comment", null),
                arguments("/reject/" + id, "{}", "reason", "string"),
                arguments("/reject/" + id, "{\"reason\":null}", "reason", "string"),
                arguments("/reject/" + id, "{\"reason\":\" \"}", "reason", null),
                arguments("/reject/" + id, "{\"reason\":\"" + "x".repeat(10_001) + "\"}", "reason", null),
                arguments("/reject/" + id, "{\"reason\":5}", "reason", "string"),
                arguments("/session/create", "[]", "body", "object"),
                arguments("/session/create", "null", "body", "object"),
                arguments("/session/create", "\"spec\"", "body", "object"),
                arguments("/approve/" + id, "[]", "body", "object"),
                arguments("/session/" + id + "/cancel", "7", "body", "object"),
                arguments("/session/create", "", "body", "JSON object"),
                arguments("/session/create", "   ", "body", "JSON object"),
                arguments("/reject/" + id, "", "body", "JSON object"),
                arguments("/session/create", "{", "body", "JSON object"),
                arguments("/session/create", "{\"skill\":\"spec\"", "body", "JSON object"),
                arguments("/session/create", "{\"skill\":\"spec\"}}", "body", "JSON object"),
                arguments("/session/create", "{\"skill\":\"spec\"}{}", "body", "JSON object"),
                arguments("/session/create", "{'skill':'spec'}", "body", "JSON object"),
                arguments("/session/create", "{\"skill\":\"spec\",}", "body", "JSON object"),
                arguments("/session/create", "{\"skill\":NaN}", "body", "JSON object"),
                arguments("/session/create", "skill=spec", "body", "JSON object"),
                arguments("/session/create", "{\"skill\":\"a\",\"skill\":\"b\"}", "body", "JSON object"),
                arguments(
                        "/session/create",
                        "{\"skill\":\"spec\",\"input\":{\"args\":{\"a\":" + "[".repeat(200) + "]".repeat(200) + "}}}",
                        "body",
                        "JSON object"),
                arguments("/session/create", "[".repeat(100_000), "body", "JSON object"),
                arguments(
                        "/session/create",
                        "{\"skill\":\"spec\",\"input\":{\"args\":{\"a\":" + "9".repeat(5000) + "}}}",
                        "body",
                        "JSON object"));
    }

    @ParameterizedTest
    @MethodSource("wrongMembers")
    void wrong_members_are_named(
            String path, String body, String field, @org.jspecify.annotations.Nullable String expected) {
        JsonNode error = Answers.error(gateway.post(path, body), 400, "VALIDATION_ERROR");

        assertThat(error.get("details").get("field").textValue()).isEqualTo(field);
        if (expected != null) {
            assertThat(error.get("details").get("expected").textValue()).isEqualTo(expected);
        }
    }

    @Test
    void malformed_json_says_where() {
        JsonNode error = Answers.error(
                gateway.post("/session/create", "{\n  \"skill\": \"spec\",\n  oops\n}"), 400, "VALIDATION_ERROR");

        assertThat(error.get("details").get("line").intValue()).isEqualTo(3);
        assertThat(error.get("message").textValue())
                .startsWith("Invalid input: the body is not valid JSON (line 3, column ");
    }

    @Test
    void a_member_given_twice_is_said_to_be() {
        JsonNode error = Answers.error(
                gateway.post("/session/create", "{\"skill\":\"a\",\"skill\":\"b\"}"), 400, "VALIDATION_ERROR");

        assertThat(error.get("message").textValue()).contains("same member twice");
    }

    @Test
    void invalid_utf8_is_refused() {
        byte[] body = "{\"skill\":\"sp\u00e9c\"}".getBytes(java.nio.charset.StandardCharsets.ISO_8859_1);

        HttpResponse<String> response = gateway.send(HttpRequest.newBuilder(gateway.uri("/api/v1/session/create"))
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofByteArray(body)));

        JsonNode error = Answers.error(response, 400, "VALIDATION_ERROR");
        assertThat(error.get("message").textValue()).isEqualTo("Invalid input: the body is not valid UTF-8");
    }

    @Test
    void utf16_is_refused_and_not_guessed() {
        byte[] body = "{\"skill\":\"spec\"}".getBytes(java.nio.charset.StandardCharsets.UTF_16BE);

        HttpResponse<String> response = gateway.send(HttpRequest.newBuilder(gateway.uri("/api/v1/session/create"))
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofByteArray(body)));

        Answers.error(response, 400, "VALIDATION_ERROR");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"skill\":\"spec\",\"unknown\":{\"deep\":[1,2,null]}}",
                "{\"skill\":\"spec\",\"input\":null}",
                "{\"skill\":\"spec\",\"input\":{}}",
                "{\"skill\":\"spec\",\"input\":{\"files\":null,\"args\":null}}",
                "{\"skill\":\"spec\",\"input\":{\"files\":[],\"args\":{\"a\":null,\"n\":12345678901234567890123,\"f\":-0.0}}}",
                "\uFEFF{\"skill\":\"spec\"}",
                "  {\"skill\":\"spec\"}\n\n"
            })
    void what_is_merely_unusual_is_accepted(String body) {
        assertThat(gateway.post("/session/create", body).statusCode()).isEqualTo(201);
    }

    @Test
    void arguments_come_back_as_they_were_sent() {
        String args = "{\"a\":null,\"b\":[1,2.5,\"x\",true,{\"c\":{}}],\"big\":123456789012345678901234567890}";
        String id = Answers.json(
                        gateway.post("/session/create", "{\"skill\":\"spec\",\"input\":{\"args\":" + args + "}}"))
                .get("id")
                .textValue();

        assertThat(Answers.json(gateway.get("/session/" + id))
                        .get("input")
                        .get("args")
                        .toString())
                .isEqualTo(args);
    }

    @Test
    void an_unknown_input_file_is_refused_at_run() {
        JsonNode error = Answers.error(
                gateway.post("/agent/run", "{\"skill\":\"spec\",\"input\":{\"files\":[\"nonesuch.md\"]}}"),
                400,
                "VALIDATION_ERROR");

        assertThat(error.toString()).contains("nonesuch.md");
    }

    @Test
    void an_unknown_skill_is_refused_with_the_known_ones() {
        JsonNode error =
                Answers.error(gateway.post("/session/create", "{\"skill\":\"nonesuch\"}"), 400, "VALIDATION_ERROR");

        assertThat(error.get("details").toString()).contains("spec", "architecture");
    }
}
