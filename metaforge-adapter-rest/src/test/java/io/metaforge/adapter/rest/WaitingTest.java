package io.metaforge.adapter.rest;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Waits for runs to end, well and badly. */
@Timeout(30)
class WaitingTest {

    private static Gateway gateway;

    @BeforeAll
    static void start() {
        gateway = new Gateway();
    }

    @AfterAll
    static void stop() {
        gateway.close();
    }

    private static String spec(String args) {
        return "{\"skill\":\"spec\",\"input\":{\"args\":" + args + "}}";
    }

    private static CompletableFuture<HttpResponse<String>> getLater(String path) {
        return gateway.client.sendAsync(
                HttpRequest.newBuilder(gateway.uri("/api/v1" + path)).build(), HttpResponse.BodyHandlers.ofString());
    }

    @Test
    void a_run_that_ends_in_time_is_answered_whole() {
        HttpResponse<String> response = gateway.post("/agent/run?wait=20", spec("{}"));

        assertThat(response.statusCode()).isEqualTo(200);
        JsonNode status = Answers.json(response);
        assertThat(status.get("status").textValue()).isEqualTo("pending_approval");
        assertThat(status.get("artifacts")).hasSize(2);
    }

    @Test
    void a_run_that_takes_longer_is_answered_as_running() {
        CountDownLatch gate = gateway.agent.closeGate();

        HttpResponse<String> run = gateway.post("/agent/run?wait=1", spec("{\"wait\":1}"));
        String id = Answers.json(run).get("session_id").textValue();
        HttpResponse<String> atOnce = gateway.get("/agent/" + id + "/status?wait=0");
        HttpResponse<String> later = gateway.get("/agent/" + id + "/status?wait=1");
        gate.countDown();

        assertThat(run.statusCode()).isEqualTo(202);
        assertThat(Answers.json(run).get("status").textValue()).isEqualTo("running");
        assertThat(atOnce.statusCode()).isEqualTo(200);
        assertThat(Answers.json(later).get("status").textValue()).isEqualTo("running");
    }

    @ParameterizedTest
    @CsvSource({"AGENT, 500, AGENT_ERROR", "TOOL, 500, TOOL_ERROR", "TIMEOUT, 504, TIMEOUT", "BUG, 500, AGENT_ERROR"})
    void a_failed_run_is_an_http_error_for_who_waits_and_a_member_for_who_polls(String kind, int status, String code) {
        HttpResponse<String> waited = gateway.post("/agent/run?wait=20", spec("{\"fail\":\"" + kind + "\"}"));

        JsonNode error = Answers.error(waited, status, code);
        String id = error.get("details").get("session_id").textValue();
        Answers.error(gateway.get("/agent/" + id + "/status?wait=1"), status, code);
        JsonNode polled = Answers.json(gateway.get("/agent/" + id + "/status"));
        assertThat(polled.get("status").textValue()).isEqualTo("failed");
        assertThat(polled.get("error").get("code").textValue()).isEqualTo(code);
        JsonNode session = Answers.json(gateway.get("/session/" + id));
        assertThat(session.get("error").get("message")).isEqualTo(error.get("message"));
        assertThat(session.toString()).doesNotContain("secret", "Exception");
    }

    @Test
    void who_waits_holds_no_thread() throws Exception {
        CountDownLatch gate = gateway.agent.closeGate();
        String id = Answers.json(gateway.post("/agent/run", spec("{\"wait\":2}")))
                .get("session_id")
                .textValue();
        List<CompletableFuture<HttpResponse<String>>> waiting = new ArrayList<>();
        // Far more than the server has threads.
        for (int i = 0; i < 200; i++) {
            waiting.add(getLater("/agent/" + id + "/status?wait=25"));
        }

        assertThat(gateway.get("/health").statusCode()).isEqualTo(200);
        gate.countDown();

        for (CompletableFuture<HttpResponse<String>> one : waiting) {
            assertThat(Answers.json(one.get(20, TimeUnit.SECONDS)).get("status").textValue())
                    .isEqualTo("pending_approval");
        }
    }

    @Test
    void deleting_the_session_ends_the_wait_with_not_found() throws Exception {
        CountDownLatch gate = gateway.agent.closeGate();
        String id = Answers.json(gateway.post("/agent/run", spec("{\"wait\":3}")))
                .get("session_id")
                .textValue();
        CompletableFuture<HttpResponse<String>> waiting = getLater("/agent/" + id + "/status?wait=25");

        assertThat(gateway.delete("/session/" + id).statusCode()).isEqualTo(200);

        HttpResponse<String> response = waiting.get(20, TimeUnit.SECONDS);
        gate.countDown();
        // Cancelled first, then deleted: the waiter is told of whichever it sees.
        assertThat(response.statusCode()).isIn(200, 404);
    }

    @Test
    void cancelling_the_session_ends_the_wait() throws Exception {
        CountDownLatch gate = gateway.agent.closeGate();
        String id = Answers.json(gateway.post("/agent/run", spec("{\"wait\":4}")))
                .get("session_id")
                .textValue();
        CompletableFuture<HttpResponse<String>> waiting = getLater("/agent/" + id + "/status?wait=25");

        gateway.post("/session/" + id + "/cancel");

        assertThat(Answers.json(waiting.get(20, TimeUnit.SECONDS)).get("status").textValue())
                .isEqualTo("cancelled");
        gate.countDown();
    }
}
