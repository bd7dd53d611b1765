/** Idempotency keys and what they were used for. */
@NullMarked
package io.metaforge.adapter.persistence.idempotency;

import org.jspecify.annotations.NullMarked;
