/**
 * The running gateway: the HTTP server with what guards it, the assembly of all adapters, and the files that tell others of
 * it. The only place that sees every adapter.
 */
@NullMarked
package io.metaforge.boot.server;

import org.jspecify.annotations.NullMarked;
