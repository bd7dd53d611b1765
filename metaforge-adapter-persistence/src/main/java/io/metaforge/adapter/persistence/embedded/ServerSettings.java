package io.metaforge.adapter.persistence.embedded;

import java.io.IOException;
import java.security.NoSuchAlgorithmException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import javax.crypto.Mac;

/**
 * Settings of the server. They are given on its command line, where no file can overrule them.
 *
 * <p>Everything about durability is on: an approval that was recorded must be there after a power failure. Everything
 * about size suits a laptop with one user: the operating system's cache does most of the caching.
 */
final class ServerSettings {

    /** What must be on, and is checked after the start. */
    private static final List<String> DURABLE = List.of("fsync", "synchronous_commit", "full_page_writes");

    static final Map<String, String> ALL = all();

    private ServerSettings() {}

    private static Map<String, String> all() {
        Map<String, String> settings = new LinkedHashMap<>();
        DURABLE.forEach(name -> settings.put(name, "on"));

        settings.put("listen_addresses", "127.0.0.1");
        settings.put("unix_socket_directories", "");
        settings.put("max_connections", "60");
        settings.put("password_encryption", "scram-sha-256");

        settings.put("shared_buffers", "64MB");
        settings.put("work_mem", "8MB");
        settings.put("maintenance_work_mem", "48MB");
        settings.put("effective_cache_size", "512MB");
        settings.put("max_wal_size", "512MB");
        settings.put("huge_pages", "off");

        // One server, no replicas: less to log, fewer processes.
        settings.put("wal_level", "minimal");
        settings.put("max_wal_senders", "0");
        settings.put("max_replication_slots", "0");
        settings.put("max_logical_replication_workers", "0");
        settings.put("io_method", "sync");
        settings.put("max_worker_processes", "2");
        settings.put("max_parallel_workers", "0");
        settings.put("max_parallel_workers_per_gather", "0");
        settings.put("autovacuum_worker_slots", "2");
        settings.put("autovacuum_max_workers", "2");
        // Queue rows come and go all the time; a vacuum of a small table costs nothing.
        settings.put("autovacuum_naptime", "15s");
        settings.put("jit", "off");
        // Disks of laptops and servers alike have no heads to move.
        settings.put("random_page_cost", "1.1");

        settings.put("timezone", "UTC");
        settings.put("log_timezone", "UTC");
        settings.put("lc_messages", "C");
        settings.put("log_checkpoints", "off");
        settings.put("log_min_messages", "warning");
        settings.put("log_line_prefix", "%m [%p] ");
        // Statements can hold what clients sent.
        settings.put("log_min_error_statement", "panic");
        settings.put("cluster_name", "metaforge");
        return settings;
    }

    /** Loads what the first connection needs; best done while the server is starting. */
    static void loadDriver() throws IOException {
        try {
            DriverManager.getDriver("jdbc:postgresql:");
            Mac.getInstance("HmacSHA256");
        } catch (SQLException | NoSuchAlgorithmException e) {
            throw new IOException("the driver of PostgreSQL is not on the class path", e);
        }
    }

    /** Connects once, and fails where anything that must be on is off. */
    static void verify(String jdbcUrl, String user, String password) throws IOException {
        Properties login = new Properties();
        login.setProperty("user", user);
        login.setProperty("password", password);
        login.setProperty("connectTimeout", "5");
        login.setProperty("socketTimeout", "10");
        try (Connection connection = DriverManager.getConnection(jdbcUrl, login);
                Statement statement = connection.createStatement()) {
            for (String name : DURABLE) {
                try (ResultSet row = statement.executeQuery("show " + name)) {
                    row.next();
                    if (!row.getString(1).equals("on")) {
                        throw new IOException("the server runs with " + name + " off");
                    }
                }
            }
        } catch (SQLException e) {
            throw new IOException("the server cannot be asked for its settings", e);
        }
    }
}
