/** The run queue on db-scheduler. What a run does is not known here. */
@NullMarked
package io.metaforge.adapter.persistence.run;

import org.jspecify.annotations.NullMarked;
