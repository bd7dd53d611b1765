package io.metaforge.adapter.rest.access;

import io.metaforge.domain.access.Scope;
import jakarta.ws.rs.HttpMethod;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import jakarta.ws.rs.container.ResourceInfo;
import jakarta.ws.rs.core.Context;
import java.lang.reflect.Method;
import org.jspecify.annotations.Nullable;

/** Refuses callers whose key lacks the scope that the method {@link Needs}. */
public final class ScopeFilter implements ContainerRequestFilter {

    @Context
    private @Nullable ResourceInfo resource;

    @Override
    public void filter(ContainerRequestContext request) {
        if (request.getMethod().equals(HttpMethod.OPTIONS)) {
            // Which methods a path has; Jersey answers that itself.
            return;
        }
        Method method = resource == null ? null : resource.getResourceMethod();
        Needs needs = method == null ? null : method.getAnnotation(Needs.class);
        if (needs == null && request.getProperty(KeyFilter.CALLER) == null) {
            // A path that needs no key.
            return;
        }
        KeyFilter.caller(request).require(needs == null ? Scope.ADMIN : needs.value());
    }
}
