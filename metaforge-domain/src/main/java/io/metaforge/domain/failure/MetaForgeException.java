package io.metaforge.domain.failure;

/** Carries a {@link Failure} to whoever asked. Anything else that is thrown is a bug and reads as one. */
public class MetaForgeException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final transient Failure failure;

    public MetaForgeException(Failure failure) {
        super(failure.message());
        this.failure = failure;
    }

    public MetaForgeException(Failure failure, Throwable cause) {
        super(failure.message(), cause);
        this.failure = failure;
    }

    /** Returns what went wrong. */
    public Failure failure() {
        return failure;
    }
}
