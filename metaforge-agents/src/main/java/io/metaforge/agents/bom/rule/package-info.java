/** Which passive parts a design needs, as data: general rules and the circuits of data sheets. Nothing is applied here. */
@NullMarked
package io.metaforge.agents.bom.rule;

import org.jspecify.annotations.NullMarked;
