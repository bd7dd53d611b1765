/** Prints the files of the bom skill. Nothing is decided here. */
@NullMarked
package io.metaforge.agents.bom.document;

import org.jspecify.annotations.NullMarked;
