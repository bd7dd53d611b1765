/** Tests of the search for programs, with real processes. */
@NullMarked
package io.metaforge.adapter.tools;

import org.jspecify.annotations.NullMarked;
