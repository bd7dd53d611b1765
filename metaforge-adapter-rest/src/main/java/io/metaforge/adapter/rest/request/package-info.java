/** Reads requests strictly, naming the field that is wrong. Decides nothing about sessions. */
@NullMarked
package io.metaforge.adapter.rest.request;

import org.jspecify.annotations.NullMarked;
