/** The skill {@code power}: from {@code architecture.json} and {@code constraints.json} to a power budget. */
@NullMarked
package io.metaforge.agents.power;

import org.jspecify.annotations.NullMarked;
