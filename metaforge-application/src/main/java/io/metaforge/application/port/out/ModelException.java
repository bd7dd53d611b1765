package io.metaforge.application.port.out;

import io.metaforge.domain.failure.Failure;
import io.metaforge.domain.failure.FailureKind;
import io.metaforge.domain.failure.MetaForgeException;
import io.metaforge.domain.session.ModelUsage;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/** Says that a language model gave no usable answer, and what that took. Its failure is of kind {@code AGENT}. */
public class ModelException extends MetaForgeException {

    private static final long serialVersionUID = 1L;

    private final Reason reason;
    private final transient ModelUsage usage;

    /**
     * Creates it.
     *
     * @param message one sentence for a person, with what to do about it; holds neither keys nor what the model sent
     * @param usage what the attempt used all the same, {@link ModelUsage#NONE} where nothing is known of it
     */
    public ModelException(Reason reason, String message, ModelUsage usage) {
        super(new Failure(FailureKind.AGENT, message, details(reason)));
        this.reason = reason;
        this.usage = usage;
    }

    private static Map<String, Object> details(Reason reason) {
        Map<String, Object> details = new LinkedHashMap<>();
        details.put("language_model", reason.name().toLowerCase(Locale.ROOT));
        return details;
    }

    /** Returns why there is no answer. */
    public Reason reason() {
        return reason;
    }

    /** Returns what the attempt used all the same. */
    public ModelUsage usage() {
        return usage;
    }

    /** Why there is no answer. */
    public enum Reason {
        /** The model or the way to it is out of order, also after some attempts. */
        UNAVAILABLE,
        /** The provider takes no more requests for now. */
        RATE_LIMITED,
        /** No answer came in time. */
        TOO_LATE,
        /** The key, the name of the model or the request is refused: settings are wrong. */
        NOT_ACCEPTED,
        /** The model declined to answer. */
        REFUSED,
        /** The answer was longer than asked for. */
        TRUNCATED,
        /** What came is no answer. */
        UNUSABLE
    }
}
