/** Tools put together to what a gateway offers its agents. No tool itself lives here. */
@NullMarked
package io.metaforge.application.tool;

import org.jspecify.annotations.NullMarked;
