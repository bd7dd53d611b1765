package io.metaforge.adapter.persistence;

import io.metaforge.adapter.persistence.embedded.LocalDatabase;
import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.util.UUID;

/**
 * A new, empty database with all tables, on one server for all tests of the JVM.
 *
 * @param name of the database
 * @param settings to open it with
 */
public record TestDatabase(String name, PostgresSettings settings) implements AutoCloseable {

    private static final String WORKSPACE = "workspace-of-tests";
    private static final LocalDatabase SERVER = startServer();
    private static final String TEMPLATE = makeTemplate();

    private static LocalDatabase startServer() {
        try {
            Path folder = Files.createTempDirectory("metaforge-test-");
            LocalDatabase server = LocalDatabase.start(folder);
            Runtime.getRuntime().addShutdownHook(new Thread(() -> {
                server.close();
                delete(folder);
            }));
            return server;
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String makeTemplate() {
        execute("create database migrated");
        PostgresStores.open(settings("migrated"), Clock.systemUTC()).close();
        return "migrated";
    }

    /** Makes a database whose tables are empty. */
    public static TestDatabase create() {
        String name = "test_" + UUID.randomUUID().toString().replace("-", "");
        execute("create database " + name + " template " + TEMPLATE);
        return new TestDatabase(name, settings(name));
    }

    /** Makes a database without any table. */
    public static TestDatabase createBare() {
        String name = "test_" + UUID.randomUUID().toString().replace("-", "");
        execute("create database " + name);
        return new TestDatabase(name, settings(name));
    }

    private static PostgresSettings settings(String name) {
        return new PostgresSettings(
                SERVER.jdbcUrl().replaceFirst("/postgres$", "/" + name),
                SERVER.user(),
                SERVER.password(),
                PostgresSettings.DEFAULT_POOL_SIZE,
                WORKSPACE);
    }

    /** Opens stores on it, as one gateway does. */
    public PostgresStores open() {
        return PostgresStores.open(settings, Clock.systemUTC());
    }

    /** Connects past the stores. */
    public Connection connect() throws SQLException {
        Connection connection = DriverManager.getConnection(settings.jdbcUrl(), settings.user(), settings.password());
        connection.setSchema("metaforge");
        return connection;
    }

    /** Reads one number. */
    public long number(String sql) throws SQLException {
        try (Connection connection = connect();
                Statement statement = connection.createStatement();
                var row = statement.executeQuery(sql)) {
            row.next();
            return row.getLong(1);
        }
    }

    /** Removes it, also under those who still use it. */
    @Override
    public void close() {
        execute("drop database " + name + " with (force)");
    }

    private static void execute(String sql) {
        try (Connection connection = DriverManager.getConnection(SERVER.jdbcUrl(), SERVER.user(), SERVER.password());
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Deletes a folder with everything in it. */
    public static void delete(Path folder) {
        try {
            Files.walkFileTree(folder, new SimpleFileVisitor<>() {
                @Override
                public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                    Files.deleteIfExists(file);
                    return FileVisitResult.CONTINUE;
                }

                @Override
                public FileVisitResult postVisitDirectory(Path visited, IOException e) throws IOException {
                    Files.deleteIfExists(visited);
                    return FileVisitResult.CONTINUE;
                }
            });
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }
}
