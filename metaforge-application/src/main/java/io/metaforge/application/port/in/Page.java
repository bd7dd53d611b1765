package io.metaforge.application.port.in;

import java.util.List;

/**
 * Part of a list.
 *
 * @param items this part
 * @param total how many the whole list has
 * @param limit that was asked for
 * @param offset that was asked for
 */
public record Page<T>(List<T> items, long total, int limit, long offset) {

    public Page {
        items = List.copyOf(items);
    }
}
