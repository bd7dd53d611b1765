/** Drives the packaged server from outside, as users do: processes, HTTP, WebSocket, files. No class of the server is used. */
@NullMarked
package io.metaforge.boot.e2e;

import org.jspecify.annotations.NullMarked;
