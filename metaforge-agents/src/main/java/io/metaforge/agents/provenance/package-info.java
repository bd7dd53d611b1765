/** What documents say about the files they were made from. */
@NullMarked
package io.metaforge.agents.provenance;

import org.jspecify.annotations.NullMarked;
