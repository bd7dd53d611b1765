package io.metaforge.adapter.llm;

import dev.langchain4j.exception.NonRetriableException;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Says how an HTTP call failed. Its message holds nothing the endpoint sent, and neither does it keep such a thing.
 *
 * <p>It is one of LangChain4j's that its classes let pass: some of them try again by themselves otherwise, without regard to
 * what the endpoint asked for.
 */
final class CallFailed extends NonRetriableException {

    private static final long serialVersionUID = 1L;

    private final Kind kind;
    private final int statusCode;
    private final @Nullable Duration retryAfter;

    enum Kind {
        /** An answer with a status other than 2xx came. */
        STATUS,
        /** No connection, or it was lost. */
        CONNECTION,
        /** No answer in time. */
        TOO_LATE,
        /** More was sent than any answer is long. */
        TOO_LONG,
        /** What came was no answer, and LangChain4j wants to ask again by itself. */
        ASKED_AGAIN,
        /** The thread was interrupted; the call was given up. */
        INTERRUPTED
    }

    private CallFailed(Kind kind, int status, @Nullable Duration retryAfter, String message) {
        super(message);
        this.kind = kind;
        this.statusCode = status;
        this.retryAfter = retryAfter;
    }

    static CallFailed status(int status, Optional<Duration> retryAfter) {
        return new CallFailed(Kind.STATUS, status, retryAfter.orElse(null), "status " + status);
    }

    static CallFailed of(Kind kind) {
        return new CallFailed(kind, 0, null, kind.name());
    }

    /** Finds out how a call failed from what came out of LangChain4j. */
    static Optional<CallFailed> in(Throwable thrown) {
        for (Throwable cause = thrown; cause != null; cause = cause.getCause()) {
            if (cause instanceof CallFailed call) {
                return Optional.of(call);
            }
        }
        return Optional.empty();
    }

    Kind kind() {
        return kind;
    }

    /** Returns the status; 0 where none came. */
    int statusCode() {
        return statusCode;
    }

    /** Returns how long the endpoint wants to be left alone, if it said so. */
    Optional<Duration> retryAfter() {
        return Optional.ofNullable(retryAfter);
    }
}
