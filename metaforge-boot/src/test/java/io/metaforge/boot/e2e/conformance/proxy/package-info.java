/** A proxy that breaks connections, answers and streams on demand. Knows HTTP and WebSocket, nothing of gateways or clients. */
@org.jspecify.annotations.NullMarked
package io.metaforge.boot.e2e.conformance.proxy;
