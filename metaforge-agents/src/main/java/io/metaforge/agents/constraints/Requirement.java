package io.metaforge.agents.constraints;

import java.util.List;

/**
 * One thing the product has to do or be.
 *
 * @param id unique in the document, such as {@code REQ-001}
 * @param category what it is about
 * @param priority how binding it is
 * @param text in the words of the source, without markup
 * @param source where it stands
 * @param quantities the values in it, in the order of the text
 * @param interfaces canonical names of the interfaces it asks for, such as {@code USB-C}, in the order of the text
 */
public record Requirement(
        String id,
        Category category,
        Priority priority,
        String text,
        Source source,
        List<Quantity> quantities,
        List<String> interfaces) {

    public Requirement {
        quantities = List.copyOf(quantities);
        interfaces = List.copyOf(interfaces);
    }
}
