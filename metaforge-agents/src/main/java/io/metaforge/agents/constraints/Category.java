package io.metaforge.agents.constraints;

import java.util.Locale;

/** What a requirement is about. */
public enum Category {
    ELECTRICAL,
    MECHANICAL,
    ENVIRONMENTAL,
    PERFORMANCE,
    INTERFACE,
    POWER,
    COST,
    COMPLIANCE,
    SCHEDULE,
    FUNCTIONAL;

    private final String word = name().toLowerCase(Locale.ROOT);

    /** Returns the category as the document prints it. */
    public String word() {
        return word;
    }
}
