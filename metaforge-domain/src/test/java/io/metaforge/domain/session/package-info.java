/** Tests of the session aggregate and its events. */
@NullMarked
package io.metaforge.domain.session;

import org.jspecify.annotations.NullMarked;
