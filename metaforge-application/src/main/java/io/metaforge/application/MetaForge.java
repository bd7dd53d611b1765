package io.metaforge.application;

import io.metaforge.application.access.KeyAdministration;
import io.metaforge.application.agent.Agent;
import io.metaforge.application.approval.ApprovalPolicy;
import io.metaforge.application.approval.Opinion;
import io.metaforge.application.ids.UuidV7Ids;
import io.metaforge.application.internal.AgentRegistry;
import io.metaforge.application.internal.Approvals;
import io.metaforge.application.internal.ArtifactStates;
import io.metaforge.application.internal.ChangeApplication;
import io.metaforge.application.internal.Discovery;
import io.metaforge.application.internal.EventStreaming;
import io.metaforge.application.internal.KeyedAccess;
import io.metaforge.application.internal.LimitedRuns;
import io.metaforge.application.internal.Maintenance;
import io.metaforge.application.internal.PolicyBoard;
import io.metaforge.application.internal.RunExecution;
import io.metaforge.application.internal.SessionEnding;
import io.metaforge.application.internal.SessionIntake;
import io.metaforge.application.internal.SessionReading;
import io.metaforge.application.internal.SystemReading;
import io.metaforge.application.memory.MemoryStores;
import io.metaforge.application.port.in.AccessControl;
import io.metaforge.application.port.in.ApiKeys;
import io.metaforge.application.port.in.ApproveSession;
import io.metaforge.application.port.in.CancelSession;
import io.metaforge.application.port.in.CreateSession;
import io.metaforge.application.port.in.DeleteSession;
import io.metaforge.application.port.in.EventStreams;
import io.metaforge.application.port.in.RejectSession;
import io.metaforge.application.port.in.RunAgent;
import io.metaforge.application.port.in.SessionQueries;
import io.metaforge.application.port.in.SystemQueries;
import io.metaforge.application.port.in.SystemQueries.AgentStatus;
import io.metaforge.application.port.in.UseCases;
import io.metaforge.application.port.out.IdGenerator;
import io.metaforge.application.port.out.LanguageModel;
import io.metaforge.application.port.out.Stores;
import io.metaforge.application.port.out.Tool;
import io.metaforge.application.port.out.Tools;
import io.metaforge.application.port.out.Workspace;
import io.metaforge.application.server.GatewayServer;
import io.metaforge.application.server.ServerProvider;
import io.metaforge.application.settings.AccessSettings;
import io.metaforge.application.settings.ModelSettings;
import io.metaforge.application.settings.Settings;
import io.metaforge.application.tool.JoinedTools;
import io.metaforge.application.tool.ToolBox;
import io.metaforge.application.workspace.FolderWorkspace;
import io.metaforge.domain.failure.Failure;
import io.metaforge.domain.failure.FailureKind;
import java.nio.file.Path;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A gateway inside this program: the use cases, wired to stores, a workspace and agents.
 *
 * <p>Thread-safe. By default everything but the workspace is kept in memory and gone with it. {@link #start()} begins to
 * execute runs; without it sessions can be created and read. {@link #close()} stops gracefully; stores, tools and models
 * that were handed in stay open, for whoever opened them to close.
 */
public final class MetaForge implements UseCases, AutoCloseable {

    private final Stores stores;
    private final Settings settings;
    private final SessionIntake intake;
    private final Approvals approvals;
    private final SessionEnding ending;
    private final SessionReading sessions;
    private final SystemReading system;
    private final EventStreaming events;
    private final ToolBox ownTools;
    private final RunExecution execution;
    private final AutoCloseable cancellations;
    private final Maintenance maintenance;
    private final List<GatewayServer> servers = new ArrayList<>();
    private final RunAgent runs;
    private final AccessControl access;
    private final ApiKeys apiKeys;
    private boolean started;
    private boolean closed;
    private volatile boolean stopped;

    private MetaForge(Builder builder, Workspace workspace) {
        // These two refuse what does not fit; nothing is begun before.
        this.ownTools = new ToolBox(builder.ownTools, ToolBox.CACHE_TIME);
        PolicyBoard policies = new PolicyBoard(builder.policies);
        this.stores = builder.stores == null ? MemoryStores.create() : builder.stores;
        this.settings = builder.settings;
        // Databases keep microseconds: what a caller is told at first must be what it reads later.
        Clock clock = Clock.tick(builder.clock, ChronoUnit.MICROS.getDuration());
        IdGenerator ids = builder.ids == null ? new UuidV7Ids(clock) : builder.ids;
        AgentRegistry agents = new AgentRegistry(builder.agents, builder.broken);
        ChangeApplication application = new ChangeApplication(stores, workspace, clock);
        this.approvals = new Approvals(stores, workspace, application, clock);
        this.intake = new SessionIntake(stores, workspace, agents, ids, clock, settings.maxInputBytes());
        this.ending = new SessionEnding(stores, clock);
        ArtifactStates artifacts = new ArtifactStates(stores.artifacts(), workspace);
        this.sessions = new SessionReading(stores, artifacts);
        Tools tools = new JoinedTools(ownTools, builder.tools);
        this.system =
                new SystemReading(stores, workspace, agents, artifacts, tools, builder.languageModel, builder.version);
        this.events = new EventStreaming(stores.events(), settings.subscriberPatience());
        this.execution = new RunExecution(
                stores,
                workspace,
                agents,
                artifacts,
                tools,
                builder.languageModel,
                builder.modelSettings,
                policies,
                application,
                settings,
                clock);
        this.cancellations = stores.events().onAppended(execution);
        this.maintenance = new Maintenance(stores, application, clock);
        AccessSettings bounds = builder.access;
        RunAgent open = bounds.keysRequired() ? new LimitedRuns(intake, stores, bounds.concurrentRuns()) : intake;
        this.runs = command -> {
            requireNotStopped();
            return open.run(command);
        };
        if (bounds.keysRequired()) {
            KeyedAccess keyed = new KeyedAccess(stores.apiKeys(), bounds, clock);
            this.access = keyed;
            this.apiKeys = new KeyAdministration(stores.apiKeys(), clock, keyed::forget);
        } else {
            this.access = AccessControl.OPEN;
            this.apiKeys = new KeyAdministration(stores.apiKeys(), clock);
        }
    }

    /** A run that is accepted now would wait for an execution that never comes. */
    private void requireNotStopped() {
        if (stopped) {
            throw new Failure(FailureKind.UNAVAILABLE, "This gateway was closed and executes no more runs")
                    .asException();
        }
    }

    /** Starts to describe a gateway. */
    public static Builder builder() {
        return new Builder();
    }

    /** Finishes what an earlier process left undone, then begins to execute runs. Has no effect the second time. */
    public synchronized void start() {
        if (started || closed) {
            return;
        }
        started = true;
        ownTools.start();
        maintenance.start();
        stores.runs().start(settings.concurrentRuns(), execution);
    }

    /**
     * Starts the gateway and serves it over HTTP, to this machine only. {@link #close()} ends that too.
     *
     * @param port 0 for any that is free
     * @throws IllegalArgumentException where {@code port} is none
     * @throws IllegalStateException where no {@link ServerProvider} is on the class path, or the gateway was closed
     * @throws io.metaforge.domain.failure.MetaForgeException of kind {@code UNAVAILABLE} where the port is taken or the
     *     server does not start
     */
    public synchronized GatewayServer serve(int port) {
        if (closed) {
            throw new IllegalStateException("the gateway was closed");
        }
        if (port < 0 || port > 65_535) {
            throw new IllegalArgumentException("a port is 0 to 65535, not " + port);
        }
        ServerProvider provider = ServerProvider.find()
                .orElseThrow(() -> new IllegalStateException(
                        "There is no HTTP server on the class path: add io.metaforge:metaforge-boot"));
        start();
        GatewayServer server = provider.serve(this, port);
        servers.add(server);
        return server;
    }

    /**
     * Ends what {@link #serve} began, stops to execute runs, lets those in hand finish within the grace of the settings or
     * returns them to the queue, and ends all subscriptions. What is stored can still be read; runs are refused.
     */
    @Override
    public synchronized void close() {
        if (closed) {
            return;
        }
        closed = true;
        servers.forEach(GatewayServer::close);
        stopped = true; // not before: what the servers have taken in is still answered
        if (started) {
            stores.runs().stop(settings.stopGrace().toMillis());
        }
        try {
            maintenance.close();
            cancellations.close();
            execution.close();
            ownTools.close();
            sessions.close();
            events.close();
        } catch (Exception e) {
            throw new IllegalStateException("the gateway did not stop cleanly", e);
        }
    }

    @Override
    public CreateSession createSession() {
        return intake;
    }

    /** Returns the use case; once this is closed it fails with kind {@code UNAVAILABLE}. */
    @Override
    public RunAgent runAgent() {
        return runs;
    }

    @Override
    public ApproveSession approveSession() {
        return approvals;
    }

    @Override
    public RejectSession rejectSession() {
        return approvals;
    }

    @Override
    public CancelSession cancelSession() {
        return ending;
    }

    @Override
    public DeleteSession deleteSession() {
        return ending;
    }

    @Override
    public SessionQueries sessions() {
        return sessions;
    }

    @Override
    public SystemQueries system() {
        return system;
    }

    @Override
    public EventStreams events() {
        return events;
    }

    @Override
    public AccessControl access() {
        return access;
    }

    /** Returns the administration of API keys, which can be created also before a gateway asks for them. */
    public ApiKeys apiKeys() {
        return apiKeys;
    }

    /** Describes a gateway. Not thread-safe. */
    public static final class Builder {

        private @Nullable Workspace workspace;
        private @Nullable Stores stores;
        private @Nullable IdGenerator ids;
        private Tools tools = Tools.none();
        private LanguageModel languageModel = LanguageModel.none();
        private ModelSettings modelSettings = ModelSettings.DEFAULT;
        private Settings settings = Settings.DEFAULT;
        private AccessSettings access = AccessSettings.OPEN;
        private Clock clock = Clock.systemUTC();
        private String version = "embedded";
        private final List<Agent> agents = new ArrayList<>();
        private final List<AgentStatus> broken = new ArrayList<>();
        private final List<Tool> ownTools = new ArrayList<>();
        private final List<ApprovalPolicy> policies = new ArrayList<>();

        private Builder() {}

        /** Works in a folder of the file system, which must exist. */
        public Builder workspace(Path folder) {
            return workspace(new FolderWorkspace(folder));
        }

        /** Works in {@code workspace}. Required. */
        public Builder workspace(Workspace workspace) {
            this.workspace = workspace;
            return this;
        }

        /** Adds an agent. */
        public Builder agent(Agent agent) {
            agents.add(agent);
            return this;
        }

        /** Lists an agent that could not be loaded, with the reason, so that it is not missed silently. */
        public Builder brokenAgent(String name, String problem) {
            broken.add(new AgentStatus(name, "unknown", false, problem));
            return this;
        }

        /** Adds a tool for agents. One that is named like one of {@link #tools} takes its place. */
        public Builder tool(Tool tool) {
            ownTools.add(tool);
            return this;
        }

        /** Adds a policy that decides over proposals, after those that were added before. */
        public Builder approvalPolicy(ApprovalPolicy policy) {
            policies.add(policy);
            return this;
        }

        /**
         * Adds every agent, tool and approval policy that is registered for {@link java.util.ServiceLoader}, as a server
         * does. An agent that cannot be loaded is listed as such, a tool is left out with a warning in the log; while a
         * policy cannot be loaded, no policy approves anything: a person decides.
         */
        public Builder discover() {
            Discovery.each(Agent.class, this::agent, problem -> brokenAgent("unknown", problem));
            Discovery.each(Tool.class, this::tool, problem -> {});
            Discovery.each(ApprovalPolicy.class, this::approvalPolicy, problem -> missingPolicy());
            return this;
        }

        private void missingPolicy() {
            Opinion person = Opinion.person("a policy could not be loaded; the log of the gateway tells more");
            approvalPolicy(ApprovalPolicy.of("missing-" + (policies.size() + 1), proposed -> person));
        }

        /** Keeps everything in {@code stores} instead of in memory. */
        public Builder stores(Stores stores) {
            this.stores = stores;
            return this;
        }

        /** Offers a whole collection of tools, such as the external programs of the machine. */
        public Builder tools(Tools tools) {
            this.tools = tools;
            return this;
        }

        /** Offers a language model. */
        public Builder languageModel(LanguageModel languageModel) {
            this.languageModel = languageModel;
            return this;
        }

        /** Sets another budget of the language model than {@link ModelSettings#DEFAULT}, and what to do when it fails. */
        public Builder modelSettings(ModelSettings modelSettings) {
            this.modelSettings = modelSettings;
            return this;
        }

        /** Sets other bounds than {@link Settings#DEFAULT}. */
        public Builder settings(Settings settings) {
            this.settings = settings;
            return this;
        }

        /** Asks callers from outside for API keys, and limits what each may do. */
        public Builder access(AccessSettings access) {
            this.access = access;
            return this;
        }

        /** Tells the time by {@code clock} instead of the system's. */
        public Builder clock(Clock clock) {
            this.clock = clock;
            return this;
        }

        /** Makes ids with {@code ids} instead of as UUIDv7. */
        public Builder ids(IdGenerator ids) {
            this.ids = ids;
            return this;
        }

        /** Shows {@code version} as the gateway's own. */
        public Builder version(String version) {
            this.version = version;
            return this;
        }

        /**
         * Builds the gateway. It does not execute runs before {@link MetaForge#start()}.
         *
         * @throws IllegalArgumentException where two tools or two policies share a name, or a name is not one
         */
        public MetaForge build() {
            return new MetaForge(this, Objects.requireNonNull(workspace, "a workspace is required"));
        }
    }
}
