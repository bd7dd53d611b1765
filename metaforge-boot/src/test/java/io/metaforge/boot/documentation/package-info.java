/** Compares the documentation with what it is about, and its parts with each other. Programs it shows are run end to end. */
@NullMarked
package io.metaforge.boot.documentation;

import org.jspecify.annotations.NullMarked;
