package io.metaforge.adapter.ws;

import io.metaforge.api.AuthorizationHeader;
import io.metaforge.application.port.in.AccessControl;
import io.metaforge.domain.access.Caller;
import io.metaforge.domain.access.FailedAttempts;
import io.metaforge.domain.access.Scope;
import io.metaforge.domain.failure.FailureKind;
import io.metaforge.domain.failure.MetaForgeException;
import org.glassfish.grizzly.http.HttpRequestPacket;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Asks requests to the endpoint for a key that may read. */
final class Keys {

    private static final Logger LOG = LoggerFactory.getLogger(Keys.class);

    private final AccessControl access;
    private final FailedAttempts failedAttempts = new FailedAttempts();

    Keys(AccessControl access) {
        this.access = access;
    }

    /**
     * Returns who sends the request.
     *
     * @throws MetaForgeException of kind {@code UNAUTHENTICATED}, {@code FORBIDDEN}, {@code RATE_LIMITED} or
     *     {@code UNAVAILABLE}
     */
    Caller admitted(HttpRequestPacket request) {
        try {
            Caller caller = access.admit(
                            AuthorizationHeader.key(request.getHeaders().values("Authorization")))
                    .caller();
            caller.require(Scope.READ);
            return caller;
        } catch (MetaForgeException e) {
            if (e.failure().kind() == FailureKind.UNAUTHENTICATED) {
                failedAttempts
                        .note(System.nanoTime())
                        .ifPresent(more -> LOG.info(
                                "No valid API key in a handshake from {}{}",
                                request.getRemoteAddress(),
                                more == 0 ? "" : " (" + more + " before it were not logged)"));
            }
            throw e;
        }
    }
}
