/** What happens to sessions as users of the client see it: events, progress, and streams of them; no connection, no JSON. */
@NullMarked
package io.metaforge.client.event;

import org.jspecify.annotations.NullMarked;
