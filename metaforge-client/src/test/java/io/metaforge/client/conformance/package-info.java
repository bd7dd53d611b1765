/** The Java client as the conformance suite of all clients drives it; through the public API only. */
@NullMarked
package io.metaforge.client.conformance;

import org.jspecify.annotations.NullMarked;
