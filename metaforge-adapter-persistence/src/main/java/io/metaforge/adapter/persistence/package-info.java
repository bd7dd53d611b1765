/** Keeps everything in PostgreSQL: {@link io.metaforge.adapter.persistence.PostgresStores} is the way in. Only this package and {@code embedded} are for others; the packages below are the stores one by one. */
@NullMarked
package io.metaforge.adapter.persistence;

import org.jspecify.annotations.NullMarked;
