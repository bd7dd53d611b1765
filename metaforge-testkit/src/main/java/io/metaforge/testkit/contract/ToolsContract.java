package io.metaforge.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.metaforge.application.port.out.Tools;
import io.metaforge.application.port.out.Tools.Detected;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What all {@link Tools} must do, whichever programs the machine has. */
@Timeout(value = 60, unit = TimeUnit.SECONDS, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
public abstract class ToolsContract {

    /** Returns tools that were not looked for yet. */
    protected abstract Tools newTools() throws Exception;

    @Test
    void answersFromTheCacheAtOnce() throws Exception {
        Tools tools = newTools();

        assertThat(Threads.start(tools::detected)).succeedsWithin(1, TimeUnit.SECONDS);
    }

    @Test
    void answersFromTheCacheAtOnceAlsoWhileLooking() throws Exception {
        Tools tools = newTools();
        CompletableFuture<List<Detected>> looking = Threads.start(tools::detect);

        do {
            assertThat(Threads.start(tools::detected)).succeedsWithin(1, TimeUnit.SECONDS);
        } while (!looking.isDone());
        Threads.result(looking);
    }

    @Test
    void remembersWhatItFound() throws Exception {
        Tools tools = newTools();
        List<Detected> found = tools.detect();

        assertThat(tools.detected()).isEqualTo(found);
    }

    @Test
    void looksWithinSomeSeconds() throws Exception {
        assertThat(Threads.start(newTools()::detect)).succeedsWithin(20, TimeUnit.SECONDS);
    }

    @Test
    void looksForManyCallersAtOnce() throws Exception {
        Tools tools = newTools();

        List<List<Detected>> found = Threads.together(4, number -> tools.detect());

        assertThat(found).allMatch(each -> each.equals(found.get(0)));
    }

    @Test
    void namesEveryToolOnce() throws Exception {
        assertThat(newTools().detect())
                .extracting(Detected::name)
                .doesNotHaveDuplicates()
                .allMatch(name -> name.matches("[a-z0-9]+(-[a-z0-9]+)*"));
    }

    @Test
    void saysWhatToDoExactlyWhereSomethingIsToBeDone() throws Exception {
        for (Detected tool : newTools().detect()) {
            if (tool.available()) {
                assertThat(tool.version()).as(tool.name()).isNotBlank();
                assertThat(tool.advice()).as(tool.name()).isNull();
            } else {
                assertThat(tool.advice()).as(tool.name()).isNotBlank();
            }
            if (tool.state() == Tools.State.NOT_FOUND) {
                assertThat(tool.version()).as(tool.name()).isNull();
            }
        }
    }
}
