package io.metaforge.agents.requirements;

/** What the statements under a heading are. */
enum SectionKind {
    /** Requirements. */
    STATED,
    /** An introduction: only what binds or bounds is a requirement. */
    INTRO,
    /** Dates and durations of the project. */
    SCHEDULE,
    /** Requirements that may be met. */
    MAY,
    /** Requirements that should be met. */
    SHOULD,
    /** Thoughts, risks, background: only what says "shall" or "must" is a requirement. */
    NOTES,
    /** What the product is not. */
    EXCLUDED,
    /** Other documents and products. */
    REFERENCE,
    /** About the document itself. */
    HISTORY;

    /** Reports whether nothing under such a heading is a requirement. */
    boolean isSilent() {
        return this == EXCLUDED || this == REFERENCE || this == HISTORY;
    }

    /** Reports whether headings below inherit it. */
    boolean isInherited() {
        return this != INTRO && this != STATED;
    }
}
