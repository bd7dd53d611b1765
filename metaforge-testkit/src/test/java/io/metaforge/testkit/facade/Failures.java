package io.metaforge.testkit.facade;

import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.metaforge.domain.failure.Failure;
import io.metaforge.domain.failure.MetaForgeException;
import org.assertj.core.api.Assertions;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;

/** Looks at how calls are refused. */
final class Failures {

    private Failures() {}

    /** Returns the failure that {@code call} is refused with. */
    static Failure of(ThrowingCallable call) {
        MetaForgeException refusal = catchThrowableOfType(MetaForgeException.class, call);
        Assertions.assertThat(refusal).as("a refusal").isNotNull();
        return refusal.failure();
    }
}
