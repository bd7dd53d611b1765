/** The folder {@code .forge} of a workspace: what a gateway keeps beside the database. */
@NullMarked
package io.metaforge.boot.workspace;

import org.jspecify.annotations.NullMarked;
