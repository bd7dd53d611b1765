package io.metaforge.client.error;

import org.jspecify.annotations.Nullable;

/** Says why a call of the client has no result; the root of all such exceptions. */
public abstract class MetaForgeClientException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    MetaForgeClientException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
