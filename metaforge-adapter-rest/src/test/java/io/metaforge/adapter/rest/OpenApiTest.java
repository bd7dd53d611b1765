package io.metaforge.adapter.rest;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.metaforge.adapter.rest.failure.HttpErrors;
import io.metaforge.adapter.rest.resource.AgentResource;
import io.metaforge.adapter.rest.resource.ApprovalResource;
import io.metaforge.adapter.rest.resource.ArtifactResource;
import io.metaforge.adapter.rest.resource.EventResource;
import io.metaforge.adapter.rest.resource.SessionResource;
import io.metaforge.adapter.rest.resource.SystemResource;
import io.metaforge.domain.failure.FailureKind;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.glassfish.jersey.server.model.Resource;
import org.junit.jupiter.api.Test;

/** Holds the OpenAPI document to the resources, and the other way round. Responses are held to it by {@link Gateway}. */
class OpenApiTest {

    private final ApiDocument document = ApiDocument.instance();

    @Test
    void every_resource_method_is_described_and_nothing_else_is() {
        Set<String> methods = new TreeSet<>();
        for (Class<?> type : List.of(
                SessionResource.class,
                ArtifactResource.class,
                AgentResource.class,
                ApprovalResource.class,
                EventResource.class,
                SystemResource.class)) {
            for (Resource resource : Resource.from(type, true).getChildResources()) {
                String path = "/" + resource.getPath().replaceAll("\\{(\\w+): [^}]+}", "{$1}");
                resource.getResourceMethods().forEach(method -> methods.add(method.getHttpMethod() + " " + path));
            }
        }

        assertThat(document.operations()).isEqualTo(methods).hasSizeGreaterThan(20);
    }

    @Test
    void every_reference_leads_somewhere() {
        assertThat(document.danglingReferences()).isEmpty();
    }

    @Test
    void every_status_a_failure_can_have_is_described() {
        JsonNode run = document.json().at("/paths/~1agent~1run/post/responses");
        for (FailureKind kind : FailureKind.values()) {
            assertThat(run.has(Integer.toString(HttpErrors.status(kind))))
                    .as(kind + " of POST /agent/run")
                    .isTrue();
        }
    }

    @Test
    void every_parameter_of_a_path_is_declared() {
        document.json().get("paths").properties().forEach(path -> {
            Set<String> inPath = new TreeSet<>();
            java.util.regex.Matcher names =
                    java.util.regex.Pattern.compile("\\{(\\w+)}").matcher(path.getKey());
            while (names.find()) {
                inPath.add(names.group(1));
            }
            path.getValue().forEach(operation -> {
                Set<String> declared = new TreeSet<>();
                for (JsonNode parameter : operation.path("parameters")) {
                    JsonNode resolved = parameter.has("$ref")
                            ? document.json()
                                    .at(parameter.get("$ref").textValue().substring(1))
                            : parameter;
                    if (resolved.get("in").textValue().equals("path")) {
                        declared.add(resolved.get("name").textValue());
                    }
                }
                assertThat(declared).as(path.getKey()).isEqualTo(inPath);
            });
        });
    }

    @Test
    void every_post_takes_an_idempotency_key() {
        document.json().get("paths").forEach(path -> {
            if (path.has("post")) {
                assertThat(path.get("post").get("parameters").toString()).contains("IdempotencyKey");
            }
        });
    }

    @Test
    void it_is_served_and_so_is_the_async_api_where_there_is_one() {
        byte[] asyncApi = "{\"asyncapi\":\"3.0.0\"}".getBytes(java.nio.charset.StandardCharsets.US_ASCII);
        try (Gateway gateway = new Gateway(RestApi.Options.DEFAULT.withAsyncApi(() -> asyncApi), all -> all);
                Gateway without = new Gateway()) {
            HttpResponse<String> served = gateway.get("/openapi.json");

            assertThat(Answers.json(served)).isEqualTo(document.json());
            assertThat(Answers.json(gateway.get("/asyncapi.json"))
                            .get("asyncapi")
                            .textValue())
                    .isEqualTo("3.0.0");
            Answers.error(without.get("/asyncapi.json"), 404, "NOT_FOUND");
        }
    }
}
