package io.metaforge.boot.cli.doctor;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.metaforge.boot.configuration.Configuration;
import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Looks at the port a gateway would listen on, and at the gateway that may already do so. */
final class PortCheck {

    private static final int MILLIS = 2_000;

    private PortCheck() {}

    static List<Finding> look(Configuration configuration) {
        List<Finding> findings = new ArrayList<>();
        int served = servedOn(configuration.workspace());
        if (served > 0) {
            findings.add(Finding.ok("gateway", "serves this workspace on port " + served));
        }
        if (served == 0 || served != configuration.port()) {
            findings.add(port(configuration));
        }
        return findings;
    }

    private static Finding port(Configuration configuration) {
        if (configuration.port() == 0) {
            return Finding.ok("port", "any that is free");
        }
        try (ServerSocket socket =
                new ServerSocket(configuration.port(), 1, InetAddress.getByName(configuration.host()))) {
            return Finding.ok("port", socket.getLocalPort() + " is free");
        } catch (IOException taken) {
            return isGateway(configuration.port())
                    ? Finding.problem(
                            "port",
                            configuration.port() + " belongs to the gateway of another workspace",
                            "choose one with --port, or stop that gateway")
                    : Finding.problem(
                            "port",
                            configuration.port() + " is taken by another program",
                            "choose one with --port, or stop that program");
        }
    }

    /** Returns the port of the living gateway that left its address in the workspace; 0 for none. */
    private static int servedOn(Path workspace) {
        try {
            JsonNode server =
                    JsonMapper.builder().build().readTree(Files.readAllBytes(workspace.resolve(".forge/server.json")));
            boolean alive = ProcessHandle.of(server.path("pid").asLong(-1))
                    .map(ProcessHandle::isAlive)
                    .orElse(false);
            int port = server.path("port").asInt(0);
            return alive && isGateway(port) ? port : 0;
        } catch (IOException none) {
            return 0;
        }
    }

    private static boolean isGateway(int port) {
        try {
            HttpURLConnection connection = (HttpURLConnection) URI.create("http://localhost:" + port + "/api/v1/health")
                    .toURL()
                    .openConnection();
            connection.setConnectTimeout(MILLIS);
            connection.setReadTimeout(MILLIS);
            int status = connection.getResponseCode();
            return status == HttpURLConnection.HTTP_OK
                    || status == HttpURLConnection.HTTP_UNAVAILABLE
                    || status == HttpURLConnection.HTTP_UNAUTHORIZED;
        } catch (IOException e) {
            return false;
        }
    }
}
