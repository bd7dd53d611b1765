package io.metaforge.testkit;

import io.metaforge.application.MetaForge;
import io.metaforge.application.agent.Agent;
import io.metaforge.application.memory.MemoryStores;
import io.metaforge.application.memory.MemoryWorkspace;
import io.metaforge.application.port.in.ApproveSession;
import io.metaforge.application.port.in.CreateSession;
import io.metaforge.application.port.in.RejectSession;
import io.metaforge.application.port.in.RunAgent;
import io.metaforge.application.port.out.Stores;
import io.metaforge.domain.approval.Actor;
import io.metaforge.domain.session.RunInput;
import io.metaforge.domain.session.RunOptions;
import io.metaforge.domain.session.Session;
import io.metaforge.domain.session.SessionId;
import io.metaforge.domain.session.SessionStatus;
import io.metaforge.domain.skill.SkillName;
import java.time.Duration;
import java.util.concurrent.CompletionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionConfigurationException;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * A running gateway in memory for tests of agents and of programs that embed MetaForge.
 *
 * <p>As a field with {@link org.junit.jupiter.api.extension.RegisterExtension}, static or not, it is new for each test and
 * closed after; a static one serves one test at a time. Otherwise close it. Its short forms act as {@link Actor#LOCAL} and wait
 * half a minute at most.
 *
 * <pre>{@code
 * @RegisterExtension
 * final TestGateway gateway = TestGateway.of(new RequirementsAgent());
 *
 * @Test
 * void proposesConstraints() {
 *     gateway.workspace().put("PRD.md", "The board runs from 7 V to 26 V.");
 *     Session session = gateway.runToEnd("spec", "PRD.md");
 *     assertThat(session.status()).isEqualTo(SessionStatus.PENDING_APPROVAL);
 * }
 * }</pre>
 */
public final class TestGateway implements AutoCloseable, BeforeEachCallback, AfterEachCallback {

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final UnaryOperator<MetaForge.Builder> description;
    private final AtomicReference<@Nullable String> test = new AtomicReference<>();
    private volatile Running running;

    private TestGateway(UnaryOperator<MetaForge.Builder> description) {
        this.description = description;
        this.running = start();
    }

    /** A gateway with what it works on. */
    private record Running(MemoryWorkspace workspace, Stores stores, MetaForge metaForge, AtomicBoolean closed) {

        void close() {
            closed.set(true);
            metaForge.close();
        }
    }

    private Running start() {
        MemoryWorkspace workspace = new MemoryWorkspace();
        Stores stores = MemoryStores.create();
        MetaForge metaForge = description
                .apply(MetaForge.builder().workspace(workspace).stores(stores).version("test"))
                .build();
        metaForge.start();
        return new Running(workspace, stores, metaForge, new AtomicBoolean());
    }

    /** Starts a gateway with these agents. */
    public static TestGateway of(Agent... agents) {
        return describedBy(builder -> {
            for (Agent agent : agents) {
                builder.agent(agent);
            }
            return builder;
        });
    }

    /**
     * Starts a gateway that {@code description} completes.
     *
     * @param description adds to a builder that has a workspace and stores already; called again for each test after the
     *     first that shares this extension
     */
    public static TestGateway describedBy(UnaryOperator<MetaForge.Builder> description) {
        return new TestGateway(description);
    }

    /** Returns the gateway itself. */
    public MetaForge metaForge() {
        return running.metaForge();
    }

    /** Returns the workspace it works in. */
    public MemoryWorkspace workspace() {
        return running.workspace();
    }

    /** Returns what it keeps everything in. */
    public Stores stores() {
        return running.stores();
    }

    /** Creates a session. */
    public Session create(String skill, String... files) {
        return metaForge()
                .createSession()
                .create(new CreateSession.Command(new SkillName(skill), RunInput.ofFiles(files), Actor.LOCAL, null));
    }

    /** Starts a run and returns at once. */
    public Session run(String skill, String... files) {
        return metaForge()
                .runAgent()
                .run(new RunAgent.Command(
                        new SkillName(skill), RunInput.ofFiles(files), RunOptions.DEFAULT, null, Actor.LOCAL, null));
    }

    /** Runs a skill and waits until the run has ended. */
    public Session runToEnd(String skill, String... files) {
        return awaitEnd(run(skill, files).id());
    }

    /** Runs the skill of a rejected session again, with the reason, and waits until that run has ended. */
    public Session revise(SessionId rejected) {
        Session started = metaForge()
                .runAgent()
                .run(new RunAgent.Command(null, RunInput.EMPTY, RunOptions.DEFAULT, null, Actor.LOCAL, null, rejected));
        return awaitEnd(started.id());
    }

    /**
     * Waits until a session is neither created nor running.
     *
     * @throws io.metaforge.domain.failure.MetaForgeException of kind {@code NOT_FOUND} where there is no such session
     */
    public Session awaitEnd(SessionId session) {
        try {
            long begun = System.nanoTime();
            Session ended = metaForge()
                    .sessions()
                    .awaitEnd(session, PATIENCE)
                    .toCompletableFuture()
                    .join();
            if (!ended.status().isTerminal()
                    && ended.status() != SessionStatus.PENDING_APPROVAL
                    && ended.proposal().isEmpty()) {
                throw new AssertionError(session + " is still " + ended.status()
                        + (System.nanoTime() - begun < PATIENCE.toNanos()
                                ? ", and the gateway was closed before it could end"
                                : " after " + PATIENCE));
            }
            return ended;
        } catch (CompletionException e) {
            if (e.getCause() instanceof RuntimeException cause) {
                throw cause;
            }
            throw e;
        }
    }

    /** Returns a session as it is now. */
    public Session session(SessionId session) {
        return metaForge().sessions().get(session);
    }

    /** Approves everything a session proposes. */
    public Session approve(SessionId session) {
        return metaForge()
                .approveSession()
                .approve(new ApproveSession.Command(session, Actor.LOCAL, null, null, null, null));
    }

    /** Rejects what a session proposes. */
    public Session reject(SessionId session, String reason) {
        return metaForge().rejectSession().reject(new RejectSession.Command(session, Actor.LOCAL, reason, null, null));
    }

    @Override
    public void close() {
        running.close();
    }

    @Override
    public void beforeEach(ExtensionContext context) {
        if (!test.compareAndSet(null, context.getUniqueId())) {
            throw new ExtensionConfigurationException(
                    "Several tests share this TestGateway at once: make it a field of the"
                            + " instance, or run them one after the other");
        }
        if (running.closed().get()) {
            running = start();
        }
    }

    @Override
    public void afterEach(ExtensionContext context) {
        if (test.compareAndSet(context.getUniqueId(), null)) {
            close();
        }
    }
}
