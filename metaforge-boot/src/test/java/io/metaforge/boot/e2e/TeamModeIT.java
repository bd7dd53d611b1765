package io.metaforge.boot.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.metaforge.adapter.persistence.embedded.LocalDatabase;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The packaged server and {@code metaforge keys}, as a team uses them. */
@Timeout(180)
class TeamModeIT {

    private static final Duration REVOKED_WITHIN = Duration.ofSeconds(5);

    @TempDir
    Path temp;

    /** How a command ended. */
    private record Ended(int exitCode, String out, String err) {

        JsonNode json() throws IOException {
            return Http.JSON.readTree(out);
        }
    }

    private Ended metaforge(String... arguments) throws Exception {
        List<String> command = new ArrayList<>(
                List.of(PackagedGateway.root().resolve("metaforge").toString()));
        command.addAll(List.of(arguments));
        Path out = Files.createTempFile(temp, "out", "");
        Path err = Files.createTempFile(temp, "err", "");
        ProcessBuilder builder = new ProcessBuilder(command)
                .redirectInput(Path.of("/dev/null").toFile())
                .redirectOutput(out.toFile())
                .redirectError(err.toFile());
        builder.environment().keySet().removeIf(name -> name.startsWith("METAFORGE_"));
        builder.environment().put("METAFORGE_APP", PackagedGateway.application().toString());
        Process process = builder.start();
        if (!process.waitFor(60, TimeUnit.SECONDS)) {
            process.destroyForcibly();
            throw new AssertionError("did not end: " + command + "\n" + Files.readString(err));
        }
        return new Ended(process.exitValue(), Files.readString(out), Files.readString(err));
    }

    private String key(Path workspace, String name, String scopes, String... more) throws Exception {
        List<String> arguments = new ArrayList<>(List.of("keys", "create", name, "--scopes", scopes, "--workspace"));
        arguments.add(workspace.toString());
        arguments.addAll(List.of(more));
        Ended created = metaforge(arguments.toArray(String[]::new));
        assertThat(created.exitCode()).as(created.err()).isZero();
        assertThat(created.out()).matches("mfk_[0-9a-z]{12}_[0-9a-z]{52}\\R");
        assertThat(created.err()).contains(name).doesNotContain(created.out().strip());
        return created.out().strip();
    }

    private static Http.Answer get(PackagedGateway gateway, String path, String key) throws Exception {
        return gateway.http()
                .send(gateway.http()
                        .request(path)
                        .header("Authorization", "Bearer " + key)
                        .build());
    }

    private static Http.Answer post(PackagedGateway gateway, String path, String json, String key) throws Exception {
        HttpRequest.Builder request = gateway.http()
                .request(path)
                .header("Authorization", "Bearer " + key)
                .POST(HttpRequest.BodyPublishers.ofString(json));
        if (!json.isEmpty()) {
            request.header("Content-Type", "application/json");
        }
        return gateway.http().send(request.build());
    }

    private static void awaitRefused(PackagedGateway gateway, String key) {
        Awaitility.await()
                .atMost(REVOKED_WITHIN)
                .pollInterval(Duration.ofMillis(50))
                .untilAsserted(
                        () -> assertThat(get(gateway, "/api/v1/sessions", key).status())
                                .isEqualTo(401));
    }

    private static void assertNowhereBelow(Path folder, String secret) throws IOException {
        byte[] sought = secret.getBytes(StandardCharsets.US_ASCII);
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : (Iterable<Path>) files.filter(Files::isRegularFile)::iterator) {
                assertThat(new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1)
                                .contains(new String(sought, StandardCharsets.ISO_8859_1)))
                        .as("%s holds the key", file)
                        .isFalse();
            }
        }
    }

    @Test
    void keys_are_handed_out_beside_a_running_gateway_and_taken_back() throws Exception {
        Path workspace = Workspaces.withPrd(temp.resolve("workspace"));
        try (PackagedGateway gateway = PackagedGateway.start(workspace, "--require-keys")) {
            assertThat(gateway.log()).contains("metaforge keys create");
            assertThat(gateway.http().get("/api/v1/sessions").status()).isEqualTo(401);

            String runner = key(workspace, "ci", "read,run");
            String reviewer = key(workspace, "Ana Ångström", "read,approve", "--expires", "90d");

            Path file = Files.writeString(temp.resolve("runner.key"), runner);
            Ended refused = metaforge(
                    "run",
                    "spec",
                    "--approve",
                    "--json",
                    "--workspace",
                    workspace.toString(),
                    "--key-file",
                    file.toString());
            assertThat(refused.exitCode()).as(refused.err()).isEqualTo(8);
            String last = refused.out().lines().reduce("", (before, line) -> line);
            assertThat(last).contains("\"result\"", "\"exit_code\":8", "\"FORBIDDEN\"", "\"pending_approval\"");

            Http.Answer run = post(
                    gateway,
                    "/api/v1/agent/run?wait=60",
                    "{\"skill\":\"spec\",\"input\":{\"files\":[\"PRD.md\"]}}",
                    runner);
            assertThat(run.status()).as(run.text()).isEqualTo(200);
            String session = run.json().get("session_id").asText();
            assertThat(post(gateway, "/api/v1/approve/" + session, "", runner).status())
                    .isEqualTo(403);
            assertThat(post(gateway, "/api/v1/approve/" + session, "", reviewer).status())
                    .isEqualTo(200);
            assertThat(get(gateway, "/api/v1/audit", reviewer).text()).contains("\"actor\":\"Ana Ångström\"");

            EventSink events = new EventSink();
            HttpClient.newHttpClient()
                    .newWebSocketBuilder()
                    .header("Authorization", "Bearer " + runner)
                    .buildAsync(URI.create("ws://localhost:" + gateway.port() + "/ws?after=0"), events)
                    .join();
            events.await(event -> event.get("event").asText().equals("approval.approved"));
            JsonNode listed = metaforge("keys", "list", "--json", "--workspace", workspace.toString())
                    .json()
                    .get("keys");
            assertThat(listed).hasSize(2).allSatisfy(key -> {
                assertThat(key.get("state").asText()).isEqualTo("active");
                assertThat(key.get("last_used").isNull()).isFalse();
            });

            Ended revoked = metaforge("keys", "revoke", "ci", "--workspace", workspace.toString());
            assertThat(revoked.exitCode()).as(revoked.err()).isZero();
            awaitRefused(gateway, runner);
            Awaitility.await().atMost(REVOKED_WITHIN).until(() -> events.closeCode() == 1008);
            assertThat(get(gateway, "/api/v1/sessions", reviewer).status()).isEqualTo(200);
            assertThat(gateway.log()).doesNotContain(runner, reviewer);
            assertNowhereBelow(workspace, runner.substring(17));
        }
    }

    @Test
    void keys_made_while_no_gateway_runs_hold_from_its_start_on() throws Exception {
        Path workspace = Workspaces.withPrd(temp.resolve("workspace"));
        Ended none = metaforge("keys", "list", "--workspace", workspace.toString());
        assertThat(none.exitCode()).isNotZero();
        assertThat(workspace.resolve(".forge")).doesNotExist();
        String admin = key(workspace, "boss", "admin");
        Ended twice = metaforge("keys", "create", "boss", "--scopes", "read", "--workspace", workspace.toString());
        assertThat(twice.exitCode()).isNotZero();
        assertThat(twice.err()).contains("revoke it first");

        try (PackagedGateway gateway =
                PackagedGateway.start(workspace, "--host", "127.0.0.1", "--require-keys", "--requests-per-key", "7")) {
            for (int i = 0; i < 7; i++) {
                assertThat(get(gateway, "/api/v1/status", admin).status()).isEqualTo(200);
            }
            Http.Answer refused = get(gateway, "/api/v1/status", admin);
            assertThat(refused.status()).isEqualTo(429);
            assertThat(refused.headers().firstValue("Retry-After")).isPresent();
        }
        Ended revoked = metaforge("keys", "revoke", "boss", "--json", "--workspace", workspace.toString());
        assertThat(revoked.json().get("state").asText()).isEqualTo("revoked");

        Ended refused = metaforge("serve", "--host", "0.0.0.0", "--port", "0", "--workspace", workspace.toString());
        assertThat(refused.exitCode()).isEqualTo(2);
        assertThat(refused.err()).contains("--host 0.0.0.0").contains("metaforge keys create NAME");
        assertThat(workspace.resolve(".forge/server.json")).doesNotExist();
    }

    @Test
    void callers_with_strange_headers_are_not_let_in() throws Exception {
        Path workspace = Workspaces.withPrd(temp.resolve("workspace"));
        String origin = "https://design.example.org";
        try (PackagedGateway gateway = PackagedGateway.start(workspace, "--require-keys", "--allowed-origin", origin)) {
            String key = key(workspace, "ana", "read,run");
            String line = "GET /api/v1/sessions HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n";

            assertThat(RawHttp.exchange(gateway.port(), line + "authorization: bearer " + key + "\r\n\r\n"))
                    .startsWith("HTTP/1.1 200 ");
            String twice = "Authorization: Bearer " + key + "\r\nAuthorization: Bearer " + key + "\r\n\r\n";
            assertThat(RawHttp.exchange(gateway.port(), line + twice)).startsWith("HTTP/1.1 401 ");
            for (String value : List.of("Bearer \0" + key, "Bearer " + key + "\0x", "\0", "Bearer\t\u00a0" + key)) {
                assertThat(RawHttp.exchange(gateway.port(), line + "Authorization: " + value + "\r\n\r\n"))
                        .containsPattern("^HTTP/1.1 40[01] ");
            }
            String padding = "a".repeat(15_000);
            assertThat(RawHttp.exchange(gateway.port(), line + "Authorization: Bearer " + padding + "\r\n\r\n"))
                    .startsWith("HTTP/1.1 401 ");
            assertThat(RawHttp.exchange(
                            gateway.port(), line + "Authorization: Bearer " + padding + padding + "\r\n\r\n"))
                    .startsWith("HTTP/1.1 400 ");

            // The order: who asks for a foreign page is refused before any key, and a preflight brings none.
            assertThat(RawHttp.exchange(
                            gateway.port(),
                            line + "Origin: https://evil.example\r\nAuthorization: Bearer " + key + "\r\n\r\n"))
                    .startsWith("HTTP/1.1 403 ");
            assertThat(RawHttp.exchange(
                            gateway.port(),
                            "OPTIONS /api/v1/agent/run HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nOrigin: "
                                    + origin + "\r\nAccess-Control-Request-Method: POST\r\n\r\n"))
                    .startsWith("HTTP/1.1 204 ")
                    .contains("Authorization");
            assertThat(RawHttp.exchange(gateway.port(), line + "Origin: " + origin + "\r\n\r\n"))
                    .startsWith("HTTP/1.1 401 ")
                    .contains("Access-Control-Allow-Origin: " + origin);
        }
    }

    @Test
    void commands_that_come_at_once_take_turns() throws Exception {
        Path workspace = Workspaces.withPrd(temp.resolve("workspace"));
        List<CompletableFuture<String>> keys = Stream.of("ana", "ben", "cleo")
                .map(name -> CompletableFuture.supplyAsync(() -> {
                    try {
                        return key(workspace, name, "read");
                    } catch (Exception e) {
                        throw new CompletionException(e);
                    }
                }))
                .toList();
        for (CompletableFuture<String> key : keys) {
            key.get(90, TimeUnit.SECONDS);
        }

        assertThat(metaforge("keys", "list", "--json", "--workspace", workspace.toString())
                        .json()
                        .get("keys"))
                .hasSize(3);
    }

    @Test
    void a_gateway_waits_for_a_command_that_has_the_database_for_a_moment() throws Exception {
        Path workspace = Workspaces.withPrd(temp.resolve("workspace"));
        Path begun = workspace.resolve(".forge/logs/gateway.log");
        CompletableFuture<PackagedGateway> starting;
        try (LocalDatabase held = LocalDatabase.start(workspace.resolve(".forge"))) {
            assertThat(held.jdbcUrl()).isNotEmpty();
            starting = CompletableFuture.supplyAsync(() -> started(workspace));
            Awaitility.await().atMost(Duration.ofSeconds(60)).until(() -> Files.exists(begun) || starting.isDone());
        }

        try (PackagedGateway gateway = starting.get(60, TimeUnit.SECONDS)) {
            assertThat(gateway.isAlive()).isTrue();
        }
    }

    private static PackagedGateway started(Path workspace) {
        try {
            return PackagedGateway.start(workspace);
        } catch (Exception e) {
            throw new CompletionException(e);
        }
    }

    @Test
    void gateways_on_one_database_share_keys_and_limits() throws Exception {
        Path workspace = Workspaces.withPrd(temp.resolve("workspace"));
        try (LocalDatabase database = LocalDatabase.start(Files.createDirectories(temp.resolve("database")))) {
            String url = EventOrderIT.url(database);
            String[] options = {"--database-url", url, "--require-keys", "--requests-per-key", "40"};
            String ana = key(workspace, "ana", "read", "--database-url", url);
            String ben = key(workspace, "ben", "read", "--database-url", url);
            try (PackagedGateway one = PackagedGateway.start(workspace, options);
                    PackagedGateway two = PackagedGateway.start(workspace, options)) {
                int answered = 0;
                for (int i = 0; i < 80; i++) {
                    int status =
                            get(i % 2 == 0 ? one : two, "/api/v1/skills", ana).status();
                    assertThat(status).isIn(200, 429);
                    answered += status == 200 ? 1 : 0;
                }
                assertThat(answered).isEqualTo(40);
                assertThat(get(one, "/api/v1/skills", ben).status()).isEqualTo(200);
                assertThat(get(two, "/api/v1/skills", ben).status()).isEqualTo(200);

                metaforge("keys", "revoke", "ben", "--database-url", url, "--workspace", workspace.toString());

                awaitRefused(one, ben);
                awaitRefused(two, ben);
            }
        }
    }
}
