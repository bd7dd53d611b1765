package io.metaforge.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.metaforge.application.port.out.LanguageModel;
import io.metaforge.application.port.out.ModelException;
import io.metaforge.application.port.out.ModelRequest;
import io.metaforge.domain.failure.FailureKind;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What every {@link LanguageModel} must do, whether it can be reached or not. */
@Timeout(value = 60, unit = TimeUnit.SECONDS, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
public abstract class LanguageModelContract {

    /** Returns a model that nobody has used yet. */
    protected abstract LanguageModel newModel() throws Exception;

    /** Gives up what {@link #newModel} made. Called at the end of each test; does nothing unless overridden. */
    protected void close(LanguageModel used) throws Exception {}

    @Test
    void tellsItsStateWithoutWaitingForTheNetwork() throws Exception {
        LanguageModel model = newModel();
        try {
            assertThat(Threads.start(() -> {
                        for (int i = 0; i < 1_000; i++) {
                            model.state();
                        }
                        return model.state();
                    }))
                    .succeedsWithin(1, TimeUnit.SECONDS)
                    .isNotNull();
        } finally {
            close(model);
        }
    }

    @Test
    void answersInTimeOrSaysWhyNot() throws Exception {
        LanguageModel model = newModel();
        ModelRequest request = new ModelRequest("test", "Say yes.", List.of(), "{\"type\":\"object\"}", 10);
        try {
            assertThat(Threads.start(() -> {
                        try {
                            return model.ask(new LanguageModel.Question(request, null, Duration.ofSeconds(2)))
                                    .json();
                        } catch (ModelException e) {
                            assertThat(e.failure().kind()).isEqualTo(FailureKind.AGENT);
                            return e.getMessage();
                        }
                    }))
                    .succeedsWithin(20, TimeUnit.SECONDS)
                    .asString()
                    .isNotBlank();
        } finally {
            close(model);
        }
    }

    @Test
    void tellsItsStateToManyAtOnce() throws Exception {
        LanguageModel model = newModel();
        try {
            List<LanguageModel.State> states = Threads.together(8, number -> model.state());
            assertThat(states).doesNotContainNull();
        } finally {
            close(model);
        }
    }
}
