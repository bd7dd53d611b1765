/** What can go wrong, without a word about transport: kinds, stable codes and the exceptions that carry them. */
@NullMarked
package io.metaforge.domain.failure;

import org.jspecify.annotations.NullMarked;
