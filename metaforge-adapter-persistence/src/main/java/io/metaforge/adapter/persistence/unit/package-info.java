/** Units of work over JDBC: the connection of a thread, commits, retries, and what SQL errors mean. No table is named here. */
@NullMarked
package io.metaforge.adapter.persistence.unit;

import org.jspecify.annotations.NullMarked;
