/** How the client talks to a gateway: requests and their repetition, reading answers and events; nothing that users see. */
@NullMarked
package io.metaforge.client.internal;

import org.jspecify.annotations.NullMarked;
