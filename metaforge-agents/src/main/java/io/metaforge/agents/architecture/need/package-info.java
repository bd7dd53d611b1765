/**
 * What a design needs: functional blocks, limits, sources and rails, found in requirements with a vocabulary that is
 * data. Which parts meet the needs is decided elsewhere.
 */
@NullMarked
package io.metaforge.agents.architecture.need;

import org.jspecify.annotations.NullMarked;
