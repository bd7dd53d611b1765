/** Prints a power budget: JSON, Markdown and a chart. Nothing is calculated here. */
@NullMarked
package io.metaforge.agents.power.document;

import org.jspecify.annotations.NullMarked;
