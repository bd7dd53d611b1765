/** Writes JSON whose bytes depend on nothing but its content. No model of any document lives here. */
@NullMarked
package io.metaforge.agents.json;

import org.jspecify.annotations.NullMarked;
