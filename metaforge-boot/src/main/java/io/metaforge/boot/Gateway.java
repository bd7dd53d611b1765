package io.metaforge.boot;

import io.metaforge.adapter.persistence.PostgresSettings;
import io.metaforge.adapter.persistence.PostgresStores;
import io.metaforge.adapter.persistence.embedded.LocalDatabase;
import io.metaforge.application.MetaForge;
import io.metaforge.application.settings.Settings;
import io.metaforge.boot.configuration.Configuration;
import io.metaforge.boot.configuration.ConfigurationException;
import io.metaforge.boot.configuration.DatabaseAddress;
import io.metaforge.boot.server.HttpFront;
import io.metaforge.boot.workspace.ForgeFolder;
import io.metaforge.domain.failure.Failure;
import io.metaforge.domain.failure.FailureKind;
import io.metaforge.domain.failure.MetaForgeException;
import java.io.IOException;
import java.net.BindException;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A whole gateway: stores, agents, use cases and the HTTP server, put together by configuration.
 *
 * <p>Parts are closed in the reverse order of their opening, also where the start fails half-way.
 */
public final class Gateway implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Gateway.class);

    /** How long somebody else can have the embedded database without being the workspace's gateway. */
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final Deque<Part> parts = new ArrayDeque<>();
    private final Configuration configuration;
    private int port;
    private boolean closed;

    private Gateway(Configuration configuration) {
        this.configuration = configuration;
    }

    /** Something to close, and what it is called in the log. */
    private record Part(String name, AutoCloseable closing) {}

    /** Returns a gateway that is not started yet. */
    public static Gateway of(Configuration configuration) {
        return new Gateway(configuration);
    }

    /**
     * Starts the gateway and returns when it answers. A {@link #close()} from another thread waits for that, so that a
     * signal during the start leaves no database behind.
     *
     * @throws ConfigurationException where what was configured cannot be done, with what to do instead
     * @throws io.metaforge.domain.failure.MetaForgeException where the database cannot be used
     */
    public synchronized void start() {
        if (closed) {
            throw new IllegalStateException("the gateway was closed");
        }
        try {
            open();
        } catch (RuntimeException | Error e) {
            close();
            throw e;
        }
    }

    private void open() {
        Admission admission = Admission.of(configuration);
        ForgeFolder forge = ForgeFolder.in(configuration.workspace());
        WarmUp warmUp = WarmUp.begin();
        DatabaseAddress database = configuration.database().orElseGet(() -> embedded(forge));
        Clock clock = Clock.systemUTC();
        PostgresStores stores = opened(
                "stores",
                PostgresStores.open(
                        new PostgresSettings(
                                database.jdbcUrl(),
                                database.user(),
                                database.password(),
                                PostgresSettings.DEFAULT_POOL_SIZE,
                                forge.workspaceId()),
                        clock));
        warmUp.await();
        admission.requireSomebody(stores.stores().apiKeys(), clock);
        MetaForge metaForge = opened("use cases", metaForge(stores, clock, admission));
        HttpFront front = opened("HTTP server", listen(metaForge));
        port = front.port();
        metaForge.start();
        opened("server file", forge.announce(port, clock.instant()));
        LOG.info("MetaForge {} serves {} at {}", Version.current(), configuration.workspace(), url());
    }

    private <T extends AutoCloseable> T opened(String name, T part) {
        parts.push(new Part(name, part));
        return part;
    }

    private DatabaseAddress embedded(ForgeFolder forge) {
        LocalDatabase database = opened("embedded database", started(forge));
        return new DatabaseAddress(database.jdbcUrl(), database.user(), database.password());
    }

    /** Waits for whoever has the database and does not serve: {@code metaforge keys}, or a gateway that is going. */
    private static LocalDatabase started(ForgeFolder forge) {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (true) {
            try {
                return LocalDatabase.start(forge.path());
            } catch (MetaForgeException e) {
                Object owner = e.failure().details().get("pid");
                if (owner == null || forge.isServedBy(owner.toString()) || System.nanoTime() > deadline) {
                    throw e;
                }
            }
            try {
                TimeUnit.MILLISECONDS.sleep(100);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IllegalStateException("interrupted while the database was taken", e);
            }
        }
    }

    private MetaForge metaForge(PostgresStores stores, Clock clock, Admission admission) {
        MetaForge.Builder builder = MetaForge.builder()
                .workspace(configuration.workspace())
                .stores(stores.stores())
                .settings(Settings.DEFAULT
                        .withConcurrentRuns(configuration.concurrency())
                        .withRunDeadline(configuration.runTimeout()))
                .access(admission.settings())
                .clock(clock)
                .version(Version.current());
        Outside.equip(builder, configuration, clock, this::opened);
        try {
            return WorkspaceSkills.equip(builder, configuration.workspace()).build();
        } catch (IllegalArgumentException e) {
            throw new ConfigurationException("an extension on the class path cannot be used: " + e.getMessage());
        }
    }

    private HttpFront listen(MetaForge metaForge) {
        HttpFront.Address address = new HttpFront.Address(
                configuration.host(),
                configuration.port(),
                configuration.allowedHosts(),
                configuration.allowedOrigins());
        try {
            return HttpFront.start(address, metaForge);
        } catch (BindException taken) {
            throw new ConfigurationException("port " + configuration.port() + " on " + configuration.host()
                    + " is taken, perhaps by another gateway; choose one with --port, or 0 for any that is free");
        } catch (IOException e) {
            throw new Failure(FailureKind.UNAVAILABLE, "The HTTP server does not start: " + e.getMessage())
                    .asException();
        }
    }

    /** Returns the address to call it at. */
    public URI url() {
        String host = configuration.host();
        boolean loopback = host.equals("127.0.0.1") || host.equals("::1") || host.equals("localhost");
        return URI.create(
                "http://" + (loopback ? "localhost" : host.contains(":") ? "[" + host + "]" : host) + ":" + port);
    }

    /** Stops: no new requests, sockets closed with 1001, runs finished or back in the queue, the database last. */
    @Override
    public synchronized void close() {
        closed = true;
        while (!parts.isEmpty()) {
            Part part = parts.pop();
            try {
                part.closing().close();
            } catch (Exception e) {
                LOG.warn("Closing the {} failed", part.name(), e);
            }
        }
    }
}
