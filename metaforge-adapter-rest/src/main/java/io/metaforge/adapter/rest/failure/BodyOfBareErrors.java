package io.metaforge.adapter.rest.failure;

import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerResponseContext;
import jakarta.ws.rs.container.ContainerResponseFilter;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import java.lang.annotation.Annotation;
import org.jspecify.annotations.Nullable;

/** Gives a body to errors that Jersey answers by itself without asking any mapper, such as a header it cannot parse. */
public final class BodyOfBareErrors implements ContainerResponseFilter {

    private static final Annotation[] NONE = {};

    @Override
    public void filter(ContainerRequestContext request, ContainerResponseContext response) {
        if (response.getStatus() < 400 || response.hasEntity()) {
            return;
        }
        boolean contentType =
                response.getStatus() == 400 && unreadable(request.getHeaderString(HttpHeaders.CONTENT_TYPE));
        HttpError error = HttpErrors.ofStatus(contentType ? 415 : response.getStatus());
        FailureMapper.log(
                error, request.getMethod(), request.getUriInfo().getRequestUri().getRawPath(), null);
        response.setStatus(error.status());
        error.headers().forEach((name, value) -> response.getHeaders().putSingle(name, value));
        response.setEntity(error.body(), NONE, MediaType.APPLICATION_JSON_TYPE);
    }

    private static boolean unreadable(@Nullable String contentType) {
        if (contentType == null) {
            return false;
        }
        try {
            MediaType.valueOf(contentType);
            return false;
        } catch (IllegalArgumentException e) {
            return true;
        }
    }
}
