/** The command line as people meet it: in a real terminal (tmux), in pipes, in a shell; against the packaged server. */
@NullMarked
package io.metaforge.boot.e2e.terminal;

import org.jspecify.annotations.NullMarked;
