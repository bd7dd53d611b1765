package io.metaforge.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.metaforge.application.port.out.Tool;
import io.metaforge.application.port.out.ToolRequest;
import io.metaforge.application.port.out.ToolResult;
import io.metaforge.application.port.out.Tools;
import io.metaforge.application.port.out.Tools.Detected;
import io.metaforge.domain.artifact.WorkspacePath;
import io.metaforge.domain.failure.FailureKind;
import io.metaforge.domain.failure.MetaForgeException;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * What all {@link Tool}s must do. Cases that execute are skipped where the tool is not there, those of endless or talkative
 * requests where the tool knows none.
 */
@Timeout(value = 60, unit = TimeUnit.SECONDS, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
public abstract class ToolContract {

    /** Returns the tool. */
    protected abstract Tool newTool() throws Exception;

    /** Returns a request that succeeds within some seconds. */
    protected abstract ToolRequest succeeding();

    /** Returns a request that the tool cannot do, so that it ends with another exit code than 0 and says why. */
    protected abstract ToolRequest failing();

    /** Returns a request that would take a minute or longer, if the tool can take so long. */
    protected Optional<ToolRequest> endless() {
        return Optional.empty();
    }

    /** Returns a request whose output is longer than 1,000 bytes, if the tool can say so much. */
    protected Optional<ToolRequest> talkative() {
        return Optional.empty();
    }

    @Test
    void hasANameThatAgentsCanAskFor() throws Exception {
        assertThat(newTool().name()).matches("[a-z0-9]+(-[a-z0-9]+)*").hasSizeLessThanOrEqualTo(64);
    }

    @Test
    void isFoundUnderItsNameWithinSomeSeconds() throws Exception {
        Tool tool = newTool();

        assertThat(Threads.start(tool::detect))
                .succeedsWithin(10, TimeUnit.SECONDS)
                .satisfies(found -> assertThat(found.name()).isEqualTo(tool.name()));
    }

    @Test
    void saysWhatToDoExactlyWhereSomethingIsToBeDone() throws Exception {
        Detected found = newTool().detect();

        if (found.available()) {
            assertThat(found.version()).isNotBlank();
            assertThat(found.advice()).isNull();
        } else {
            assertThat(found.advice()).isNotBlank();
        }
        assertThat(found.state() == Tools.State.NOT_FOUND && found.version() != null)
                .isFalse();
    }

    @Test
    void saysThatItCannotBeExecutedWhereItIsNotThere() throws Exception {
        Tool tool = newTool();
        assumeTrue(!tool.detect().available(), "skipped: " + tool.name() + " is there");

        assertThat(kind(catchThrowable(() -> tool.execute(succeeding())))).isEqualTo(FailureKind.TOOL);
    }

    @Test
    void doesWhatItIsAskedTo() throws Exception {
        Tool tool = present();

        ToolResult result = tool.execute(succeeding());

        assertThat(result.tool()).isEqualTo(tool.name());
        assertThat(result.exitCode())
                .as("%s%s", result.output(), result.errors())
                .isZero();
        assertThat(result.requireSuccess()).isSameAs(result);
    }

    @Test
    void returnsFilesThatItWroteAndNotThoseItWasGiven() throws Exception {
        ToolResult result = present().execute(succeeding());

        for (Map.Entry<WorkspacePath, byte[]> input : succeeding().inputs().entrySet()) {
            byte[] file = result.files().get(input.getKey());
            assertThat(file == null || !Arrays.equals(file, input.getValue()))
                    .as("%s is returned as it was given", input.getKey())
                    .isTrue();
        }
    }

    @Test
    void leavesItsInputsAsTheyAre() throws Exception {
        ToolRequest request = succeeding();
        Map<WorkspacePath, byte[]> before = new HashMap<>();
        request.inputs().forEach((path, content) -> before.put(path, content.clone()));

        present().execute(request);

        request.inputs().forEach((path, content) -> assertThat(content).isEqualTo(before.get(path)));
    }

    @Test
    void endsWithACodeAndItsReasonWhereItCannotDoIt() throws Exception {
        ToolResult result = present().execute(failing());

        assertThat(result.exitCode()).isNotZero();
        assertThat(result.errors() + result.output()).isNotBlank();
        assertThat(kind(catchThrowable(result::requireSuccess))).isEqualTo(FailureKind.TOOL);
    }

    @Test
    void servesManyCallersAtOnce() throws Exception {
        Tool tool = present();

        List<ToolResult> results = Threads.together(4, number -> tool.execute(succeeding()));

        assertThat(results).allMatch(ToolResult::succeeded);
    }

    @Test
    void canBeExecutedAgainAndAgain() throws Exception {
        Tool tool = present();
        for (int time = 0; time < 3; time++) {
            assertThat(tool.execute(succeeding()).succeeded()).isTrue();
            assertThat(tool.execute(failing()).succeeded()).isFalse();
        }
    }

    @Test
    void endsSoonAfterItIsInterrupted() throws Exception {
        Tool tool = present();
        ToolRequest request = given(endless(), "endless request");
        CountDownLatch begun = new CountDownLatch(1);
        CompletableFuture<Throwable> ended = new CompletableFuture<>();
        Thread caller = new Thread(() -> {
            begun.countDown();
            ended.complete(catchThrowable(() -> tool.execute(request)));
        });
        caller.setDaemon(true);
        caller.start();
        begun.await();
        assertThat(Threads.endsWithinAMoment(ended)).isFalse();

        caller.interrupt();

        assertThat(ended).succeedsWithin(10, TimeUnit.SECONDS).isInstanceOf(InterruptedException.class);
    }

    @Test
    void keepsTheLimitOfItsTime() throws Exception {
        ToolRequest request = given(endless(), "endless request");
        ToolRequest hurried = request.withLimits(request.limits().withTime(Duration.ofMillis(500)));
        Tool tool = present();

        assertThat(Threads.start(() -> kind(catchThrowable(() -> tool.execute(hurried)))))
                .succeedsWithin(10, TimeUnit.SECONDS)
                .isEqualTo(FailureKind.TIMEOUT);
    }

    @Test
    void keepsTheLimitOfItsOutput() throws Exception {
        ToolRequest request = given(talkative(), "talkative request");
        Tool tool = present();

        assertThat(tool.execute(request).succeeded()).isTrue();
        assertThat(kind(catchThrowable(
                        () -> tool.execute(request.withLimits(request.limits().withOutputBytes(1_000))))))
                .isEqualTo(FailureKind.TOOL);
    }

    private Tool present() throws Exception {
        Tool tool = newTool();
        assumeTrue(tool.detect().available(), "skipped: " + tool.name() + " is not there");
        return tool;
    }

    private static ToolRequest given(Optional<ToolRequest> request, String what) {
        assumeTrue(request.isPresent(), "skipped: there is no " + what + " for this tool");
        return request.get();
    }

    private static FailureKind kind(Throwable thrown) {
        assertThat(thrown).isInstanceOf(MetaForgeException.class);
        return ((MetaForgeException) thrown).failure().kind();
    }
}
