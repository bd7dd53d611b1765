package io.metaforge.boot.cli;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.metaforge.boot.cli.terminal.Surroundings;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.Writer;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import picocli.CommandLine;

/**
 * Goes through what client commands do, against a stand-in that answers on a port of this machine, so that Java can archive
 * the classes they need. The launcher runs it once for each JDK; it prints nothing and touches no file.
 */
public final class Rehearsal {

    private static final String ID = "session-01kbq3x9ab7fzrh2m4n6p8q0st";
    private static final String DIGEST = "0123456789abcdef".repeat(4);
    private static final String ARTIFACTS = "[{\"path\":\"a.md\",\"type\":\"file\",\"size\":3,\"change\":\"create\","
            + "\"diff\":\"+1 -0\",\"sha256\":\"" + DIGEST + "\"}]";
    private static final String SESSION = "{\"id\":\"" + ID + "\",\"session_id\":\"" + ID + "\",\"skill\":\"spec\","
            + "\"status\":\"pending_approval\",\"created\":\"2026-01-01T00:00:00Z\",\"updated\":\"2026-01-01T00:00:00Z\","
            + "\"output\":{\"artifacts\":" + ARTIFACTS + "},\"agent\":\"requirements-agent\",\"digest\":\"" + DIGEST
            + "\",\"artifacts\":" + ARTIFACTS + "}";
    private static final Map<String, String> ANSWERS = Map.ofEntries(
            Map.entry(
                    "/pending",
                    "{\"pending\":[{\"session_id\":\"" + ID
                            + "\",\"skill\":\"spec\",\"created\":\"2026-01-01T00:00:00Z\"," + "\"artifacts\":"
                            + ARTIFACTS + "}],\"total\":1,\"limit\":200,\"offset\":0}"),
            Map.entry("/sessions", "{\"sessions\":[" + SESSION + "],\"total\":1,\"limit\":20,\"offset\":0}"),
            Map.entry(
                    "/status",
                    "{\"version\":\"0\",\"workspace\":\"/w\",\"sessions\":{\"active\":0,\"pending\":1,\"completed\":0},"
                            + "\"tools\":[{\"name\":\"kicad\",\"available\":false,\"advice\":\"install it\"}],"
                            + "\"agents\":[{\"name\":\"requirements\",\"version\":\"1\",\"loaded\":true}]}"),
            Map.entry("/skills", "{\"skills\":[]}"),
            Map.entry("/session/" + ID, SESSION),
            Map.entry("/agent/run", SESSION),
            Map.entry("/session/" + ID + "/artifacts", SESSION),
            Map.entry(
                    "/session/" + ID + "/diff",
                    "diff --git a/a.md b/a.md\nnew file mode 100644\n--- /dev/null\n+++ b/a.md\n@@ -0,0 +1 @@\n+a\n"),
            Map.entry("/session/" + ID + "/events", "{\"events\":[],\"next\":1}"),
            Map.entry(
                    "/approve/" + ID,
                    "{\"session_id\":\"" + ID
                            + "\",\"status\":\"approved\",\"applied\":true,\"artifacts\":[\"a.md\"]}"),
            Map.entry("/reject/" + ID, "{\"session_id\":\"" + ID + "\",\"status\":\"rejected\",\"reason\":\"no\"}"));

    private Rehearsal() {}

    /** Goes through the commands and ends with 0, whatever comes of them. */
    public static void main(String[] arguments) throws IOException {
        HttpServer standIn = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        standIn.createContext("/", Rehearsal::answer);
        standIn.start();
        String gateway = "--gateway=http://localhost:" + standIn.getAddress().getPort();
        for (List<String> command : List.of(
                List.of("pending", gateway, "--color=always"),
                List.of("sessions", gateway),
                List.of("status", gateway),
                List.of("status", gateway, "01kbq"),
                List.of("skills", gateway),
                List.of("diff", gateway, ID, "--color=always"),
                List.of("logs", gateway, ID),
                List.of("approve", gateway, ID, "--json"),
                List.of("reject", gateway, ID, "--reason", "no"),
                List.of("run", gateway, "spec", "--no-approve", "--timeout", "1s"),
                List.of("pending", "--gateway", "http://localhost:1"),
                List.of("run", "--help"),
                List.of("--help"))) {
            execute(command.toArray(new String[0]));
        }
        standIn.stop(0);
        System.exit(0);
    }

    private static void execute(String... arguments) {
        CommandLine line = Main.commandLine(Surroundings.ofProcess(), arguments);
        line.setOut(new PrintWriter(Writer.nullWriter()));
        line.setErr(new PrintWriter(Writer.nullWriter()));
        line.execute(arguments);
    }

    private static void answer(HttpExchange exchange) throws IOException {
        String path = exchange.getRequestURI().getPath().replaceFirst("^/api/v1", "");
        String answer = ANSWERS.get(path);
        byte[] body = (answer == null
                        ? "{\"error\":{\"code\":\"NOT_FOUND\",\"message\":\"no\",\"details\":{}}}"
                        : answer)
                .getBytes(StandardCharsets.UTF_8);
        exchange.getRequestBody().readAllBytes();
        exchange.getResponseHeaders().set("Content-Type", "application/json");
        exchange.sendResponseHeaders(answer == null ? 404 : 200, body.length);
        exchange.getResponseBody().write(body);
        exchange.close();
    }
}
