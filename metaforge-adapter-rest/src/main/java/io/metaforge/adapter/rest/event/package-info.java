/** Server-sent events over Grizzly's non-blocking output. Reads events through the port only. */
@NullMarked
package io.metaforge.adapter.rest.event;

import org.jspecify.annotations.NullMarked;
