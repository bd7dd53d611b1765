package io.metaforge.boot.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.util.Iterator;

/** The OpenAPI document that the server publishes, used to check what it answers. */
final class ApiDescription {

    private final JsonNode document;
    private final SchemaRegistry schemas = SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12);

    ApiDescription(Http http) throws Exception {
        document = http.get("/api/v1/openapi.json").json();
        assertThat(document.path("openapi").asText()).startsWith("3.1");
    }

    /**
     * Checks that the answer to {@code method path} has a described status and a body of the described schema.
     *
     * @param path below the base URL, with the names of parameters in braces; the names do not matter
     */
    void check(String method, String path, Http.Answer answer) {
        JsonNode response = resolve(operation(method, path).path("responses").path(Integer.toString(answer.status())));
        assertThat(response.isObject())
                .as("%s %s describes status %s", method, path, answer.status())
                .isTrue();
        JsonNode schema = response.path("content").path("application/json").path("schema");
        assertThat(schema.isObject())
                .as("%s %s %s has a schema", method, path, answer.status())
                .isTrue();
        ObjectNode whole = schema.deepCopy();
        whole.set("components", document.path("components"));
        assertThat(schemas.getSchema(whole).validate(answer.json()))
                .as("%s %s answered %s", method, path, answer.text())
                .isEmpty();
    }

    private JsonNode operation(String method, String path) {
        String wanted = path.replaceAll("\\{[^}]*}", "{}");
        for (Iterator<String> names = document.path("paths").fieldNames(); names.hasNext(); ) {
            String name = names.next();
            if (name.replaceFirst("^/api/v1", "").replaceAll("\\{[^}]*}", "{}").equals(wanted)) {
                JsonNode operation = document.path("paths").path(name).path(method);
                assertThat(operation.isObject())
                        .as("%s %s is described", method, path)
                        .isTrue();
                return operation;
            }
        }
        throw new AssertionError(path + " is not described");
    }

    private JsonNode resolve(JsonNode node) {
        return node.has("$ref") ? document.at(node.path("$ref").asText().substring(1)) : node;
    }
}
