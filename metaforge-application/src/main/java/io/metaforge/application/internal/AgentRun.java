package io.metaforge.application.internal;

import io.metaforge.application.agent.Model;
import io.metaforge.application.agent.Revision;
import io.metaforge.application.agent.RunContext;
import io.metaforge.application.agent.StaleInput;
import io.metaforge.application.port.out.Tool;
import io.metaforge.application.port.out.Workspace;
import io.metaforge.domain.artifact.Digest;
import io.metaforge.domain.artifact.InputFile;
import io.metaforge.domain.artifact.WorkspacePath;
import io.metaforge.domain.failure.Failure;
import io.metaforge.domain.failure.FailureKind;
import io.metaforge.domain.provenance.ArtifactStatus;
import io.metaforge.domain.session.BudgetRequest;
import io.metaforge.domain.session.RunInput;
import io.metaforge.domain.session.RunOptions;
import io.metaforge.domain.session.Session;
import io.metaforge.domain.session.SessionId;
import io.metaforge.domain.session.Warning;
import io.metaforge.domain.skill.SkillName;
import java.lang.System.Logger.Level;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/** One run as its agent sees it; remembers what was read. */
final class AgentRun implements RunContext, AutoCloseable {

    private static final System.Logger LOG = System.getLogger(AgentRun.class.getName());
    private static final int MAX_MESSAGE = 500;

    private final Session session;
    private final List<WorkspacePath> files;
    private final Workspace workspace;
    private final long maxInputBytes;
    private final ProgressRecorder.Buffer progress;
    private final RunTools tools;
    private final Optional<RunModel> model;
    private final ArtifactStates artifacts;
    private final Optional<Revision> revision;
    private final SortedMap<WorkspacePath, ArtifactStatus> stale = new TreeMap<>();
    private final Map<WorkspacePath, Optional<byte[]>> read = new TreeMap<>();
    private double furthest;

    AgentRun(
            Session session,
            List<WorkspacePath> files,
            Workspace workspace,
            long maxInputBytes,
            ProgressRecorder recorder,
            RunTools tools,
            Optional<RunModel> model,
            ArtifactStates artifacts,
            Optional<Revision> revision) {
        this.session = session;
        this.files = List.copyOf(files);
        this.workspace = workspace;
        this.maxInputBytes = maxInputBytes;
        this.progress = recorder.open(session.id());
        this.tools = tools;
        this.model = model;
        this.artifacts = artifacts;
        this.revision = revision;
    }

    @Override
    public SessionId session() {
        return session.id();
    }

    @Override
    public SkillName skill() {
        return session.skill();
    }

    @Override
    public RunInput input() {
        return session.input();
    }

    @Override
    public RunOptions options() {
        return session.options();
    }

    @Override
    public List<WorkspacePath> files() {
        return files;
    }

    @Override
    public byte[] read(WorkspacePath path) {
        return readIfPresent(path).orElseThrow(() -> new Failure(
                        FailureKind.VALIDATION,
                        "There is no file '" + path + "' in the workspace",
                        Map.of("path", path.value()))
                .asException());
    }

    @Override
    public Optional<byte[]> readIfPresent(WorkspacePath path) {
        synchronized (read) {
            Optional<byte[]> bytes = read.get(path);
            if (bytes == null) {
                bytes = workspace.read(path, maxInputBytes);
                read.put(path, bytes);
                if (bytes.isPresent()) {
                    noteIfStale(path);
                }
            }
            return bytes.map(byte[]::clone);
        }
    }

    /**
     * A run does not fail for what it could only warn about, and what its skill wrote the last time is about to be replaced
     * by it. Called with the monitor of {@code read}.
     */
    private void noteIfStale(WorkspacePath path) {
        try {
            artifacts
                    .ifStale(path)
                    .filter(status -> !status.artifact().skill().equals(session.skill()))
                    .ifPresent(status -> {
                        stale.put(path, status);
                        warnInProgress(status.sentence());
                    });
        } catch (RuntimeException e) {
            LOG.log(Level.WARNING, "Could not find out whether " + path + " is stale", e);
        }
    }

    private synchronized void warnInProgress(String message) {
        progress.add(new ProgressRecorder.Report(furthest, shortened(message)));
    }

    @Override
    public String readText(WorkspacePath path) {
        byte[] bytes = read(path);
        try {
            String text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
            return text.startsWith("\uFEFF") ? text.substring(1) : text;
        } catch (CharacterCodingException e) {
            throw new Failure(
                            FailureKind.VALIDATION,
                            "'" + path + "' is not text in UTF-8; save it in that encoding",
                            Map.of("path", path.value()))
                    .asException();
        }
    }

    @Override
    public Tool tool(String name) throws InterruptedException {
        return tools.require(name);
    }

    @Override
    public Optional<Tool> toolIfAvailable(String name) throws InterruptedException {
        return tools.find(name);
    }

    @Override
    public Optional<Model> model() {
        return model.map(Model.class::cast);
    }

    /** Returns what the run asks a person for before it may go on, if it does. */
    Optional<BudgetRequest> paused() {
        return model.flatMap(RunModel::paused);
    }

    @Override
    public Optional<Revision> revision() {
        return revision;
    }

    @Override
    public List<StaleInput> staleInputs() {
        synchronized (read) {
            return stale.values().stream()
                    .map(status -> new StaleInput(status.artifact().path(), status.changed(), status.rerun()))
                    .toList();
        }
    }

    @Override
    public synchronized void progress(double fraction, String message) throws InterruptedException {
        if (Thread.interrupted()) {
            throw new InterruptedException("the run was called off");
        }
        if (fraction > furthest) {
            furthest = Math.min(1, fraction);
        }
        progress.add(new ProgressRecorder.Report(furthest, shortened(message)));
    }

    private static String shortened(String message) {
        if (message.length() <= MAX_MESSAGE) {
            return message;
        }
        // Half a surrogate pair would be no text any more.
        int end = Character.isHighSurrogate(message.charAt(MAX_MESSAGE - 1)) ? MAX_MESSAGE - 1 : MAX_MESSAGE;
        return message.substring(0, end) + "…";
    }

    /** Returns the files that were read, for the change set. */
    List<InputFile> inputs() {
        List<InputFile> inputs = new ArrayList<>();
        synchronized (read) {
            read.forEach(
                    (path, bytes) -> bytes.ifPresent(b -> inputs.add(new InputFile(path, b.length, Digest.of(b)))));
        }
        return inputs;
    }

    /** Returns what is to be recorded with the end of the run; takes no more progress. */
    RunNotes notes() {
        List<Warning> warnings = new ArrayList<>();
        synchronized (read) {
            stale.forEach((path, status) -> warnings.add(new Warning(
                    Warning.Kind.STALE_INPUT,
                    status.sentence(),
                    path,
                    status.artifact().session())));
        }
        return new RunNotes(progress.drain(), warnings);
    }

    @Override
    public void close() {
        progress.drain();
    }
}
