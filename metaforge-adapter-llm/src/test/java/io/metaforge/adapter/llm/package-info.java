/** Tests of language models, with a real HTTP server in the place of the endpoint. */
@NullMarked
package io.metaforge.adapter.llm;

import org.jspecify.annotations.NullMarked;
