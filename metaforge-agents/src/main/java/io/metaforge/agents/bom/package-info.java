/** The agent that makes a parts list of an architecture. */
@NullMarked
package io.metaforge.agents.bom;

import org.jspecify.annotations.NullMarked;
