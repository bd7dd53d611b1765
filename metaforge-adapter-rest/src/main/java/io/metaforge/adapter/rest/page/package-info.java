/** The human page at the root and the files it needs. Everything shown is escaped here. */
@NullMarked
package io.metaforge.adapter.rest.page;

import org.jspecify.annotations.NullMarked;
