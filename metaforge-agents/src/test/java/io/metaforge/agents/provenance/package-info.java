@NullMarked
package io.metaforge.agents.provenance;

import org.jspecify.annotations.NullMarked;
