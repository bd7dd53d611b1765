/** The paths of the API, one resource a topic: read the request, call one port, map what it returns. */
@NullMarked
package io.metaforge.adapter.rest.resource;

import org.jspecify.annotations.NullMarked;
