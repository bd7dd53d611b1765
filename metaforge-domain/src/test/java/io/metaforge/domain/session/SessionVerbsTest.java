package io.metaforge.domain.session;

import static io.metaforge.domain.session.SessionFixtures.ALICE;
import static io.metaforge.domain.session.SessionFixtures.BROKEN;
import static io.metaforge.domain.session.SessionFixtures.ID;
import static io.metaforge.domain.session.SessionFixtures.LATER;
import static io.metaforge.domain.session.SessionFixtures.PROPOSAL;
import static io.metaforge.domain.session.SessionFixtures.approval;
import static io.metaforge.domain.session.SessionFixtures.rejection;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.metaforge.domain.failure.FailureKind;
import io.metaforge.domain.failure.IllegalTransition;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Every verb in every state: where it leads and what it tells, or that it is refused. */
class SessionVerbsTest {

    /** What a verb does where it is allowed: from which state to which, with which events. */
    private enum Verb {
        RUN("run", session -> session.run(RunOptions.DEFAULT, LATER), "CREATED > RUNNING"),
        START("start", session -> session.start(LATER), "RUNNING > RUNNING", "session.started"),
        PROPOSE(
                "propose changes for",
                session -> session.propose(PROPOSAL, LATER),
                "RUNNING > PENDING_APPROVAL",
                "session.complete"),
        FINISH("finish", session -> session.finish(LATER), "RUNNING > COMPLETED", "session.complete"),
        FAIL("fail", session -> session.fail(BROKEN, LATER), "RUNNING > FAILED", "session.failed"),
        CANCEL(
                "cancel",
                session -> session.cancel(ALICE, LATER),
                "CREATED > CANCELLED, RUNNING > CANCELLED",
                "session.cancelled"),
        APPROVE("approve", session -> session.approve(approval(), LATER), "PENDING_APPROVAL > APPLYING"),
        REJECT(
                "reject",
                session -> session.reject(rejection(), LATER),
                "PENDING_APPROVAL > REJECTED",
                "approval.rejected"),
        APPLIED("confirm", session -> session.applied(LATER), "APPLYING > APPROVED", "approval.approved"),
        CONFLICT("take back the approval of", session -> session.conflict(LATER), "APPLYING > PENDING_APPROVAL");

        private final String name;
        private final Function<Session, Transition> call;
        private final Map<SessionStatus, SessionStatus> leads;
        private final List<String> events;

        Verb(String name, Function<Session, Transition> call, String leads, String... events) {
            this.name = name;
            this.call = call;
            this.leads = Arrays.stream(leads.split(", "))
                    .map(lead -> lead.split(" > "))
                    .collect(java.util.stream.Collectors.toMap(
                            lead -> SessionStatus.valueOf(lead[0]), lead -> SessionStatus.valueOf(lead[1])));
            this.events = List.of(events);
        }
    }

    static Stream<Arguments> verbsAndStates() {
        return Arrays.stream(Verb.values()).flatMap(verb -> Arrays.stream(SessionStatus.values())
                .map(from -> Arguments.of(verb, from, verb.leads.get(from))));
    }

    @ParameterizedTest(name = "{0} when {1} leads to {2}")
    @MethodSource("verbsAndStates")
    void everyVerbInEveryState(Verb verb, SessionStatus from, @Nullable SessionStatus to) {
        Session session = SessionFixtures.in(from);
        assertThat(session.status()).isEqualTo(from);

        if (to == null) {
            assertRefused(verb.name, session, () -> verb.call.apply(session));
            return;
        }
        Transition transition = verb.call.apply(session);

        assertThat(transition.session().status()).isEqualTo(to);
        assertThat(transition.events()).extracting(SessionEvent::name).containsExactlyElementsOf(verb.events);
        assertThat(transition.events())
                .allSatisfy(event -> assertThat(event.session()).isEqualTo(ID));
        assertThat(transition.session().version()).isEqualTo(session.version() + 1);
        assertThat(transition.session().updated()).isEqualTo(LATER);
        assertThat(transition.session())
                .usingRecursiveComparison()
                .ignoringFields("state", "version", "updated")
                .isEqualTo(session);
    }

    static Stream<Arguments> verbsThatOnlyTell() {
        return Arrays.stream(SessionStatus.values())
                .flatMap(status -> Stream.of(
                        Arguments.of("report progress of", status, status == SessionStatus.RUNNING, (Function<
                                        Session, SessionEvent>)
                                session -> session.progress(0.5, "half")),
                        Arguments.of(
                                "delete",
                                status,
                                status != SessionStatus.RUNNING && status != SessionStatus.APPLYING,
                                (Function<Session, SessionEvent>) session -> session.delete(ALICE))));
    }

    @ParameterizedTest(name = "{0} when {1}: {2}")
    @MethodSource("verbsThatOnlyTell")
    void everyVerbThatChangesNothing(
            String verb, SessionStatus status, boolean allowed, Function<Session, SessionEvent> call) {
        Session session = SessionFixtures.in(status);

        if (allowed) {
            assertThat(call.apply(session).session()).isEqualTo(ID);
        } else {
            assertRefused(verb, session, () -> call.apply(session));
        }
    }

    private static void assertRefused(
            String verb, Session session, org.assertj.core.api.ThrowableAssert.ThrowingCallable call) {
        String status = session.status().wireName();
        String condition = session.status() == SessionStatus.APPLYING ? "being applied" : status;
        assertThatThrownBy(call)
                .isInstanceOfSatisfying(IllegalTransition.class, e -> {
                    assertThat(e.failure().kind()).isEqualTo(FailureKind.CONFLICT);
                    assertThat(e.failure().details())
                            .containsExactly(
                                    Map.entry("session_id", ID.value()),
                                    Map.entry("status", status),
                                    Map.entry("verb", verb));
                })
                .hasMessage("Cannot " + verb + " " + ID + ": it is " + condition);
    }
}
