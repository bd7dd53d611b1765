package io.metaforge.adapter.rest;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.metaforge.adapter.rest.access.Needs;
import io.metaforge.adapter.rest.page.PageResource;
import io.metaforge.adapter.rest.resource.AgentResource;
import io.metaforge.adapter.rest.resource.ApprovalResource;
import io.metaforge.adapter.rest.resource.ArtifactResource;
import io.metaforge.adapter.rest.resource.EventResource;
import io.metaforge.adapter.rest.resource.SessionResource;
import io.metaforge.adapter.rest.resource.SystemResource;
import io.metaforge.application.port.in.ApiKeys;
import io.metaforge.application.settings.AccessSettings;
import io.metaforge.domain.access.Scope;
import java.lang.reflect.Method;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.glassfish.jersey.server.model.Resource;
import org.glassfish.jersey.server.model.ResourceMethod;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Which key may do what: every operation of the OpenAPI document with every scope, over HTTP. */
class ScopesTest {

    private static final Set<String> PUBLIC =
            new TreeSet<>(Set.of("GET /health", "GET /openapi.json", "GET /asyncapi.json"));

    private static Gateway gateway;
    private static final Map<Scope, String> KEYS = new EnumMap<>(Scope.class);

    @BeforeAll
    static void start() {
        gateway = new Gateway(new AccessSettings(true, 100_000, 1_000));
        for (Scope scope : Scope.values()) {
            KEYS.put(
                    scope,
                    gateway.metaForge
                            .apiKeys()
                            .create(new ApiKeys.Command("only " + scope.wireName(), Set.of(scope), null))
                            .text()
                            .reveal());
        }
    }

    @AfterAll
    static void stop() {
        gateway.close();
    }

    private static Map<String, @Nullable Scope> documented() {
        Map<String, @Nullable Scope> scopes = new LinkedHashMap<>();
        ApiDocument.instance().json().get("paths").properties().forEach(path -> path.getValue()
                .properties()
                .forEach(operation -> {
                    JsonNode needed = operation.getValue().at("/security/1/apiKey/0");
                    scopes.put(
                            operation.getKey().toUpperCase(java.util.Locale.ROOT) + " " + path.getKey(),
                            needed.isMissingNode()
                                    ? null
                                    : Scope.ofWireName(needed.textValue()).orElseThrow());
                }));
        return scopes;
    }

    static Stream<String> operations() {
        return ApiDocument.instance().operations().stream();
    }

    private static HttpResponse<String> send(String operation, @Nullable String key) {
        String[] parts = operation.split(" ");
        String path = parts[1].replaceAll("\\{path}", "a.md").replaceAll("\\{\\w+}", "session-0");
        HttpRequest.Builder request = HttpRequest.newBuilder(gateway.uri("/api/v1" + path))
                .header("Content-Type", "application/json")
                .header("Accept", "application/json, text/x-diff;q=0.5, */*;q=0.1")
                .method(
                        parts[0],
                        parts[0].equals("POST")
                                ? HttpRequest.BodyPublishers.ofString("{}")
                                : HttpRequest.BodyPublishers.noBody());
        if (key != null) {
            request.header("Authorization", "Bearer " + key);
        }
        return gateway.send(request);
    }

    @Test
    void every_method_says_which_scope_it_needs_and_the_document_says_the_same() {
        Map<String, @Nullable Scope> documented = documented();
        Set<String> without = new TreeSet<>();
        for (Class<?> type : List.of(
                SessionResource.class,
                ArtifactResource.class,
                AgentResource.class,
                ApprovalResource.class,
                EventResource.class,
                SystemResource.class)) {
            for (Resource resource : Resource.from(type, true).getChildResources()) {
                String path = "/" + resource.getPath().replaceAll("\\{(\\w+): [^}]+}", "{$1}");
                for (ResourceMethod method : resource.getResourceMethods()) {
                    String operation = method.getHttpMethod() + " " + path;
                    Needs needs = method.getInvocable().getHandlingMethod().getAnnotation(Needs.class);
                    if (needs == null) {
                        without.add(operation);
                    }
                    assertThat(documented.get(operation)).as(operation).isEqualTo(needs == null ? null : needs.value());
                }
            }
        }
        assertThat(without).isEqualTo(PUBLIC);
    }

    @Test
    void every_page_needs_to_read() {
        assertThat(Arrays.stream(PageResource.class.getDeclaredMethods())
                        .filter(method -> method.isAnnotationPresent(jakarta.ws.rs.GET.class)))
                .hasSize(4)
                .allSatisfy((Method method) ->
                        assertThat(method.getAnnotation(Needs.class).value()).isEqualTo(Scope.READ));
    }

    @ParameterizedTest
    @MethodSource("operations")
    void nobody_gets_in_without_a_key_but_to_what_is_public(String operation) {
        HttpResponse<String> response = send(operation, null);

        if (PUBLIC.contains(operation)) {
            assertThat(response.statusCode()).isIn(200, 404);
        } else {
            Answers.error(response, 401, "UNAUTHORIZED");
            assertThat(response.headers().firstValue("WWW-Authenticate")).hasValue("Bearer realm=\"metaforge\"");
        }
    }

    @ParameterizedTest
    @MethodSource("operations")
    void a_key_does_what_its_scope_allows_and_nothing_else(String operation) {
        Scope needed = documented().get(operation);

        for (Scope scope : Scope.values()) {
            HttpResponse<String> response = send(operation, KEYS.get(scope));

            if (needed == null || scope == needed || scope == Scope.ADMIN) {
                assertThat(response.statusCode())
                        .as(operation + " with " + scope)
                        .isNotIn(401, 403, 429);
            } else {
                JsonNode error = Answers.error(response, 403, "FORBIDDEN");
                assertThat(error.at("/details/scope").textValue()).isEqualTo(needed.wireName());
                assertThat(error.get("message").textValue()).contains("only " + scope.wireName(), needed.wireName());
            }
        }
    }

    @Test
    void a_head_needs_what_a_get_needs() {
        for (Scope scope : Scope.values()) {
            HttpResponse<String> response = gateway.send(HttpRequest.newBuilder(gateway.uri("/api/v1/sessions"))
                    .header("Authorization", "Bearer " + KEYS.get(scope))
                    .method("HEAD", HttpRequest.BodyPublishers.noBody()));

            assertThat(response.statusCode()).isEqualTo(scope == Scope.READ || scope == Scope.ADMIN ? 200 : 403);
        }
    }

    @Test
    void which_methods_a_path_has_can_be_asked_with_any_key() {
        for (Scope scope : Scope.values()) {
            HttpResponse<String> response = gateway.send(HttpRequest.newBuilder(gateway.uri("/api/v1/agent/run"))
                    .header("Authorization", "Bearer " + KEYS.get(scope))
                    .method("OPTIONS", HttpRequest.BodyPublishers.noBody()));

            assertThat(response.statusCode()).isEqualTo(200);
        }
    }
}
