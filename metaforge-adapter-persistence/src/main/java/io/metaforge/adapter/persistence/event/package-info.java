/** The event log: appending, reading, and the tail that decides what is visible. */
@NullMarked
package io.metaforge.adapter.persistence.event;

import org.jspecify.annotations.NullMarked;
