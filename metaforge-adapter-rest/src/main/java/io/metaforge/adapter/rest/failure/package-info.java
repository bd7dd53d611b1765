/** From whatever went wrong to an HTTP error, in one place. No resource maps a failure itself. */
@NullMarked
package io.metaforge.adapter.rest.failure;

import org.jspecify.annotations.NullMarked;
