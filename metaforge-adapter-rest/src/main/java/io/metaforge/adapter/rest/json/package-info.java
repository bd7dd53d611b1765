/** JSON in and out. Knows neither HTTP routes nor the domain. */
@NullMarked
package io.metaforge.adapter.rest.json;

import org.jspecify.annotations.NullMarked;
