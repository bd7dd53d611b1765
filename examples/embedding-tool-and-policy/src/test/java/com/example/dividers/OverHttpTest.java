package com.example.dividers;

import static org.assertj.core.api.Assertions.assertThat;

import io.metaforge.testkit.GatewayUrl;
import io.metaforge.testkit.HttpTestGateway;
import io.metaforge.testkit.TestGateway;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What a server with this jar on its class path offers: the extension finds agent, tool and policy as a server does. */
@ExtendWith(HttpTestGateway.class)
class OverHttpTest {

    private final HttpClient client = HttpClient.newHttpClient();

    @Test
    void offersTheSkillAndTheTool(@GatewayUrl URI url) throws Exception {
        assertThat(get(url, "/api/v1/skills")).contains("\"dividers\"");
        assertThat(get(url, "/api/v1/status?refresh=true")).contains("divider-finder");
    }

    @Test
    void runsTheSkill(@GatewayUrl URI url, TestGateway gateway) throws Exception {
        gateway.workspace().put("rails.csv", "name,output_v,reference_v,series\n3V3,3.3,0.8,E96\n");

        HttpRequest run = HttpRequest.newBuilder(url.resolve("/api/v1/agent/run?wait=30"))
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString("{\"skill\":\"dividers\"}"))
                .build();

        assertThat(client.send(run, BodyHandlers.ofString()).body()).contains("docs/dividers.md");
    }

    private String get(URI url, String path) throws Exception {
        return client.send(HttpRequest.newBuilder(url.resolve(path)).build(), BodyHandlers.ofString()).body();
    }
}
