/**
 * Language models through LangChain4j, whose types do not leave this package. Nothing of it is loaded where no model is
 * configured.
 */
@NullMarked
package io.metaforge.adapter.llm;

import org.jspecify.annotations.NullMarked;
