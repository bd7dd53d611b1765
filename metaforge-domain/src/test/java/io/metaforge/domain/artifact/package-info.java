/** Tests of paths, digests, change sets and diffs. */
@NullMarked
package io.metaforge.domain.artifact;

import org.jspecify.annotations.NullMarked;
