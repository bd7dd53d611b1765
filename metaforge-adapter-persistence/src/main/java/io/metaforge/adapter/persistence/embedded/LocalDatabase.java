package io.metaforge.adapter.persistence.embedded;

import io.metaforge.domain.failure.Failure;
import io.metaforge.domain.failure.FailureKind;
import io.metaforge.domain.failure.MetaForgeException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A PostgreSQL server of one gateway, with its data in {@code .forge/postgres} of the workspace.
 *
 * <p>It listens on the loopback address only, on a port that changes with every start, and wants a password that only the
 * owner of the workspace can read. What it has committed is on the disk. A gateway that is killed leaves it running; the
 * next one stops it and starts its own. A server that dies while its gateway lives is started again on the same port.
 *
 * <p>Layout: {@code data} (the database), {@code password}, {@code server.log}, {@code lock} (held by the gateway).
 */
public final class LocalDatabase implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(LocalDatabase.class);

    /** The owner of everything in the database. */
    static final String USER = "metaforge";

    private static final long STOP_MILLIS = TimeUnit.SECONDS.toMillis(20);
    private static final long MOST_LOG_BYTES = 4 << 20;

    private final Path folder;
    private final Path data;
    private final Ownership ownership;
    private final ServerProcess programs;
    private final String password;
    private int port;
    private @Nullable Process server;
    private boolean closed;

    private LocalDatabase(Path folder, Ownership ownership, ServerProcess programs, String password) {
        this.folder = folder;
        this.data = folder.resolve("data");
        this.ownership = ownership;
        this.programs = programs;
        this.password = password;
    }

    /**
     * Starts the server, making the database first where there is none. Returns when it takes connections: some 3
     * seconds the first time on a machine, less than one later.
     *
     * @param forgeDir the folder {@code .forge} of the workspace; made where missing
     * @throws MetaForgeException of kind {@code CONFLICT} where another gateway uses it, {@code UNAVAILABLE} where the
     *     server does not start
     */
    public static LocalDatabase start(Path forgeDir) {
        return start(forgeDir, Caches.ofUser(forgeDir));
    }

    /** Starts like {@link #start(Path)}, with the programs unpacked into another folder. */
    static LocalDatabase start(Path forgeDir, Path cache) {
        Path folder = forgeDir.toAbsolutePath().normalize().resolve("postgres");
        Ownership ownership = null;
        try {
            Folders.createPrivate(folder);
            ownership = Ownership.take(folder.resolve("lock"));
            ServerProcess programs =
                    new ServerProcess(Binaries.unpacked(cache), folder.resolve("data"), folder.resolve("server.log"));
            LocalDatabase database = new LocalDatabase(folder, ownership, programs, password(folder));
            database.open();
            return database;
        } catch (IOException e) {
            release(ownership);
            throw unavailable(
                    "The workspace's own PostgreSQL server does not start: see .forge/postgres/server.log", e);
        } catch (InterruptedException e) {
            release(ownership);
            Thread.currentThread().interrupt();
            throw unavailable("Interrupted while the workspace's own PostgreSQL server was starting", e);
        } catch (RuntimeException e) {
            release(ownership);
            throw e;
        }
    }

    /**
     * Finds the server that runs on a workspace's database, whoever started it, to connect to beside its gateway.
     *
     * @param forgeDir the folder {@code .forge} of the workspace
     * @return empty where none runs, or it does not take connections yet
     * @throws MetaForgeException of kind {@code UNAVAILABLE} where its files cannot be read, for another user owns them
     */
    public static Optional<Address> running(Path forgeDir) {
        Path folder = forgeDir.toAbsolutePath().normalize().resolve("postgres");
        Path data = folder.resolve("data");
        try {
            Optional<PidFile> file = PidFile.read(data).filter(PidFile::ready);
            if (file.isEmpty() || !ServerProcess.isServer(file.get().pid(), data)) {
                return Optional.empty();
            }
            return Optional.of(new Address(
                    url(file.get().port()),
                    USER,
                    Files.readString(folder.resolve("password")).strip()));
        } catch (IOException e) {
            throw unavailable("The files of the workspace's own PostgreSQL server cannot be read", e);
        }
    }

    /** Where a server is, and whom to connect as. */
    public record Address(String jdbcUrl, String user, String password) {

        /** Leaves the password out. */
        @Override
        public String toString() {
            return jdbcUrl;
        }
    }

    private static void release(@Nullable Ownership ownership) {
        if (ownership != null) {
            ownership.close();
        }
    }

    private static MetaForgeException unavailable(String message, Exception cause) {
        return new MetaForgeException(new Failure(FailureKind.UNAVAILABLE, message), cause);
    }

    private void open() throws IOException, InterruptedException {
        Optional<ProcessHandle> orphan = programs.running();
        if (orphan.isPresent()) {
            LOG.info("Stopping the PostgreSQL server that a killed gateway left running");
            ServerProcess.stop(orphan.get(), STOP_MILLIS);
        }
        clearTheWay();
        limitLog();
        initialize();
        launch(0);
        supervise();
    }

    /**
     * Waits for processes of a killed server to end, and removes its file where another program has got its number since:
     * a server would take that one for a living server.
     */
    private void clearTheWay() throws IOException, InterruptedException {
        if (PidFile.read(data).isEmpty()) {
            return;
        }
        long patience = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(STOP_MILLIS);
        while (programs.hasLeftovers() && System.nanoTime() < patience) {
            TimeUnit.MILLISECONDS.sleep(10);
        }
        if (!programs.hasLeftovers()) {
            Files.deleteIfExists(PidFile.in(data));
        }
    }

    private void limitLog() throws IOException {
        Path log = folder.resolve("server.log");
        if (Files.exists(log) && Files.size(log) > MOST_LOG_BYTES) {
            Files.delete(log);
        }
        if (Files.notExists(log)) {
            Files.createFile(log, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        }
    }

    /** Makes the files beside their place: what is at their place is complete. */
    private void initialize() throws IOException, InterruptedException {
        if (Files.exists(data)) {
            return;
        }
        Path fresh = folder.resolve("data.new");
        Folders.delete(fresh);
        programs.initialize(fresh, folder.resolve("password"));
        Files.move(fresh, data);
        Folders.sync(folder);
    }

    /** @param wanted the port; 0 for any that is free */
    private void launch(int wanted) throws IOException, InterruptedException {
        IOException refused = null;
        for (int attempt = 0; attempt < 5; attempt++) {
            int candidate = wanted == 0 ? FreePort.find() : wanted;
            Process started = programs.startServer(candidate, ServerSettings.ALL);
            try {
                ServerSettings.loadDriver();
                if (awaitReady(started)) {
                    server = started;
                    port = candidate;
                    ServerSettings.verify(jdbcUrl(), USER, password);
                    return;
                }
            } catch (IOException | InterruptedException | RuntimeException e) {
                started.destroyForcibly();
                throw e;
            }
            refused = new IOException("the server ended with status " + started.exitValue());
            // Somebody else may have taken the port, or children of a killed server are still ending.
            TimeUnit.MILLISECONDS.sleep(100L << attempt);
        }
        throw refused == null ? new IOException("the server does not start") : refused;
    }

    /** The server says in its own file when it is ready, sooner and cheaper than attempts to connect would. */
    private boolean awaitReady(Process started) throws IOException, InterruptedException {
        while (started.isAlive()) {
            Optional<PidFile> file = PidFile.read(data);
            if (file.isPresent()
                    && file.get().pid() == started.pid()
                    && file.get().ready()) {
                return true;
            }
            TimeUnit.MILLISECONDS.sleep(5);
        }
        return false;
    }

    private void supervise() {
        Process watched = server;
        if (watched != null) {
            watched.onExit().thenRun(() -> {
                Thread restart = new Thread(() -> restart(watched), "metaforge-postgres-restart");
                restart.setDaemon(true);
                restart.start();
            });
        }
    }

    private void restart(Process died) {
        try {
            while (!isRestarted(died)) {
                TimeUnit.SECONDS.sleep(2);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Returns whether there is nothing more to do. */
    private synchronized boolean isRestarted(Process died) throws InterruptedException {
        if (closed) {
            return true;
        }
        LOG.warn("The PostgreSQL server has died with status {}; starting it again", died.exitValue());
        try {
            clearTheWay();
            launch(port);
            supervise();
            return true;
        } catch (IOException | RuntimeException e) {
            LOG.error("The PostgreSQL server does not start again; see .forge/postgres/server.log", e);
            return false;
        }
    }

    private static String password(Path folder) throws IOException {
        Path file = folder.resolve("password");
        if (Files.exists(file) && Files.size(file) > 0) {
            return Files.readString(file).strip();
        }
        byte[] random = new byte[24];
        new SecureRandom().nextBytes(random);
        String password = HexFormat.of().formatHex(random);
        Path fresh = folder.resolve("password.new");
        Files.deleteIfExists(fresh);
        try (var channel = Files.newByteChannel(
                fresh,
                Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE, StandardOpenOption.SYNC),
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")))) {
            channel.write(ByteBuffer.wrap(password.getBytes(StandardCharsets.US_ASCII)));
        }
        Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE);
        Folders.sync(folder);
        return password;
    }

    /** Returns the URL of the database; it stays the same until this is closed. */
    public String jdbcUrl() {
        return url(port);
    }

    private static String url(int port) {
        return "jdbc:postgresql://127.0.0.1:" + port + "/postgres";
    }

    /** Returns whom to connect as. */
    public String user() {
        return USER;
    }

    /** Returns the password of {@link #user()}. */
    public String password() {
        return password;
    }

    /** Returns the process id of the server, for measurements and messages. */
    public synchronized long pid() {
        Process running = server;
        if (running == null) {
            throw new IllegalStateException("closed");
        }
        return running.pid();
    }

    /** Stops the server, after transactions that are under way were rolled back, and lets other gateways in. */
    @Override
    public synchronized void close() {
        if (closed) {
            return;
        }
        closed = true;
        Process running = server;
        try {
            if (running != null && running.isAlive()) {
                ServerProcess.stop(running.toHandle(), STOP_MILLIS);
            }
        } catch (IOException e) {
            LOG.error("The PostgreSQL server did not stop", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            ownership.close();
        }
    }
}
