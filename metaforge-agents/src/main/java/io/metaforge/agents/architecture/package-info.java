/** The skill {@code architecture}: from {@code constraints.json} to a proposed architecture. */
@NullMarked
package io.metaforge.agents.architecture;

import org.jspecify.annotations.NullMarked;
