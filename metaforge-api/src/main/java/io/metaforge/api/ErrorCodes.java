package io.metaforge.api;

/** Codes of failures. More may be added. */
public final class ErrorCodes {

    /** 400: the request is wrong; details name the {@code field} and what was {@code expected}. */
    public static final String VALIDATION_ERROR = "VALIDATION_ERROR";

    /** 401: the caller did not prove who it is. */
    public static final String UNAUTHORIZED = "UNAUTHORIZED";

    /** 403: the caller may not do this. */
    public static final String FORBIDDEN = "FORBIDDEN";

    /** 404: there is no such thing (any more). */
    public static final String NOT_FOUND = "NOT_FOUND";

    /** 405: the path exists, with other methods. */
    public static final String METHOD_NOT_ALLOWED = "METHOD_NOT_ALLOWED";

    /** 406: the response has no representation of the media types asked for. */
    public static final String NOT_ACCEPTABLE = "NOT_ACCEPTABLE";

    /** 409: the present state refuses it. */
    public static final String CONFLICT = "CONFLICT";

    /** 413: the data exceeds a bound. */
    public static final String PAYLOAD_TOO_LARGE = "PAYLOAD_TOO_LARGE";

    /** 415: the body is not declared as {@code application/json}. */
    public static final String UNSUPPORTED_MEDIA_TYPE = "UNSUPPORTED_MEDIA_TYPE";

    /** 429: the caller used up its allowance; {@code Retry-After} says for how long. */
    public static final String RATE_LIMITED = "RATE_LIMITED";

    /** 500: the agent could not do its work. */
    public static final String AGENT_ERROR = "AGENT_ERROR";

    /** 500: an external program failed or is missing. */
    public static final String TOOL_ERROR = "TOOL_ERROR";

    /** 500: a fault of the gateway; details hold the {@code incident} to look for in its log. */
    public static final String INTERNAL_ERROR = "INTERNAL_ERROR";

    /** 503: something the gateway depends on is out of reach; later it may work. */
    public static final String UNAVAILABLE = "UNAVAILABLE";

    /** 504: a deadline passed. */
    public static final String TIMEOUT = "TIMEOUT";

    private ErrorCodes() {}
}
