/** Who may call which method: keys before the body, scopes by annotation, limits as headers. Decides nothing itself. */
@NullMarked
package io.metaforge.adapter.rest.access;

import org.jspecify.annotations.NullMarked;
