package io.metaforge.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.metaforge.application.port.out.Tool;
import io.metaforge.application.port.out.ToolRequest;
import io.metaforge.application.port.out.ToolResult;
import io.metaforge.application.port.out.Tools;
import io.metaforge.application.port.out.Tools.Detected;
import io.metaforge.application.tool.JoinedTools;
import io.metaforge.application.tool.ToolBox;
import io.metaforge.testkit.contract.ToolsContract;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** Single tools as one collection. */
class ToolBoxTest {

    private static final Tool PRESENT = ScriptedTool.printing("present", "done");
    private static final Tool MISSING = ScriptedTool.missing("missing", "Install missing 2 or newer");

    @Nested
    class OfSomeTools extends ToolsContract {
        @Override
        protected Tools newTools() {
            return new ToolBox(List.of(PRESENT, MISSING), Duration.ofMinutes(1));
        }
    }

    @Nested
    class OfNoTools extends ToolsContract {
        @Override
        protected Tools newTools() {
            return new ToolBox(List.of(), Duration.ofMinutes(1));
        }
    }

    @Nested
    class Joined extends ToolsContract {
        @Override
        protected Tools newTools() {
            return new JoinedTools(
                    new ToolBox(List.of(PRESENT), Duration.ofMinutes(1)),
                    new ToolBox(List.of(MISSING, PRESENT), Duration.ofMinutes(1)));
        }
    }

    @Test
    void listsToolsInTheOrderTheyWereGiven() {
        try (ToolBox box = new ToolBox(List.of(PRESENT, MISSING), Duration.ofMinutes(1))) {
            assertThat(box.detect()).extracting(Detected::name).containsExactly("present", "missing");
            assertThat(box.find("present")).contains(PRESENT);
            assertThat(box.find("missing")).contains(MISSING);
            assertThat(box.find("another")).isEmpty();
        }
    }

    @Test
    void listsAToolThatThrowsOrLiesAboutItsNameAsOneThatDoesNotStart() {
        Tool throwing = new Unlike("throwing", () -> {
            throw new IllegalStateException("a bug");
        });
        Tool lying = new Unlike("lying", PRESENT::detect);
        try (ToolBox box = new ToolBox(List.of(throwing, lying, PRESENT), Duration.ofMinutes(1))) {
            assertThat(box.detect())
                    .extracting(Detected::state)
                    .containsExactly(Tools.State.DOES_NOT_START, Tools.State.DOES_NOT_START, Tools.State.DETECTED);
            assertThat(box.detected().get(0).advice()).doesNotContain("a bug");
        }
    }

    @Test
    void looksAgainAfterTheCacheTime() {
        AtomicInteger looks = new AtomicInteger();
        Tool counting = new Unlike("counting", () -> {
            looks.incrementAndGet();
            return Detected.available("counting", "1");
        });
        try (ToolBox box = new ToolBox(List.of(counting), Duration.ZERO)) {
            box.detect();
            await().until(() -> {
                box.detected();
                return looks.get() > 1;
            });
        }
    }

    @Test
    void refusesNamesThatAreNoneOrTaken() {
        assertThatThrownBy(() -> new ToolBox(List.of(PRESENT, PRESENT), Duration.ZERO))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("present");
        assertThatThrownBy(() -> new ToolBox(List.of(ScriptedTool.printing("Not a name", "")), Duration.ZERO))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("Not a name");
    }

    @Test
    void isClosedWhileItLooksWithoutKeepingAnybodyWaiting() throws Exception {
        Gate gate = new Gate();
        Tool slow = new Unlike("slow", () -> {
            gate.pass();
            return Detected.available("slow", "1");
        });
        ToolBox box = new ToolBox(List.of(slow), Duration.ofMinutes(1));
        CompletableFuture<List<Detected>> looking = CompletableFuture.supplyAsync(box::detect);
        gate.awaitArrival();

        box.close();

        assertThat(looking).succeedsWithin(Duration.ofSeconds(10));
    }

    @Test
    void findsNothingMoreOnceClosed() {
        ToolBox box = new ToolBox(List.of(PRESENT), Duration.ofMinutes(1));
        box.close();

        assertThat(box.detect()).isEmpty();
    }

    /** How a tool is looked for. */
    private interface Search {
        Detected run() throws InterruptedException;
    }

    /** A tool that is only looked for, in its own way. */
    private record Unlike(String name, Search search) implements Tool {

        @Override
        public Detected detect() throws InterruptedException {
            return search.run();
        }

        @Override
        public ToolResult execute(ToolRequest request) {
            throw new AssertionError("not to be executed");
        }
    }
}
