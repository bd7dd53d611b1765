package io.metaforge.agents.requirements;

import io.metaforge.agents.quantity.Text;
import java.util.List;

/**
 * A row of a table.
 *
 * @param columns what each column holds; as long as {@code cells}
 * @param cells without markup
 * @param decimalComma whether the numbers are written with a decimal comma
 * @param label what the row is about: the cells of its name columns, or of the row above where these are empty
 */
record Row(List<Column> columns, List<String> cells, boolean decimalComma, Text label) {

    /** What a column holds. */
    enum Role {
        NAME,
        MIN,
        TYP,
        MAX,
        UNIT,
        TOLERANCE,
        PRIORITY,
        ID,
        /** Free text about the row. */
        NOTE,
        /** Under which condition the row holds, why, or how it is checked: nothing the product has to meet. */
        CONDITION,
        VALUE
    }

    /**
     * A column.
     *
     * @param role what it holds
     * @param header its header without the unit
     * @param unit of the numbers in it, from the header; empty if it names none
     */
    record Column(Role role, String header, String unit) {}
}
