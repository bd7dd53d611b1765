/** How agents take the files that other skills wrote, and what they say where one is missing. */
@NullMarked
package io.metaforge.agents.input;

import org.jspecify.annotations.NullMarked;
