/** What approved artifacts were made from, one row a path. */
@NullMarked
package io.metaforge.adapter.persistence.provenance;

import org.jspecify.annotations.NullMarked;
