/** Files as a skill proposes them: paths, digests, change sets and their diffs. Nothing here reads or writes a file. */
@NullMarked
package io.metaforge.domain.artifact;

import org.jspecify.annotations.NullMarked;
