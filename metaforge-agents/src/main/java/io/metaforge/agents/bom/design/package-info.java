/** What the bom skill reads of {@code architecture.json}. Nothing is decided here. */
@NullMarked
package io.metaforge.agents.bom.design;

import org.jspecify.annotations.NullMarked;
