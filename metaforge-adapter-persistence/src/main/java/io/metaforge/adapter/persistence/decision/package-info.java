/** Decisions, kept for ever. */
@NullMarked
package io.metaforge.adapter.persistence.decision;

import org.jspecify.annotations.NullMarked;
