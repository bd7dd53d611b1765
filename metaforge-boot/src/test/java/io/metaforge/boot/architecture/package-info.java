/** Holds the code to the architecture: what may depend on what, and where which technology is at home. */
@NullMarked
package io.metaforge.boot.architecture;

import org.jspecify.annotations.NullMarked;
