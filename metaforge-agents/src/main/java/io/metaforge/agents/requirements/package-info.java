/**
 * The skill {@code spec}: finds the requirements in Markdown and proposes {@code constraints.json} and {@code
 * assumptions.md}. Rules lie in the tables beside these classes; nothing here knows a particular document. What the
 * amounts in a text are lives in {@code quantity}.
 */
@NullMarked
package io.metaforge.agents.requirements;

import org.jspecify.annotations.NullMarked;
