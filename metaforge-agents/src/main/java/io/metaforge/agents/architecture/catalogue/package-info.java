/** The built-in parts: what they are, what they need and what they cost. How parts are chosen does not live here. */
@NullMarked
package io.metaforge.agents.architecture.catalogue;

import org.jspecify.annotations.NullMarked;
