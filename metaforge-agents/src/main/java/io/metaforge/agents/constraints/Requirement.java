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
 * @param origin who found it
 * @param rationale why it matters, in the words of a language model; empty where there are none
 */
public record Requirement(
        String id,
        Category category,
        Priority priority,
        String text,
        Source source,
        List<Quantity> quantities,
        List<String> interfaces,
        Origin origin,
        String rationale) {

    public Requirement {
        quantities = List.copyOf(quantities);
        interfaces = List.copyOf(interfaces);
    }

    /** Returns a requirement that the rules have found. */
    public Requirement(
            String id,
            Category category,
            Priority priority,
            String text,
            Source source,
            List<Quantity> quantities,
            List<String> interfaces) {
        this(id, category, priority, text, source, quantities, interfaces, Origin.RULES, "");
    }

    /** Returns this requirement with a rationale; everything else stays. */
    public Requirement because(String why) {
        return new Requirement(id, category, priority, text, source, quantities, interfaces, origin, why);
    }
}
