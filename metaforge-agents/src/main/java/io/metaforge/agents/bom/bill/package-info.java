/** Applies rules to a design: every piece on the board, with its reason. No file format lives here. */
@NullMarked
package io.metaforge.agents.bom.bill;

import org.jspecify.annotations.NullMarked;
