package io.metaforge.adapter.rest;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The OpenAPI document as something responses are held to: status, media type, headers and body of each have to be
 * described, members included, so that nothing is served that nobody documented.
 */
final class ApiDocument {

    private static final ApiDocument INSTANCE = new ApiDocument();
    private static final String BASE = "/api/v1";

    private final JsonNode document;
    private final ObjectNode closedComponents;
    private final SchemaRegistry schemas = SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12);
    private final Map<String, Schema> compiled = new ConcurrentHashMap<>();

    private ApiDocument() {
        try (InputStream in = RestApi.class.getResourceAsStream("openapi.json")) {
            document = new ObjectMapper().readTree(in);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
        closedComponents = document.get("components").deepCopy();
        close(closedComponents);
    }

    static ApiDocument instance() {
        return INSTANCE;
    }

    JsonNode json() {
        return document;
    }

    /** Returns all operations, such as {@code GET /sessions}. */
    Set<String> operations() {
        Set<String> operations = new TreeSet<>();
        document.get("paths").properties().forEach(path -> path.getValue()
                .fieldNames()
                .forEachRemaining(method -> operations.add(method.toUpperCase(Locale.ROOT) + " " + path.getKey())));
        return operations;
    }

    /** Fails where a response is not as documented. */
    void check(HttpResponse<String> response) {
        String method = response.request().method();
        String path = response.request().uri().getRawPath();
        JsonNode operation = path.startsWith(BASE) ? operation(method, path.substring(BASE.length())) : null;
        int status = response.statusCode();
        String label = method + " " + path + " -> " + status + " " + response.body();
        if (operation == null) {
            if (!method.equals("HEAD") && !method.equals("OPTIONS") && path.startsWith(BASE)) {
                assertThat(status).as(label).isIn(404, 405);
                assertValid("ErrorResponse", response.body(), label);
            }
            return;
        }
        JsonNode described = resolve(operation.get("responses").get(Integer.toString(status)));
        assertThat(described).as("undocumented status: " + label).isNotNull();
        if (described.has("headers")) {
            described.get("headers").fieldNames().forEachRemaining(name -> {
                if (!name.equals("ETag") && !name.equals("WWW-Authenticate")) {
                    assertThat(response.headers().firstValue(name))
                            .as(name + " of " + label)
                            .isPresent();
                }
            });
        }
        if (!described.has("content")) {
            assertThat(response.body()).as(label).isEmpty();
            return;
        }
        String type = response.headers().firstValue("Content-Type").orElse("").split(";")[0];
        JsonNode content = described.get("content").has(type)
                ? described.get("content").get(type)
                : described.get("content").get("*/*");
        assertThat(content).as("undocumented media type " + type + ": " + label).isNotNull();
        if (type.equals("application/json") && content.has("schema")) {
            assertValid(content.get("schema"), response.body(), label);
        }
    }

    private @Nullable JsonNode operation(String method, String path) {
        @Nullable JsonNode found = null;
        for (Map.Entry<String, JsonNode> entry : document.get("paths").properties()) {
            String template = entry.getKey();
            String regex = Pattern.compile("\\{path}").matcher(template).replaceAll(".+");
            regex = regex.replaceAll("\\{[a-z]+}", "[^/]+");
            JsonNode operation = entry.getValue().get(method.toLowerCase(Locale.ROOT));
            // A path without parameters is more specific than one with.
            if (path.matches(regex) && (found == null || !template.contains("{"))) {
                found = operation;
            }
        }
        return found;
    }

    private @Nullable JsonNode resolve(@Nullable JsonNode node) {
        return node != null && node.has("$ref")
                ? document.at(node.get("$ref").textValue().substring(1))
                : node;
    }

    private void assertValid(String schema, String body, String label) {
        assertValid(new ObjectMapper().createObjectNode().put("$ref", "#/components/schemas/" + schema), body, label);
    }

    private void assertValid(JsonNode schema, String body, String label) {
        Schema validator = compiled.computeIfAbsent(schema.toString(), text -> {
            ObjectNode root = schema.deepCopy();
            root.put("$schema", "https://json-schema.org/draft/2020-12/schema");
            root.set("components", closedComponents);
            return schemas.getSchema(root);
        });
        assertThat(validator.validate(Answers.parse(body))).as(label).isEmpty();
    }

    /** Documents promise that members may be added; in these tests each one that is has to be documented. */
    private static void close(JsonNode node) {
        if (node instanceof ObjectNode object
                && object.path("type").asText().equals("object")
                && object.has("properties")
                && !object.has("additionalProperties")) {
            object.put("additionalProperties", false);
        }
        node.forEach(ApiDocument::close);
    }

    /** Returns every reference that leads nowhere. */
    List<String> danglingReferences() {
        List<String> dangling = new ArrayList<>();
        Iterator<JsonNode> references = document.findValues("$ref").iterator();
        while (references.hasNext()) {
            String reference = Objects.requireNonNull(references.next().textValue());
            if (document.at(reference.substring(1)).isMissingNode()) {
                dangling.add(reference);
            }
        }
        return dangling;
    }
}
