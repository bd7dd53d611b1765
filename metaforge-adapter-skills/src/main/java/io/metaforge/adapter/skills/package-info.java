/**
 * Skills that a workspace brings along: folders with a {@code SKILL.md} in the Agent Skills format, done by a program of the
 * folder or by a language model after the instructions. Starts no process itself.
 */
@NullMarked
package io.metaforge.adapter.skills;

import org.jspecify.annotations.NullMarked;
