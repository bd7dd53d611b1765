package io.metaforge.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.lang.reflect.RecordComponent;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Holds the records to the examples of the API reference, read and written with a plain mapper. */
class WireFormatTest {

    private final ObjectMapper json = new ObjectMapper();

    static Stream<Arguments> examples() {
        return Stream.of(
                example(CreateSessionRequest.class, """
                        {"skill":"spec","input":{"files":["PRD.md"],"args":{}}}"""),
                example(SessionSummary.class, """
                        {"id":"session-abc123","skill":"spec","status":"created","created":"2024-02-03T10:30:00Z"}"""),
                example(SessionResponse.class, """
                        {"id":"session-abc123","skill":"spec","status":"completed","created":"2024-02-03T10:30:00Z",\
                        "updated":"2024-02-03T10:30:45Z","output":{"artifacts":[{"path":"constraints.json","type":"file",\
                        "size":2048}]}}"""),
                example(SessionList.class, """
                        {"sessions":[{"id":"session-abc123","skill":"spec","status":"completed",\
                        "created":"2024-02-03T10:30:00Z"}],"total":10,"limit":50,"offset":0}"""),
                example(DeleteResponse.class, """
                        {"success":true,"deleted":"session-abc123"}"""),
                example(RunAgentRequest.class, """
                        {"skill":"architecture","input":{"files":["constraints.json"]},"options":{"temperature":0.3,\
                        "verbose":false}}"""),
                example(AgentStatus.class, """
                        {"session_id":"session-def456","status":"running","agent":"architecture-agent"}"""),
                example(AgentStatus.class, """
                        {"session_id":"session-def456","status":"pending_approval","agent":"architecture-agent",\
                        "artifacts":[{"path":"architecture.md","diff":"+50 -0"}]}"""),
                example(PendingList.class, """
                        {"pending":[{"session_id":"session-def456","skill":"architecture",\
                        "created":"2024-02-03T10:35:00Z","artifacts":[{"path":"architecture.md","size":3072,\
                        "diff":"+85 -0"}]}]}"""),
                example(ApproveRequest.class, """
                        {"comment":"LGTM"}"""),
                example(ApproveResponse.class, """
                        {"session_id":"session-def456","status":"approved","applied":true,\
                        "artifacts":["architecture.md"]}"""),
                example(RejectRequest.class, """
                        {"reason":"Need to revise power requirements"}"""),
                example(RejectResponse.class, """
                        {"session_id":"session-def456","status":"rejected",\
                        "reason":"Need to revise power requirements"}"""),
                example(HealthResponse.class, """
                        {"status":"healthy","version":"0.1.0","uptime":3600,"components":{"gateway":"ok",\
                        "llm_provider":"ok","tools":{"kicad":"detected","ngspice":"not_found"}}}"""),
                example(StatusResponse.class, """
                        {"version":"0.1.0","workspace":"/path/to/workspace","sessions":{"active":1,"pending":2,\
                        "completed":15},"tools":[{"name":"kicad","version":"8.0.0","available":true}],\
                        "agents":[{"name":"requirements","version":"1.0.0","loaded":true}]}"""),
                example(EventMessage.class, """
                        {"event":"agent.progress","data":{"session_id":"session-abc123","agent":"requirements-agent",\
                        "progress":0.5,"message":"Parsing constraints..."}}"""),
                example(ErrorResponse.class, """
                        {"error":{"code":"VALIDATION_ERROR","message":"Invalid input: missing required field 'skill'",\
                        "details":{"field":"skill","expected":"string"}}}"""));
    }

    private static Arguments example(Class<?> type, String text) {
        return Arguments.of(type, text);
    }

    @ParameterizedTest
    @MethodSource("examples")
    void documented_examples_survive_reading_and_writing_byte_for_byte(Class<?> type, String text)
            throws JsonProcessingException {
        assertThat(json.writeValueAsString(json.readValue(text, type))).isEqualTo(text);
    }

    @ParameterizedTest
    @MethodSource("examples")
    void members_of_a_newer_peer_are_ignored(Class<?> type, String text) throws JsonProcessingException {
        String newer = "{\"from_the_future\":{\"deep\":[1,null]}," + text.substring(1);
        assertThat(json.writeValueAsString(json.readValue(newer, type))).isEqualTo(text);
    }

    @Test
    void lists_that_an_older_peer_left_out_read_as_empty() throws JsonProcessingException {
        assertThat(json.readValue("{\"total\":0,\"limit\":50,\"offset\":0}", SessionList.class)
                        .sessions())
                .isEmpty();
    }

    @Test
    void null_arguments_are_kept() throws JsonProcessingException {
        String text = "{\"skill\":\"spec\",\"input\":{\"args\":{\"a\":null,\"b\":[null]}}}";
        assertThat(json.writeValueAsString(json.readValue(text, CreateSessionRequest.class)))
                .isEqualTo(text);
    }

    @Test
    void members_are_written_in_the_order_they_are_declared() throws JsonProcessingException {
        Decision decision = new Decision("approved", "local", "LGTM", "d", List.of("a"), "2024-02-03T10:30:00Z");
        SessionResponse session = new SessionResponse(
                "i", "s", "approved", "c", "u", null, "a", "d", decision, null, null, null, null, null, null, null);
        List<String> declared = Stream.of(SessionResponse.class.getRecordComponents())
                .map(RecordComponent::getName)
                .filter(name -> !List.of(
                                "output", "error", "input", "warnings", "revises", "revisedBy", "usage", "approval")
                        .contains(name))
                .toList();
        assertThat(json.readTree(json.writeValueAsString(session)).fieldNames())
                .toIterable()
                .containsExactlyElementsOf(declared);
    }
}
