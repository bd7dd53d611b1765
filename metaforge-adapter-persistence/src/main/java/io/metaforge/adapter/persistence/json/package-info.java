/** JSON documents as columns hold them. What they mean is the business of the stores. */
@NullMarked
package io.metaforge.adapter.persistence.json;

import org.jspecify.annotations.NullMarked;
