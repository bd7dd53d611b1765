package io.metaforge.application.internal;

import io.metaforge.application.agent.RunContext;
import io.metaforge.application.port.out.Tool;
import io.metaforge.application.port.out.Workspace;
import io.metaforge.domain.artifact.Digest;
import io.metaforge.domain.artifact.InputFile;
import io.metaforge.domain.artifact.WorkspacePath;
import io.metaforge.domain.failure.Failure;
import io.metaforge.domain.failure.FailureKind;
import io.metaforge.domain.session.RunInput;
import io.metaforge.domain.session.RunOptions;
import io.metaforge.domain.session.Session;
import io.metaforge.domain.session.SessionId;
import io.metaforge.domain.skill.SkillName;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** One run as its agent sees it; remembers what was read. */
final class AgentRun implements RunContext, AutoCloseable {

    private static final int MAX_MESSAGE = 500;

    private final Session session;
    private final List<WorkspacePath> files;
    private final Workspace workspace;
    private final long maxInputBytes;
    private final ProgressRecorder.Buffer progress;
    private final RunTools tools;
    private final Map<WorkspacePath, Optional<byte[]>> read = new TreeMap<>();
    private double furthest;

    AgentRun(
            Session session,
            List<WorkspacePath> files,
            Workspace workspace,
            long maxInputBytes,
            ProgressRecorder recorder,
            RunTools tools) {
        this.session = session;
        this.files = List.copyOf(files);
        this.workspace = workspace;
        this.maxInputBytes = maxInputBytes;
        this.progress = recorder.open(session.id());
        this.tools = tools;
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
            }
            return bytes.map(byte[]::clone);
        }
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

    List<ProgressRecorder.Report> unrecordedProgress() {
        return progress.drain();
    }

    @Override
    public void close() {
        progress.drain();
    }
}
