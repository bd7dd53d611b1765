/** Gateways that are served from inside other programs, and the testkit's that are. */
@NullMarked
package io.metaforge.boot.embedding;

import org.jspecify.annotations.NullMarked;
