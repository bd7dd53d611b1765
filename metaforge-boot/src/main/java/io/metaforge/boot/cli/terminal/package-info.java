/**
 * What commands know of the terminal they run in: its size, colours and glyphs, progress, questions, the pager, signals.
 * Nothing here knows of gateways or sessions.
 */
@NullMarked
package io.metaforge.boot.cli.terminal;

import org.jspecify.annotations.NullMarked;
