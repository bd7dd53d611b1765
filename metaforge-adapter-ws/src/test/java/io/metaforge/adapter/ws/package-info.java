/** Tests of the sockets, with real connections to a real HTTP server. */
@NullMarked
package io.metaforge.adapter.ws;

import org.jspecify.annotations.NullMarked;
