package io.metaforge.adapter.rest;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import com.fasterxml.jackson.databind.JsonNode;
import io.metaforge.adapter.rest.failure.FailureMapper;
import io.metaforge.adapter.rest.failure.HttpErrors;
import io.metaforge.application.port.in.Page;
import io.metaforge.application.port.in.SessionQueries;
import io.metaforge.application.port.in.SystemQueries;
import io.metaforge.application.port.out.LanguageModel;
import io.metaforge.domain.approval.AuditEntry;
import io.metaforge.domain.artifact.WorkspacePath;
import io.metaforge.domain.failure.Failure;
import io.metaforge.domain.failure.FailureKind;
import io.metaforge.domain.session.Session;
import io.metaforge.domain.session.SessionId;
import io.metaforge.domain.session.SessionStatus;
import io.metaforge.domain.session.SessionSummary;
import io.metaforge.domain.skill.Skill;
import io.metaforge.testkit.Sessions;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.slf4j.LoggerFactory;

/** Lets what is behind the API fail, and checks what callers and the log get to know. */
class FaultsTest {

    private static final String ANY = "session-01ffffffffffffffffffffffff";

    private final ListAppender<ILoggingEvent> log = new ListAppender<>();
    private final Failing failing = new Failing();
    private final Gateway gateway = new Gateway(
            RestApi.Options.DEFAULT,
            real -> new ChosenUseCases(
                    real.createSession(),
                    real.runAgent(),
                    real.approveSession(),
                    real.rejectSession(),
                    real.cancelSession(),
                    real.deleteSession(),
                    failing,
                    failing,
                    real.events()));

    @BeforeEach
    void record() {
        log.start();
        ((Logger) LoggerFactory.getLogger(FailureMapper.class)).addAppender(log);
    }

    @AfterEach
    void stop() {
        ((Logger) LoggerFactory.getLogger(FailureMapper.class)).detachAppender(log);
        gateway.close();
    }

    @Test
    void a_bug_reads_as_one_and_tells_nothing_but_the_incident_in_the_log() {
        failing.with = new IllegalArgumentException("SELECT * FROM secrets at /home/somebody/forge");

        JsonNode error = Answers.error(gateway.get("/session/" + ANY), 500, "INTERNAL_ERROR");

        assertThat(error.toString()).doesNotContain("SELECT", "secrets", "somebody");
        String incident = error.get("details").get("incident").textValue();
        assertThat(log.list).hasSize(1);
        assertThat(log.list.get(0).getLevel()).isEqualTo(Level.ERROR);
        assertThat(log.list.get(0).getFormattedMessage()).contains(incident);
        assertThat(log.list.get(0).getThrowableProxy().getMessage()).isEqualTo(failing.with.getMessage());
    }

    @Test
    void a_bug_after_the_wait_reads_as_one_too() {
        failing.end = CompletableFuture.failedFuture(new IllegalStateException("secret"));

        JsonNode error = Answers.error(gateway.get("/agent/" + ANY + "/status?wait=5"), 500, "INTERNAL_ERROR");

        assertThat(error.toString()).doesNotContain("secret");
    }

    @Test
    void an_error_of_the_machine_is_answered_as_well() {
        failing.error = new StackOverflowError();

        Answers.error(gateway.get("/session/" + ANY), 500, "INTERNAL_ERROR");
    }

    @Test
    void a_store_out_of_reach_is_unavailable_for_now() {
        failing.with = new Failure(FailureKind.UNAVAILABLE, "The database does not answer").asException();

        HttpResponse<String> response = gateway.get("/sessions");

        Answers.error(response, 503, "UNAVAILABLE");
        assertThat(response.headers().firstValue("Retry-After")).hasValue("1");
    }

    @Test
    void a_rate_limit_says_for_how_long() {
        failing.with =
                new Failure(FailureKind.RATE_LIMITED, "100 requests a minute", Map.of("retry_after", 17)).asException();

        HttpResponse<String> response = gateway.get("/sessions");

        Answers.error(response, 429, "RATE_LIMITED");
        assertThat(response.headers().firstValue("Retry-After")).hasValue("17");
    }

    @ParameterizedTest
    @EnumSource(FailureKind.class)
    void every_kind_of_failure_arrives_with_its_code(FailureKind kind) {
        failing.with = new Failure(kind, "It did not work", Map.of("n", 1)).asException();

        HttpResponse<String> response = gateway.get("/agent/" + ANY + "/status");

        JsonNode error = Answers.error(response, HttpErrors.status(kind), kind.code());
        assertThat(error.get("message").textValue()).isEqualTo("It did not work");
        assertThat(error.get("details").get("n").intValue()).isEqualTo(1);
        if (kind == FailureKind.UNAUTHENTICATED) {
            assertThat(log.list).as("strangers can cause any number of them").isEmpty();
            return;
        }
        assertThat(log.list).hasSize(1);
        assertThat(log.list.get(0).getLevel()).isEqualTo(response.statusCode() < 500 ? Level.INFO : Level.ERROR);
    }

    @Test
    void messages_cannot_forge_lines_of_the_log() {
        failing.with = new Failure(FailureKind.CONFLICT, "no\nERROR all is lost").asException();

        gateway.get("/agent/" + ANY + "/status");

        assertThat(log.list.get(0).getFormattedMessage()).doesNotContain("\n");
    }

    @Test
    void health_without_a_store_is_503_with_the_components() {
        HttpResponse<String> response = gateway.get("/health");

        assertThat(response.statusCode()).isEqualTo(503);
        JsonNode health = Answers.json(response);
        assertThat(health.get("status").textValue()).isEqualTo("unhealthy");
        assertThat(health.get("components").get("database").textValue()).isEqualTo("unavailable");
        assertThat(health.get("components").get("llm_provider").textValue()).isEqualTo("not_configured");
    }

    /** Fails as told; what is not told to fail says that it has not been told what to say. */
    private static final class Failing implements SessionQueries, SystemQueries {

        volatile RuntimeException with = new IllegalStateException("not told");
        volatile @Nullable Error error;
        volatile @Nullable CompletionStage<Session> end;

        private RuntimeException failure() {
            if (error != null) {
                throw error;
            }
            return with;
        }

        @Override
        public Session get(SessionId id) {
            if (end != null) {
                return new Sessions().created();
            }
            throw failure();
        }

        @Override
        public Page<SessionSummary> list(@Nullable SessionStatus status, int limit, long offset) {
            throw failure();
        }

        @Override
        public Page<Session> pending(int limit, long offset) {
            throw failure();
        }

        @Override
        public byte[] artifact(SessionId id, WorkspacePath path) {
            throw failure();
        }

        @Override
        public String diff(SessionId id) {
            throw failure();
        }

        @Override
        public String diffToPrevious(SessionId id) {
            throw failure();
        }

        @Override
        public Description describe(SessionId id) {
            throw failure();
        }

        @Override
        public Set<SessionId> stale(Collection<SessionId> ids) {
            throw failure();
        }

        @Override
        public CompletionStage<Session> awaitEnd(SessionId id, Duration atMost) {
            return java.util.Objects.requireNonNull(end);
        }

        @Override
        public Health health() {
            return new Health(
                    Condition.UNHEALTHY,
                    "0.1.0",
                    Duration.ofMillis(1500),
                    false,
                    LanguageModel.State.NOT_CONFIGURED,
                    List.of());
        }

        @Override
        public Status status(boolean refresh) {
            throw failure();
        }

        @Override
        public List<Skill> skills() {
            throw failure();
        }

        @Override
        public List<AuditEntry> audit(int limit, long offset) {
            throw failure();
        }
    }
}
