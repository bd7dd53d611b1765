/** What a skill is: its name, agent, inputs and approval policy. Running one lives in the application. */
@NullMarked
package io.metaforge.domain.skill;

import org.jspecify.annotations.NullMarked;
