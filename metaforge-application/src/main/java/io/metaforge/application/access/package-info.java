/** Hands out API keys, also without a whole gateway around it. Checking keys and limits is internal to a gateway. */
@NullMarked
package io.metaforge.application.access;

import org.jspecify.annotations.NullMarked;
