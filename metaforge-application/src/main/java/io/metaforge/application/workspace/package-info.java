/**
 * The workspace as a folder on disk: reading it safely, locking it against other processes, and writing approved files
 * all or none. The only package of the application that touches files.
 */
@NullMarked
package io.metaforge.application.workspace;

import org.jspecify.annotations.NullMarked;
