/**
 * How agents ask a language model: for JSON of a schema, which is checked here and sent back where it is wrong. What an answer
 * may change is for each agent to see to.
 */
@NullMarked
package io.metaforge.agents.model;

import org.jspecify.annotations.NullMarked;
