/** Orderable passive and discrete parts, as data, and how one is found for a value. No rule of design lives here. */
@NullMarked
package io.metaforge.agents.bom.stock;

import org.jspecify.annotations.NullMarked;
