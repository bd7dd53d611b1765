/**
 * Where settings come from: flags, the environment, the file of the workspace and defaults, in that order. Knows nothing
 * of what they configure.
 */
@NullMarked
package io.metaforge.boot.configuration;

import org.jspecify.annotations.NullMarked;
