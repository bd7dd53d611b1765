/**
 * The JSON of REST and WebSocket, version 1, as records; no behaviour, no domain type, no library but Jackson's
 * annotations.
 *
 * <p>Absent optionals are left out, unknown members ignored, documented members come first and in documented order.
 * Members are only ever added, at the end. Times are ISO 8601 in UTC, such as {@code 2024-02-03T10:30:00Z}.
 */
@NullMarked
package io.metaforge.api;

import org.jspecify.annotations.NullMarked;
