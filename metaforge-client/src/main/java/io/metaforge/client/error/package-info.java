/** What calls of the client end with instead of a result, as one tree of exceptions; nothing that talks to a gateway. */
@NullMarked
package io.metaforge.client.error;

import org.jspecify.annotations.NullMarked;
