package io.metaforge.application.internal;

import io.metaforge.application.agent.Agent;
import io.metaforge.application.agent.Proposal;
import io.metaforge.application.approval.ProposedChange;
import io.metaforge.application.port.out.EventLog;
import io.metaforge.application.port.out.LanguageModel;
import io.metaforge.application.port.out.RunQueue;
import io.metaforge.application.port.out.Stores;
import io.metaforge.application.port.out.Tools;
import io.metaforge.application.port.out.Workspace;
import io.metaforge.application.settings.ModelSettings;
import io.metaforge.application.settings.Settings;
import io.metaforge.domain.failure.Failure;
import io.metaforge.domain.failure.FailureKind;
import io.metaforge.domain.failure.MetaForgeException;
import io.metaforge.domain.session.BudgetRequest;
import io.metaforge.domain.session.RecordedEvent;
import io.metaforge.domain.session.Session;
import io.metaforge.domain.session.SessionId;
import io.metaforge.domain.session.SessionState;
import io.metaforge.domain.session.Transition;
import io.metaforge.domain.session.Warning;
import io.metaforge.domain.skill.Skill;
import java.lang.System.Logger.Level;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Executes runs: calls the agent between short units of work, with a deadline, and records how it ended.
 *
 * <p>The agent has a thread of its own, so that a run ends at its deadline or when it is called off even where the agent
 * does not heed interruption.
 */
public final class RunExecution implements RunQueue.Handler, EventLog.Listener, AutoCloseable {

    private static final System.Logger LOG = System.getLogger(RunExecution.class.getName());

    /** A run that takes its gateway down with it must not take down every gateway after it. */
    private static final int MAX_ATTEMPTS = 3;

    private final Stores stores;
    private final Workspace workspace;
    private final AgentRegistry agents;
    private final ArtifactStates artifacts;
    private final Tools tools;
    private final LanguageModel model;
    private final ModelSettings modelSettings;
    private final PolicyBoard policies;
    private final RunEnding ending;
    private final Settings settings;
    private final Clock clock;
    private final ExecutorService agentThreads = Executors.newCachedThreadPool(Threads.named("agent"));
    private final ProgressRecorder progress;
    private final Map<SessionId, Execution> executing = new ConcurrentHashMap<>();

    public RunExecution(
            Stores stores,
            Workspace workspace,
            AgentRegistry agents,
            ArtifactStates artifacts,
            Tools tools,
            LanguageModel model,
            ModelSettings modelSettings,
            PolicyBoard policies,
            ChangeApplication application,
            Settings settings,
            Clock clock) {
        this.stores = stores;
        this.workspace = workspace;
        this.agents = agents;
        this.artifacts = artifacts;
        this.tools = tools;
        this.model = model;
        this.modelSettings = modelSettings;
        this.policies = policies;
        this.ending = new RunEnding(stores, workspace, application, clock);
        this.settings = settings;
        this.clock = clock;
        this.progress = new ProgressRecorder(stores, clock);
    }

    @Override
    public void execute(SessionId id) throws InterruptedException {
        Execution execution = new Execution();
        // Known before the session starts, so that no cancellation comes too early to be heard.
        executing.put(id, execution);
        try {
            Optional<Session> started = start(id);
            if (started.isPresent()) {
                execute(started.get(), execution);
            }
        } catch (InterruptedException e) {
            breakOff(id, execution, e);
            throw e;
        } catch (RuntimeException e) {
            if (!Thread.interrupted()) {
                throw e;
            }
            // Stores do not wait for threads that were interrupted: it is the stop that failed the unit of work.
            breakOff(id, execution, e);
            InterruptedException stopped = new InterruptedException("the queue stops");
            stopped.initCause(e);
            throw stopped;
        } finally {
            executing.remove(id);
        }
    }

    private void execute(Session session, Execution execution) throws InterruptedException {
        SessionId id = session.id();
        execution.attempt = session.state() instanceof SessionState.Running running ? running.attempts() : 0;
        Optional<Skill> skill = skill(session);
        if (skill.isEmpty()) {
            ending.fail(id, RunNotes.NONE, RunExecution::noLongerOffered);
            return;
        }
        long deadlineNanos = System.nanoTime() + settings.runDeadline().toNanos();
        Optional<RevisedAttempt> revised = RevisedAttempt.of(session, stores);
        AgentRun run = new AgentRun(
                session,
                agents.files(skill.get(), session.input()),
                workspace,
                settings.maxInputBytes(),
                progress,
                new RunTools(tools, agentThreads, deadlineNanos),
                model.state() == LanguageModel.State.NOT_CONFIGURED
                        ? Optional.empty()
                        : Optional.of(new RunModel(model, stores, modelSettings, session, deadlineNanos)),
                artifacts,
                revised.map(RevisedAttempt::revision));
        try {
            ChangeSetDraft draft = draft(session, skill.get(), run, execution);
            if (draft.isEmpty()) {
                ending.finish(id, run.notes(), draft);
            } else {
                ProposedChange proposed = new ProposedChange(id, skill.get(), session.createdBy(), draft.changeSet());
                Ruling ruling = policies.rule(proposed, agentThreads);
                Optional<Warning> repeated = revised.flatMap(r -> r.ifRepeatedBy(draft.changeSet()));
                ending.propose(id, run.notes().and(repeated), draft, ruling);
            }
        } catch (CancellationException calledOff) {
            LOG.log(Level.INFO, "The run of {0} was called off", id);
        } catch (RunPaused e) {
            ending.pause(id, run.notes(), e.request());
        } catch (RunFailed e) {
            Failure failure = shown(e.failure());
            ending.fail(id, run.notes(), running -> failure);
        } finally {
            run.close();
        }
    }

    /** Ends a run with a failure, unlike the exceptions of stores: those let the queue hand the run out again. */
    private static final class RunFailed extends Exception {

        private static final long serialVersionUID = 1L;

        private final transient Failure failure;

        RunFailed(Failure failure) {
            super(failure.message());
            this.failure = failure;
        }

        Failure failure() {
            return failure;
        }
    }

    /** Ends the execution of a run until somebody has decided over its budget. */
    private static final class RunPaused extends Exception {

        private static final long serialVersionUID = 1L;

        private final transient BudgetRequest request;

        RunPaused(BudgetRequest request) {
            super(request.sentence());
            this.request = request;
        }

        BudgetRequest request() {
            return request;
        }
    }

    /** An execution in this process, from before its session starts until it has ended. */
    private static final class Execution {

        private int attempt;
        private boolean calledOff;
        private Optional<Future<Proposal>> agent = Optional.empty();

        synchronized void calls(Future<Proposal> future) {
            agent = Optional.of(future);
            if (calledOff) {
                future.cancel(true);
            }
        }

        synchronized void callOff() {
            calledOff = true;
            agent.ifPresent(future -> future.cancel(true));
        }
    }

    /** Begins execution; empty where there is nothing to execute any more. */
    private Optional<Session> start(SessionId id) {
        return stores.unitOfWork().execute(() -> {
            Optional<Session> found = stores.sessions().findForUpdate(id);
            if (found.isEmpty() || !(found.get().state() instanceof SessionState.Running running)) {
                stores.runs().remove(id);
                return Optional.empty();
            }
            Session session = found.get();
            boolean exhausted = running.attempts() >= MAX_ATTEMPTS;
            Transition transition = exhausted
                    ? session.fail(diedTooOften(running.attempts()), clock.instant())
                    : session.start(clock.instant());
            ending.save(session, transition, List.of());
            if (exhausted) {
                stores.runs().remove(id);
                return Optional.empty();
            }
            return Optional.of(transition.session());
        });
    }

    /** Takes the attempt back, unless the run has ended or is in other hands: a stop is not the run's fault. */
    private void breakOff(SessionId id, Execution execution, Exception reason) {
        try {
            stores.unitOfWork().run(() -> {
                Optional<Session> found = stores.sessions().findForUpdate(id);
                if (found.isPresent()
                        && found.get().state() instanceof SessionState.Running running
                        && running.attempts() == execution.attempt
                        && execution.attempt > 0) {
                    ending.save(found.get(), found.get().breakOff(execution.attempt, clock.instant()), List.of());
                }
            });
        } catch (RuntimeException e) {
            reason.addSuppressed(e);
            LOG.log(
                    Level.WARNING,
                    "The attempt at {0} was broken off and counts all the same: {1}",
                    id,
                    e.getMessage());
        }
    }

    private ChangeSetDraft draft(Session session, Skill skill, AgentRun run, Execution execution)
            throws InterruptedException, RunFailed, RunPaused {
        Agent agent = agents.agent(session.skill());
        Proposal proposal = callAgent(session, agent, run, execution);
        try {
            return ChangeSetDraft.of(session, skill, agent, proposal, run, workspace, settings);
        } catch (RuntimeException e) {
            throw failed(session, e);
        }
    }

    private Proposal callAgent(Session session, Agent agent, AgentRun run, Execution execution)
            throws InterruptedException, RunFailed, RunPaused {
        Future<Proposal> future = agentThreads.submit(
                () -> Objects.requireNonNull(agent.run(run), "an agent returns a proposal, if an empty one"));
        execution.calls(future);
        try {
            Proposal proposal = future.get(settings.runDeadline().toNanos(), TimeUnit.NANOSECONDS);
            requireNotPaused(run);
            return proposal;
        } catch (TimeoutException e) {
            throw new RunFailed(new Failure(
                    FailureKind.TIMEOUT,
                    "The run did not end within "
                            + settings.runDeadline().toSeconds()
                            + " seconds; raise the run time-out or make the input smaller",
                    Map.of("seconds", settings.runDeadline().toSeconds())));
        } catch (ExecutionException e) {
            requireNotPaused(run);
            throw failed(session, e.getCause());
        } finally {
            future.cancel(true);
        }
    }

    /** Whatever an agent made of it that its model was not asked: what it returned is not what it would have. */
    private static void requireNotPaused(AgentRun run) throws RunPaused {
        Optional<BudgetRequest> paused = run.paused();
        if (paused.isPresent()) {
            throw new RunPaused(paused.get());
        }
    }

    /** What an agent throws on purpose is its failure; anything else is a fault of the agent, told without its inside. */
    private static RunFailed failed(Session session, Throwable cause) {
        if (cause instanceof MetaForgeException expected) {
            return new RunFailed(expected.failure());
        }
        String incident = UUID.randomUUID().toString();
        LOG.log(Level.ERROR, "Agent of " + session.id() + " failed, incident " + incident, cause);
        return new RunFailed(new Failure(
                FailureKind.AGENT,
                "The agent " + session.agent() + " failed unexpectedly; the log tells more under incident " + incident,
                Map.of("incident", incident)));
    }

    private static Failure shown(Failure failure) {
        return switch (failure.kind()) {
            case AGENT, TOOL, TIMEOUT -> failure;
            default -> new Failure(FailureKind.AGENT, failure.message(), failure.details());
        };
    }

    private Optional<Skill> skill(Session session) {
        try {
            return Optional.of(agents.skill(session.skill()));
        } catch (MetaForgeException e) {
            return Optional.empty();
        }
    }

    private static Failure noLongerOffered(Session session) {
        return new Failure(
                FailureKind.AGENT, "No agent offers the skill '" + session.skill() + "' in this gateway any more");
    }

    private static Failure diedTooOften(int attempts) {
        return new Failure(
                FailureKind.AGENT,
                "This run was begun " + attempts + " times, and each time the gateway died or could not record how it"
                        + " ended; it is not tried again, and the log of the gateway tells more",
                Map.of("attempts", attempts));
    }

    /** Interrupts executions of sessions that were called off, by whichever gateway. */
    @Override
    public void appended(long after, List<RecordedEvent> events, long head) {
        for (RecordedEvent event : events) {
            if (event.name().equals("session.cancelled")) {
                Execution execution = executing.get(event.session());
                if (execution != null) {
                    execution.callOff();
                }
            }
        }
    }

    @Override
    public void close() {
        progress.close();
        agentThreads.shutdownNow();
    }
}
