/**
 * What a person said when rejecting an earlier attempt: read into directives that bind the next one like requirements do.
 * What cannot be read stays as text and is told so.
 */
@NullMarked
package io.metaforge.agents.architecture.revision;

import org.jspecify.annotations.NullMarked;
