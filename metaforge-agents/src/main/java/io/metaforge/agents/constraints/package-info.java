/**
 * The document {@code constraints.json}, version 1: its records, and reading and writing it. How requirements are found
 * in prose, and what is designed from them, does not live here.
 */
@NullMarked
package io.metaforge.agents.constraints;

import org.jspecify.annotations.NullMarked;
