/**
 * Calculates a power budget: duty cycle, currents by part and rail, life of the battery, and what each requirement on power
 * gets. How the result is printed does not live here.
 */
@NullMarked
package io.metaforge.agents.power.budget;

import org.jspecify.annotations.NullMarked;
