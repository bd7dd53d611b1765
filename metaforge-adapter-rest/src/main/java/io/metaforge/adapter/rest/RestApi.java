package io.metaforge.adapter.rest;

import io.metaforge.adapter.rest.access.KeyFilter;
import io.metaforge.adapter.rest.access.ScopeFilter;
import io.metaforge.adapter.rest.event.EventStreaming;
import io.metaforge.adapter.rest.failure.BodyOfBareErrors;
import io.metaforge.adapter.rest.failure.FailureMapper;
import io.metaforge.adapter.rest.json.JsonWriter;
import io.metaforge.adapter.rest.page.PageResource;
import io.metaforge.adapter.rest.request.BodyReader;
import io.metaforge.adapter.rest.request.Commands;
import io.metaforge.adapter.rest.resource.AgentResource;
import io.metaforge.adapter.rest.resource.ApprovalResource;
import io.metaforge.adapter.rest.resource.ArtifactResource;
import io.metaforge.adapter.rest.resource.EventResource;
import io.metaforge.adapter.rest.resource.SessionResource;
import io.metaforge.adapter.rest.resource.SystemResource;
import io.metaforge.application.port.in.UseCases;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.logging.Logger;
import org.glassfish.grizzly.http.server.HttpHandler;
import org.glassfish.jersey.CommonProperties;
import org.glassfish.jersey.server.ResourceConfig;
import org.glassfish.jersey.server.ServerProperties;

/** Makes the REST API, and the human page at the root, of a gateway's use cases. */
public final class RestApi {

    /** Held so that its filter is not lost with it. */
    private static final Logger JERSEY_PROVIDERS = Logger.getLogger("org.glassfish.jersey.internal.inject.Providers");

    private RestApi() {}

    /**
     * Bounds and documents of the API.
     *
     * @param maxBodyBytes largest request body, at least 1
     * @param heartbeat how long a stream of events can be silent before a comment is sent
     * @param patience how long a stream of events can have no room for more before it is given up
     * @param asyncApi supplies the AsyncAPI document of the WebSocket; empty bytes where there is none
     */
    public record Options(int maxBodyBytes, Duration heartbeat, Duration patience, Supplier<byte[]> asyncApi) {

        /** Bodies up to 1 MiB, a heartbeat every 15 seconds, a minute of patience, no AsyncAPI document. */
        public static final Options DEFAULT =
                new Options(1 << 20, Duration.ofSeconds(15), Duration.ofMinutes(1), () -> new byte[0]);

        public Options {
            Objects.requireNonNull(asyncApi, "asyncApi");
            if (maxBodyBytes < 1
                    || heartbeat.isNegative()
                    || heartbeat.isZero()
                    || patience.isNegative()
                    || patience.isZero()) {
                throw new IllegalArgumentException("options must be positive");
            }
        }

        /** Returns these options with an AsyncAPI document to serve. */
        public Options withAsyncApi(Supplier<byte[]> document) {
            return new Options(maxBodyBytes, heartbeat, patience, document);
        }
    }

    /**
     * Returns the handler to mount at {@code /} of a Grizzly server. Destroying it, which stopping the server does, ends its
     * threads.
     */
    public static HttpHandler handler(Options options, UseCases useCases) {
        // Jersey warns that resources registered as instances are no providers and "will be ignored", which they are
        // not.
        JERSEY_PROVIDERS.setFilter(log -> !String.valueOf(log.getMessage()).contains(RestApi.class.getPackageName()));
        EventStreaming streaming =
                new EventStreaming(useCases.events(), useCases.access(), options.heartbeat(), options.patience());
        ThreadPoolExecutor responders = responders();
        Commands commands = new Commands(new BodyReader(options.maxBodyBytes()));
        ResourceConfig config = new ResourceConfig()
                .setProperties(properties())
                .register(new JsonWriter())
                .register(new FailureMapper())
                .register(new KeyFilter(useCases.access()))
                .register(new ScopeFilter())
                .register(new BodyOfBareErrors())
                .register(new SessionResource(
                        commands,
                        useCases.createSession(),
                        useCases.cancelSession(),
                        useCases.deleteSession(),
                        useCases.sessions()))
                .register(new ArtifactResource(useCases.sessions()))
                .register(new AgentResource(
                        commands, useCases.runAgent(), useCases.sessions(), useCases.system(), responders))
                .register(new ApprovalResource(
                        commands,
                        useCases.approveSession(),
                        useCases.rejectSession(),
                        useCases.sessions(),
                        useCases.system()))
                .register(new EventResource(useCases.events(), useCases.sessions(), streaming))
                .register(new PageResource(useCases.sessions(), useCases.system()))
                .register(new SystemResource(useCases.system(), resource("openapi.json"), options.asyncApi()));
        return new RestHandler(config, () -> {
            streaming.close();
            responders.shutdown();
        });
    }

    /** Everything that Jersey would look for at start and this API does not use is switched off. */
    private static Map<String, Object> properties() {
        return Map.of(
                ServerProperties.WADL_FEATURE_DISABLE, true,
                ServerProperties.RESOURCE_VALIDATION_DISABLE, true,
                ServerProperties.RESPONSE_SET_STATUS_OVER_SEND_ERROR, true,
                ServerProperties.BV_FEATURE_DISABLE, true,
                CommonProperties.FEATURE_AUTO_DISCOVERY_DISABLE, true,
                CommonProperties.METAINF_SERVICES_LOOKUP_DISABLE, true,
                CommonProperties.JSON_PROCESSING_FEATURE_DISABLE, true,
                CommonProperties.JSON_BINDING_FEATURE_DISABLE, true,
                CommonProperties.MOXY_JSON_FEATURE_DISABLE, true);
    }

    /** Waiters of many runs can be answered at once; their responses are small, so a few threads do. */
    private static ThreadPoolExecutor responders() {
        ThreadPoolExecutor executor =
                new ThreadPoolExecutor(4, 4, 10, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), task -> {
                    Thread thread = new Thread(task, "metaforge-rest-responder");
                    thread.setDaemon(true);
                    return thread;
                });
        executor.allowCoreThreadTimeOut(true);
        return executor;
    }

    private static byte[] resource(String name) {
        try (InputStream in = RestApi.class.getResourceAsStream(name)) {
            return Objects.requireNonNull(in, name).readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
