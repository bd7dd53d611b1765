/** The command line. The only place that writes to the standard streams; commands on sessions go through the client. */
@NullMarked
package io.metaforge.boot.cli;

import org.jspecify.annotations.NullMarked;
