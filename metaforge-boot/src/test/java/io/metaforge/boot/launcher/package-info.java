/** Tests of the script at the root of the repository, with stand-ins for Java and Maven. */
@NullMarked
package io.metaforge.boot.launcher;

import org.jspecify.annotations.NullMarked;
