/** Adds up indicative prices and compares them with what the requirements allow. */
@NullMarked
package io.metaforge.agents.bom.cost;

import org.jspecify.annotations.NullMarked;
