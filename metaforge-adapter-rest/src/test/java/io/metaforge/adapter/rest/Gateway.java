package io.metaforge.adapter.rest;

import io.metaforge.application.MetaForge;
import io.metaforge.application.memory.MemoryWorkspace;
import io.metaforge.application.port.in.SystemQueries;
import io.metaforge.application.port.in.UseCases;
import io.metaforge.application.port.out.LanguageModel;
import io.metaforge.application.port.out.Tools;
import io.metaforge.application.settings.AccessSettings;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.UnaryOperator;
import org.glassfish.grizzly.http.server.HttpServer;
import org.glassfish.grizzly.http.server.NetworkListener;

/** A gateway with everything in memory behind a real Grizzly server on a port of its own. */
final class Gateway implements AutoCloseable {

    static final String PRD = "# Sensor\n\nThe supply voltage is 7-26 V.\n";

    final MemoryWorkspace workspace = new MemoryWorkspace();
    final ScriptedAgent agent = new ScriptedAgent();
    final MetaForge metaForge;
    final HttpServer server = new HttpServer();
    final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final NetworkListener listener = new NetworkListener("test", "127.0.0.1", 0);

    Gateway() {
        this(RestApi.Options.DEFAULT, UnaryOperator.identity());
    }

    /** Starts a gateway that asks for keys. */
    Gateway(AccessSettings access) {
        this(RestApi.Options.DEFAULT, UnaryOperator.identity(), access);
    }

    Gateway(RestApi.Options options, UnaryOperator<UseCases> useCases) {
        this(options, useCases, AccessSettings.OPEN);
    }

    private Gateway(RestApi.Options options, UnaryOperator<UseCases> useCases, AccessSettings access) {
        workspace.put("PRD.md", PRD);
        workspace.put("constraints.json", "{}\n");
        Tools tools = new Tools() {
            @Override
            public List<Detected> detected() {
                return List.of(
                        new Detected("kicad", State.DETECTED, "8.0.0", null),
                        new Detected("ngspice", State.NOT_FOUND, null, "install ngspice"));
            }

            @Override
            public List<Detected> detect() {
                return detected();
            }
        };
        metaForge = MetaForge.builder()
                .workspace(workspace)
                .agent(agent)
                .tools(tools)
                .languageModel(() -> LanguageModel.State.OK)
                .version("0.1.0")
                .access(access)
                .build();
        metaForge.start();
        listener.getKeepAlive().setMaxRequestsCount(-1);
        server.addListener(listener);
        JsonErrorPages.installOn(server);
        server.getServerConfiguration().addHttpHandler(RestApi.handler(options, useCases.apply(metaForge)), "/");
        try {
            server.start();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    int port() {
        return listener.getPort();
    }

    URI uri(String path) {
        return URI.create("http://127.0.0.1:" + port() + path);
    }

    SystemQueries system() {
        return metaForge.system();
    }

    /** Sends a request and holds the response to the OpenAPI document. */
    HttpResponse<String> send(HttpRequest.Builder request) {
        try {
            HttpResponse<String> response =
                    client.send(request.build(), HttpResponse.BodyHandlers.ofString(StandardCharsets.UTF_8));
            ApiDocument.instance().check(response);
            return response;
        } catch (IOException e) {
            throw new IllegalStateException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    HttpResponse<String> get(String path) {
        return send(HttpRequest.newBuilder(uri("/api/v1" + path)));
    }

    HttpResponse<String> post(String path, String json) {
        return send(HttpRequest.newBuilder(uri("/api/v1" + path))
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(json)));
    }

    HttpResponse<String> post(String path) {
        return send(HttpRequest.newBuilder(uri("/api/v1" + path)).POST(HttpRequest.BodyPublishers.noBody()));
    }

    HttpResponse<String> delete(String path) {
        return send(HttpRequest.newBuilder(uri("/api/v1" + path)).DELETE());
    }

    @Override
    public void close() {
        server.shutdownNow();
        metaForge.close();
    }
}
