/** The rules of the power budget, as data: assumptions, duties, and which requirement asks for which figure. */
@NullMarked
package io.metaforge.agents.power.rule;

import org.jspecify.annotations.NullMarked;
