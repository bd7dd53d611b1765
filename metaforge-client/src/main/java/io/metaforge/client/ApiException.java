package io.metaforge.client;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Tells what a gateway answered instead of what was asked for. */
public final class ApiException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final int status;
    private final String code;
    private final transient Map<String, @Nullable Object> details;

    public ApiException(int status, String code, String message, Map<String, @Nullable Object> details) {
        super(message);
        this.status = status;
        this.code = code;
        this.details = details;
    }

    /** Returns the HTTP status. */
    public int status() {
        return status;
    }

    /** Returns the stable code, see {@link io.metaforge.api.ErrorCodes}; codes that are new to this client come as they are. */
    public String code() {
        return code;
    }

    /** Returns particulars, such as the field at fault. */
    public Map<String, @Nullable Object> details() {
        return details;
    }
}
