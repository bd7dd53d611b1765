/**
 * Chooses parts that meet the needs, wires them to a controller, plans their supply, and checks the result against every
 * requirement. How a design is printed does not live here.
 */
@NullMarked
package io.metaforge.agents.architecture.design;

import org.jspecify.annotations.NullMarked;
