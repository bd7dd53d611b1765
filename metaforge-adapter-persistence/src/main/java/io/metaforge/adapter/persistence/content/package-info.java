/** Bytes of artifacts by their digest. */
@NullMarked
package io.metaforge.adapter.persistence.content;

import org.jspecify.annotations.NullMarked;
