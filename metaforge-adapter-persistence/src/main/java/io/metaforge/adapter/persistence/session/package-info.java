/** Sessions as rows, and their counts. No event is written here. */
@NullMarked
package io.metaforge.adapter.persistence.session;

import org.jspecify.annotations.NullMarked;
