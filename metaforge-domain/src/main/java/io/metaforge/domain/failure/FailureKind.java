package io.metaforge.domain.failure;

/**
 * Classifies a failure by what the caller can do about it.
 *
 * <p>Each kind has one stable code, which clients match on. Adapters map kinds, never messages, to what their transport
 * offers.
 */
public enum FailureKind {
    /** The request itself is wrong; repeating it unchanged cannot succeed. */
    VALIDATION("VALIDATION_ERROR"),
    /** The thing named does not exist (any more). */
    NOT_FOUND("NOT_FOUND"),
    /** The request is well-formed but the present state refuses it. */
    CONFLICT("CONFLICT"),
    /** The caller did not prove who it is. */
    UNAUTHENTICATED("UNAUTHORIZED"),
    /** The caller is known but may not do this. */
    FORBIDDEN("FORBIDDEN"),
    /** The caller has used up its allowance for now. */
    RATE_LIMITED("RATE_LIMITED"),
    /** The data sent or named exceeds a bound. */
    TOO_LARGE("PAYLOAD_TOO_LARGE"),
    /** An agent could not do its work. */
    AGENT("AGENT_ERROR"),
    /** An external program failed or is missing. */
    TOOL("TOOL_ERROR"),
    /** A deadline passed. */
    TIMEOUT("TIMEOUT"),
    /** Something the gateway depends on is out of reach; repeating later may succeed. */
    UNAVAILABLE("UNAVAILABLE"),
    /** A fault of the gateway itself. */
    INTERNAL("INTERNAL_ERROR");

    private final String code;

    FailureKind(String code) {
        this.code = code;
    }

    /** Returns the stable code that clients match on. */
    public String code() {
        return code;
    }
}
