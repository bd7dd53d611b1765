/** API keys, and how many requests each has sent. */
@NullMarked
package io.metaforge.adapter.persistence.access;

import org.jspecify.annotations.NullMarked;
