package io.metaforge.adapter.rest.failure;

import io.metaforge.api.ErrorCodes;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Request;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import jakarta.ws.rs.ext.ExceptionMapper;
import jakarta.ws.rs.ext.Provider;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Answers everything that a resource, or the framework around it, throws. */
@Provider
public final class FailureMapper implements ExceptionMapper<Throwable> {

    private static final Logger LOG = LoggerFactory.getLogger(FailureMapper.class);

    @Context
    private @Nullable Request request;

    @Context
    private @Nullable UriInfo uri;

    @Override
    public Response toResponse(Throwable thrown) {
        String method = request == null ? "?" : request.getMethod();
        String path = uri == null ? "?" : uri.getRequestUri().getRawPath();
        HttpError error = HttpErrors.describe(thrown, method, path);
        log(error, method, path, thrown);
        Response.ResponseBuilder response = Response.status(error.status())
                .type(MediaType.APPLICATION_JSON_TYPE)
                .entity(error.body());
        error.headers().forEach(response::header);
        return response.build();
    }

    /** Logs a refusal at info and a fault at error, with the stack only where it is the gateway's own fault. */
    static void log(HttpError error, String method, String path, @Nullable Throwable thrown) {
        String shortPath = HttpErrors.shortened(path);
        if (error.code().equals(ErrorCodes.UNAUTHORIZED)) {
            // Strangers can cause any number of them; whoever asks for keys logs some, with where they come from.
            LOG.debug("{} {} refused: {}", method, shortPath, error.code());
        } else if (error.incident() == null) {
            LOG.info("{} {} refused: {} {}", method, shortPath, error.code(), oneLine(error.message()));
        } else {
            LOG.error(
                    "{} {} failed, incident {}: {} {}",
                    method,
                    shortPath,
                    error.incident(),
                    error.code(),
                    oneLine(error.message()),
                    isOwnFault(error) ? thrown : null);
        }
    }

    private static boolean isOwnFault(HttpError error) {
        return error.code().equals(ErrorCodes.INTERNAL_ERROR) || error.code().equals(ErrorCodes.UNAVAILABLE);
    }

    /** Messages can quote what a caller sent, which must not forge lines of the log. */
    private static String oneLine(String text) {
        return text.replaceAll("\\p{Cntrl}", "\uFFFD");
    }
}
