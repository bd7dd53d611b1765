/** The arithmetic of small circuits: dividers, pull-ups, inductors, crystal loads. No part numbers live here. */
@NullMarked
package io.metaforge.agents.bom.circuit;

import org.jspecify.annotations.NullMarked;
