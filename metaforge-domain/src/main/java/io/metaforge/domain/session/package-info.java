/** The session aggregate, its states, its verbs and the events they cause. */
@NullMarked
package io.metaforge.domain.session;

import org.jspecify.annotations.NullMarked;
