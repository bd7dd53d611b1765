package io.metaforge.testkit;

import io.metaforge.application.port.out.Tool;
import io.metaforge.application.port.out.ToolRequest;
import io.metaforge.application.port.out.ToolResult;
import io.metaforge.domain.artifact.WorkspacePath;
import io.metaforge.domain.failure.Failure;
import io.metaforge.domain.failure.FailureKind;
import io.metaforge.testkit.contract.ToolContract;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.junit.jupiter.api.Nested;

/** The contract, kept by a tool in Java and by one that is missing. */
class ScriptedToolContractTest {

    private static final WorkspacePath TEXT = new WorkspacePath("in/text.txt");

    @Nested
    class Present extends ToolContract {

        @Override
        protected Tool newTool() {
            return ScriptedTool.following("echo", ScriptedToolContractTest::echo);
        }

        @Override
        protected ToolRequest succeeding() {
            return ToolRequest.of("say").withInput(TEXT, "hello".getBytes(StandardCharsets.UTF_8));
        }

        @Override
        protected ToolRequest failing() {
            return ToolRequest.of("sing");
        }

        @Override
        protected Optional<ToolRequest> endless() {
            return Optional.of(ToolRequest.of("wait"));
        }

        @Override
        protected Optional<ToolRequest> talkative() {
            return Optional.of(ToolRequest.of("say").withInput(TEXT, new byte[2_000]));
        }
    }

    @Nested
    class Missing extends ToolContract {

        @Override
        protected Tool newTool() {
            return ScriptedTool.missing("echo", "Install echo");
        }

        @Override
        protected ToolRequest succeeding() {
            return ToolRequest.EMPTY;
        }

        @Override
        protected ToolRequest failing() {
            return ToolRequest.EMPTY;
        }
    }

    private static ToolResult echo(ToolRequest request) throws InterruptedException {
        switch (request.arguments().get(0)) {
            case "say":
                byte[] text = request.inputs().get(TEXT);
                if (text.length > request.limits().outputBytes()) {
                    throw new Failure(FailureKind.TOOL, "echo says too much").asException();
                }
                return ToolResult.success("echo", new String(text, StandardCharsets.UTF_8))
                        .withFile(new WorkspacePath("out.txt"), text);
            case "wait":
                Thread.sleep(request.limits().time().toMillis());
                throw new Failure(FailureKind.TIMEOUT, "echo waited too long").asException();
            default:
                return ToolResult.failure("echo", 2, "unknown verb");
        }
    }
}
