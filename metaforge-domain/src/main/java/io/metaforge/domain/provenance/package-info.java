/** What approved artifacts were made from, and whether that still holds. No file is read here. */
@NullMarked
package io.metaforge.domain.provenance;

import org.jspecify.annotations.NullMarked;
