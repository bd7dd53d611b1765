/**
 * External programs: where they are, and whether they can be used. The only place that starts processes; never through a
 * shell, never with the gateway's own environment.
 */
@NullMarked
package io.metaforge.adapter.tools;

import org.jspecify.annotations.NullMarked;
