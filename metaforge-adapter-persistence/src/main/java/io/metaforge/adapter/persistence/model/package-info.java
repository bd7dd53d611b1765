/** What sessions use of a language model, in PostgreSQL. */
@NullMarked
package io.metaforge.adapter.persistence.model;

import org.jspecify.annotations.NullMarked;
