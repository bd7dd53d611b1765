package io.metaforge.agents.constraints;

import java.util.Locale;

/** How binding a requirement is. */
public enum Priority {
    MUST,
    SHOULD,
    MAY;

    private final String word = name().toLowerCase(Locale.ROOT);

    /** Returns the priority as the document prints it. */
    public String word() {
        return word;
    }
}
