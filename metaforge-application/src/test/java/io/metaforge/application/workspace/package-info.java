/** Tests of the workspace on a real disk. */
@NullMarked
package io.metaforge.application.workspace;

import org.jspecify.annotations.NullMarked;
