package io.metaforge.application.port.out;

import java.util.List;

/**
 * One question to a language model.
 *
 * @param purpose what it is for, such as {@code requirements}: 1 to 100 characters, for logs and as the schema's name
 * @param instructions what to do: the agent's own words. Text of the workspace MUST NOT be in them
 * @param material what to do it with: data, which the model is told not to obey
 * @param schema JSON Schema of the answer, as text: an object without {@code $ref}, every property required and no others
 *     allowed, which is what all providers can be held to
 * @param maxOutputTokens longest answer, 1 or more; what is longer is a failure
 */
public record ModelRequest(
        String purpose, String instructions, List<Material> material, String schema, int maxOutputTokens) {

    public ModelRequest {
        material = List.copyOf(material);
        if (purpose.isBlank() || purpose.length() > 100) {
            throw new IllegalArgumentException("a purpose has 1 to 100 characters");
        }
        if (maxOutputTokens < 1) {
            throw new IllegalArgumentException("an answer needs room: " + maxOutputTokens);
        }
    }

    /**
     * A piece of data.
     *
     * @param name such as a path of the workspace
     * @param text whatever stands there
     */
    public record Material(String name, String text) {}
}
