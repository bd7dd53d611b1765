/**
 * Everything a gateway keeps, in the memory of one process: the default for programs that embed MetaForge. Nothing here
 * touches a disk or outlives the process.
 */
@NullMarked
package io.metaforge.application.memory;

import org.jspecify.annotations.NullMarked;
