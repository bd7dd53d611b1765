/** A PostgreSQL server of the gateway's own, from binaries on the class path. Nothing here knows a table; nothing else in this module starts a process. */
@NullMarked
package io.metaforge.adapter.persistence.embedded;

import org.jspecify.annotations.NullMarked;
