package io.metaforge.testkit.facade;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.groups.Tuple.tuple;
import static org.awaitility.Awaitility.await;

import io.metaforge.application.agent.Agent;
import io.metaforge.application.approval.ApprovalPolicy;
import io.metaforge.application.approval.Opinion;
import io.metaforge.application.approval.ProposedChange;
import io.metaforge.application.port.in.SystemQueries.AgentStatus;
import io.metaforge.application.port.in.SystemQueries.Condition;
import io.metaforge.application.port.out.Tool;
import io.metaforge.application.port.out.ToolRequest;
import io.metaforge.application.port.out.ToolResult;
import io.metaforge.application.port.out.Tools.Detected;
import io.metaforge.domain.session.Session;
import io.metaforge.domain.session.SessionStatus;
import io.metaforge.testkit.ScriptedAgent;
import io.metaforge.testkit.TestGateway;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Extensions that are found on the class path. */
@Timeout(60)
class DiscoveryTest {

    private static final String MISSING = "com.example.Missing";

    @TempDir
    private Path classPath;

    /** Approves everything. */
    public static final class Generous implements ApprovalPolicy {

        @Override
        public String name() {
            return "generous";
        }

        @Override
        public Opinion consider(ProposedChange proposed) {
            return Opinion.approve("fine");
        }
    }

    /** Is always there. */
    public static final class Ruler implements Tool {

        @Override
        public String name() {
            return "ruler";
        }

        @Override
        public Detected detect() {
            return Detected.available("ruler", "1.0.0");
        }

        @Override
        public ToolResult execute(ToolRequest request) {
            return ToolResult.success("ruler", "1 mm");
        }
    }

    @Test
    void policiesAndToolsThatAreRegisteredAreUsed() throws Exception {
        register(ApprovalPolicy.class, Generous.class.getName());
        register(Tool.class, Ruler.class.getName());
        try (TestGateway gateway = discovered()) {
            Session run = gateway.runToEnd("edit");

            await().until(() -> gateway.session(run.id()).status() == SessionStatus.APPROVED);
            assertThat(gateway.metaForge().system().status(true).tools())
                    .extracting(Detected::name)
                    .containsExactly("ruler");
        }
    }

    @Test
    void anAgentThatCannotBeLoadedIsListedAndTheOthersWork() throws Exception {
        register(Agent.class, MISSING);
        try (TestGateway gateway = discovered()) {
            assertThat(gateway.metaForge().system().status(false).agents())
                    .extracting(AgentStatus::name, AgentStatus::loaded)
                    .containsExactly(tuple("edit", true), tuple("unknown", false));
            assertThat(gateway.metaForge().system().health().condition()).isEqualTo(Condition.DEGRADED);
            assertThat(gateway.runToEnd("edit").status()).isEqualTo(SessionStatus.PENDING_APPROVAL);
        }
    }

    @Test
    void aPolicyThatCannotBeLoadedLeavesEverythingToAPersonWhateverOthersApprove() throws Exception {
        register(ApprovalPolicy.class, MISSING + "\n" + Generous.class.getName());
        try (TestGateway gateway = discovered()) {
            Session pending = gateway.runToEnd("edit");

            assertThat(pending.status()).isEqualTo(SessionStatus.PENDING_APPROVAL);
            assertThat(gateway.metaForge().events().history(pending.id(), 0, 10).toString())
                    .contains("a policy could not be loaded");
        }
    }

    @Test
    void aToolThatCannotBeLoadedIsLeftOut() throws Exception {
        register(Tool.class, MISSING + "\n" + Ruler.class.getName());
        try (TestGateway gateway = discovered()) {
            assertThat(gateway.metaForge().system().status(true).tools())
                    .extracting(Detected::name)
                    .containsExactly("ruler");
        }
    }

    private void register(Class<?> service, String providers) throws Exception {
        Path services = Files.createDirectories(classPath.resolve("META-INF/services"));
        Files.writeString(services.resolve(service.getName()), providers + "\n");
    }

    /** Builds a gateway as a program with that class path would. */
    private TestGateway discovered() throws Exception {
        Thread thread = Thread.currentThread();
        ClassLoader before = thread.getContextClassLoader();
        try (URLClassLoader loader =
                new URLClassLoader(new URL[] {classPath.toUri().toURL()}, before)) {
            thread.setContextClassLoader(loader);
            return TestGateway.describedBy(builder ->
                    builder.agent(ScriptedAgent.writing("edit", "a.md", "a\n")).discover());
        } finally {
            thread.setContextClassLoader(before);
        }
    }
}
