/**
 * The event log over WebSocket at {@code /ws}, with Tyrus on the HTTP server's own listeners. Holds the handshake, the
 * sockets and the frames they send; which events there are, and in what order, is the application's to say.
 */
@NullMarked
package io.metaforge.adapter.ws;

import org.jspecify.annotations.NullMarked;
