package io.metaforge.testkit.contract;

import io.metaforge.application.port.out.Stores;
import io.metaforge.testkit.Sessions;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;

/** What the contracts of all stores have in common: every test gets empty stores of its own. */
@Timeout(value = 60, unit = TimeUnit.SECONDS, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
public abstract class StoresContract {

    /** Sessions to store. */
    protected final Sessions sessions = new Sessions();

    /** The stores under test. */
    @SuppressWarnings("NullAway.Init")
    protected Stores stores;

    /** Returns empty stores that nobody else uses. Called before each test. */
    protected abstract Stores newStores() throws Exception;

    /** Gives up what {@link #newStores} made. Called after each test; does nothing unless overridden. */
    protected void close(Stores used) throws Exception {}

    @BeforeEach
    final void openStores() throws Exception {
        stores = newStores();
    }

    @AfterEach
    final void closeStores() throws Exception {
        close(stores);
    }

    /** Thrown by a unit of work that is to be rolled back. */
    static final class RollBack extends RuntimeException {
        private static final long serialVersionUID = 1L;
    }

    /** Executes work in a unit and rolls it back. */
    final void inVain(Runnable work) {
        try {
            stores.unitOfWork().run(() -> {
                work.run();
                throw new RollBack();
            });
        } catch (RollBack expected) {
            return;
        }
        throw new AssertionError("the exception that rolls back did not come through");
    }

    /** Waits for something that happens soon, but not at once. */
    static ConditionFactory eventually() {
        return Awaitility.await().atMost(Duration.ofSeconds(20)).pollInterval(Duration.ofMillis(10));
    }
}
