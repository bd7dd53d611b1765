/** What a power budget is made from: {@code architecture.json}, as far as it speaks of power. */
@NullMarked
package io.metaforge.agents.power.input;

import org.jspecify.annotations.NullMarked;
