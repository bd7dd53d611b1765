/** The Java client of a gateway's REST and WebSocket API. Knows wire records only, nothing of the gateway's inside. */
@NullMarked
package io.metaforge.client;

import org.jspecify.annotations.NullMarked;
