/** From the domain to wire records. Decides nothing and asks nothing. */
@NullMarked
package io.metaforge.adapter.rest.response;

import org.jspecify.annotations.NullMarked;
