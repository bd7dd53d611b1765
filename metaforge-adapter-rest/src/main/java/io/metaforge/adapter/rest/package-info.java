/**
 * REST over Jersey on Grizzly: the entry point. What a request means is decided behind the in-ports, never here.
 */
@NullMarked
package io.metaforge.adapter.rest;

import org.jspecify.annotations.NullMarked;
