package io.metaforge.testkit;

import io.metaforge.application.MetaForge;
import io.metaforge.application.agent.Agent;
import io.metaforge.application.server.GatewayServer;
import io.metaforge.application.server.ServerProvider;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionConfigurationException;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolutionException;
import org.junit.jupiter.api.extension.ParameterResolver;

/**
 * Gives each test a gateway in memory that is served over HTTP: REST and WebSocket on a free port of this machine. For
 * tests of clients, and of whatever talks to a gateway.
 *
 * <p>The server comes from {@code metaforge-boot}, which has to be on the test's class path. Each test has a gateway and a
 * port of its own, also where tests run in parallel. Parameters of test methods, of {@code @BeforeEach} and
 * {@code @AfterEach} methods can be a {@link URI} marked {@link GatewayUrl} (its address, such as
 * {@code http://localhost:40123}), an {@code int} marked {@link GatewayPort}, or a {@link TestGateway} (what is behind it).
 *
 * <p>With {@link org.junit.jupiter.api.extension.ExtendWith} the gateway has the agents, tools and policies that a server
 * would find on the class path; with {@link org.junit.jupiter.api.extension.RegisterExtension} those it is given.
 *
 * <pre>{@code
 * @RegisterExtension
 * final HttpTestGateway gateway = HttpTestGateway.of(new LineCounter());
 *
 * @Test
 * void offersTheSkill(@GatewayUrl URI url) {
 *     assertThat(get(url + "/api/v1/skills")).contains("count");
 * }
 * }</pre>
 */
public final class HttpTestGateway implements BeforeEachCallback, AfterEachCallback, ParameterResolver {

    private final UnaryOperator<MetaForge.Builder> description;
    private final Map<String, Served> running = new ConcurrentHashMap<>();

    /** Makes gateways with everything that is registered for {@link java.util.ServiceLoader}. */
    public HttpTestGateway() {
        this(MetaForge.Builder::discover);
    }

    private HttpTestGateway(UnaryOperator<MetaForge.Builder> description) {
        this.description = description;
    }

    /** Makes gateways with these agents. */
    public static HttpTestGateway of(Agent... agents) {
        List<Agent> all = List.of(agents);
        return describedBy(builder -> {
            all.forEach(builder::agent);
            return builder;
        });
    }

    /**
     * Makes gateways that {@code description} completes.
     *
     * @param description adds to a builder that has a workspace and stores already; called for each test
     */
    public static HttpTestGateway describedBy(UnaryOperator<MetaForge.Builder> description) {
        return new HttpTestGateway(description);
    }

    /** A gateway and what serves it. */
    private record Served(TestGateway gateway, GatewayServer server) {

        void close() {
            gateway.close();
        }
    }

    /**
     * Returns the address of the running test's gateway, without a slash at its end.
     *
     * @throws IllegalStateException outside a test, and where several tests that share this extension run at once: those
     *     take it as a parameter
     */
    public URI url() {
        return only().server().url();
    }

    /** Returns the port of the running test's gateway. Throws like {@link #url}. */
    public int port() {
        return only().server().port();
    }

    /** Returns what the running test's gateway is in memory. Throws like {@link #url}. */
    public TestGateway gateway() {
        return only().gateway();
    }

    private Served only() {
        List<Served> now = List.copyOf(running.values());
        if (now.size() != 1) {
            throw new IllegalStateException(
                    now.isEmpty()
                            ? "There is a gateway only while a test runs"
                            : "Several tests share this extension at once; take @GatewayUrl URI or TestGateway as a parameter");
        }
        return now.get(0);
    }

    @Override
    public void beforeEach(ExtensionContext context) {
        running.computeIfAbsent(context.getUniqueId(), test -> serve());
    }

    private Served serve() {
        if (ServerProvider.find().isEmpty()) {
            throw new ExtensionConfigurationException("HttpTestGateway finds no HTTP server on the class path:"
                    + " add io.metaforge:metaforge-boot in scope test");
        }
        TestGateway gateway = TestGateway.describedBy(description);
        try {
            return new Served(gateway, gateway.metaForge().serve(0));
        } catch (RuntimeException e) {
            gateway.close();
            throw e;
        }
    }

    @Override
    public void afterEach(ExtensionContext context) {
        Served served = running.remove(context.getUniqueId());
        if (served != null) {
            served.close();
        }
    }

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        Class<?> type = parameter.getParameter().getType();
        return type == URI.class && parameter.isAnnotated(GatewayUrl.class)
                || type == TestGateway.class
                || (type == int.class || type == Integer.class) && parameter.isAnnotated(GatewayPort.class);
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
        Served served = running.get(context.getUniqueId());
        if (served == null) {
            throw new ParameterResolutionException(
                    "There is a gateway for each test: take it in the test method, @BeforeEach or @AfterEach, not in "
                            + parameter.getDeclaringExecutable().getName());
        }
        Class<?> type = parameter.getParameter().getType();
        return type == URI.class
                ? served.server().url()
                : type == TestGateway.class
                        ? served.gateway()
                        : (Object) served.server().port();
    }
}
