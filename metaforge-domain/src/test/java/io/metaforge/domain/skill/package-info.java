/** Tests of names of skills and agents. */
@NullMarked
package io.metaforge.domain.skill;

import org.jspecify.annotations.NullMarked;
