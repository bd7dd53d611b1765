package io.metaforge.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import io.metaforge.domain.failure.FailureKind;
import io.metaforge.domain.failure.MetaForgeException;
import io.metaforge.domain.session.SessionId;
import io.metaforge.domain.session.SessionStatus;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;
import org.junit.platform.launcher.listeners.SummaryGeneratingListener;
import org.junit.platform.launcher.listeners.TestExecutionSummary;

/** The gateway in memory as an extension, shared or not, and what is left of it once it is closed. */
@Timeout(60)
class TestGatewayTest {

    @ParameterizedTest
    @ValueSource(classes = {OfEachInstance.class, OfTheClass.class, OfOneInstanceForAll.class})
    void isNewForEachTest(Class<?> tests) {
        TestExecutionSummary summary = run(tests, false);

        assertThat(summary.getFailures()).isEmpty();
        assertThat(summary.getTestsSucceededCount()).isEqualTo(2);
    }

    @Test
    void saysSoWhereTestsShareItAtOnce() {
        TestExecutionSummary summary = run(AtOnce.class, true);

        assertThat(summary.getFailures()).isNotEmpty().allSatisfy(failure -> assertThat(failure.getException())
                .hasMessageContaining("make it a field of the instance"));
    }

    @Test
    void refusesRunsOnceItIsClosed() {
        TestGateway gateway = gateway();
        SessionId earlier = gateway.create("greet").id();
        gateway.close();

        assertThatThrownBy(() -> gateway.run("greet"))
                .isInstanceOfSatisfying(
                        MetaForgeException.class,
                        refusal -> assertThat(refusal.failure().kind()).isEqualTo(FailureKind.UNAVAILABLE))
                .hasMessageContaining("closed");
        assertThat(gateway.session(earlier).status()).isEqualTo(SessionStatus.CREATED);
    }

    @Test
    void claimsNoWaitThatItDidNotDo() {
        TestGateway gateway = gateway();
        SessionId session = gateway.create("greet").id();
        gateway.close();

        assertThatThrownBy(() -> gateway.awaitEnd(session))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("the gateway was closed")
                .hasMessageNotContaining("30");
    }

    private static TestGateway gateway() {
        return TestGateway.of(ScriptedAgent.writing("greet", "hello.md", "hello\n"));
    }

    private static void greet(TestGateway gateway) {
        assertThat(gateway.workspace().paths()).isEmpty();
        SessionId session = gateway.runToEnd("greet").id();
        assertThat(gateway.approve(session).status()).isEqualTo(SessionStatus.APPROVED);
        assertThat(gateway.workspace().get("hello.md")).isPresent();
    }

    private static TestExecutionSummary run(Class<?> tests, boolean parallel) {
        SummaryGeneratingListener listener = new SummaryGeneratingListener();
        LauncherFactory.create()
                .execute(
                        LauncherDiscoveryRequestBuilder.request()
                                .selectors(selectClass(tests))
                                .configurationParameter(
                                        "junit.jupiter.execution.parallel.enabled", String.valueOf(parallel))
                                .configurationParameter("junit.jupiter.execution.parallel.mode.default", "concurrent")
                                .configurationParameter("junit.jupiter.execution.parallel.config.strategy", "fixed")
                                .configurationParameter(
                                        "junit.jupiter.execution.parallel.config.fixed.parallelism", "2")
                                .build(),
                        listener);
        return listener.getSummary();
    }

    static class OfEachInstance {

        @RegisterExtension
        final TestGateway gateway = gateway();

        @RepeatedTest(2)
        void works() {
            greet(gateway);
        }
    }

    static class OfTheClass {

        @RegisterExtension
        static final TestGateway GATEWAY = gateway();

        @RepeatedTest(2)
        void works() {
            greet(GATEWAY);
        }
    }

    @TestInstance(TestInstance.Lifecycle.PER_CLASS)
    static class OfOneInstanceForAll {

        @RegisterExtension
        final TestGateway gateway = gateway();

        @RepeatedTest(2)
        void works() {
            greet(gateway);
        }
    }

    /** The first waits for a second that never comes, or gives up. */
    static class AtOnce {

        static final CyclicBarrier MEETING = new CyclicBarrier(2);

        @RegisterExtension
        static final TestGateway GATEWAY = gateway();

        @RepeatedTest(2)
        void meets() {
            try {
                MEETING.await(2, TimeUnit.SECONDS);
            } catch (Exception alone) {
                // the other one was refused
            }
        }
    }
}
