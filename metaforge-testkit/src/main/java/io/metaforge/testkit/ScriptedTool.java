package io.metaforge.testkit;

import io.metaforge.application.port.out.Tool;
import io.metaforge.application.port.out.ToolRequest;
import io.metaforge.application.port.out.ToolResult;
import io.metaforge.application.port.out.Tools;
import io.metaforge.application.port.out.Tools.Detected;
import io.metaforge.domain.failure.Failure;
import io.metaforge.domain.failure.FailureKind;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** A tool that does what a test tells it to, and remembers what it was asked. Thread-safe if its script is. */
public final class ScriptedTool implements Tool {

    private final Detected found;
    private final Script script;
    private final List<ToolRequest> requests = new CopyOnWriteArrayList<>();

    private ScriptedTool(Detected found, Script script) {
        this.found = found;
        this.script = script;
    }

    /** What a tool does when it is executed. */
    @FunctionalInterface
    public interface Script {
        ToolResult execute(ToolRequest request) throws InterruptedException;
    }

    /** Returns a tool that is there, in version 1.0.0. */
    public static ScriptedTool following(String name, Script script) {
        return new ScriptedTool(Detected.available(name, "1.0.0"), script);
    }

    /** Returns a tool that succeeds and prints {@code output}. */
    public static ScriptedTool printing(String name, String output) {
        return following(name, request -> ToolResult.success(name, output));
    }

    /** Returns a tool that is not installed. */
    public static ScriptedTool missing(String name, String advice) {
        return new ScriptedTool(new Detected(name, Tools.State.NOT_FOUND, null, advice), request -> {
            throw new Failure(FailureKind.TOOL, advice).asException();
        });
    }

    /** Returns what it was asked to do so far, in order. */
    public List<ToolRequest> requests() {
        return List.copyOf(requests);
    }

    @Override
    public String name() {
        return found.name();
    }

    @Override
    public Detected detect() {
        return found;
    }

    @Override
    public ToolResult execute(ToolRequest request) throws InterruptedException {
        requests.add(request);
        return script.execute(request);
    }
}
