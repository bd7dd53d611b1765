package io.metaforge.agents.requirements;

import io.metaforge.agents.quantity.Text;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One thing a document says: a list item, a sentence or the row of a table.
 *
 * @param form where it stands
 * @param text without markup
 * @param line from 1
 * @param heading the headings above it, innermost first, at most three
 * @param titled whether the outermost of them is the document's title
 * @param section what stands under these headings
 * @param parent the list item or the line with a colon that leads to it; null if there is none
 * @param decimalComma whether its document writes decimals with a comma
 * @param row the cells of a row; null for anything else
 */
record Statement(
        Form form,
        String text,
        int line,
        List<Text> heading,
        boolean titled,
        SectionKind section,
        @Nullable Text parent,
        boolean decimalComma,
        @Nullable Row row) {

    /** Returns the headings that say what it is about: not the title, which names the product, unless there is no other. */
    List<Text> aboutIt() {
        return titled && heading.size() > 1 ? heading.subList(0, heading.size() - 1) : heading;
    }

    /** Where a statement stands. */
    enum Form {
        ITEM,
        SENTENCE,
        ROW
    }
}
