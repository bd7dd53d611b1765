/** Decisions of persons over proposals, bound to the digest of what was reviewed. */
@NullMarked
package io.metaforge.domain.approval;

import org.jspecify.annotations.NullMarked;
