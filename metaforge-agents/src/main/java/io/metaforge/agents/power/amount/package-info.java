/** How power budgets print figures and read those of requirements. Nothing is calculated here. */
@NullMarked
package io.metaforge.agents.power.amount;

import org.jspecify.annotations.NullMarked;
