/** Prints a design as Markdown with Mermaid diagrams and as JSON. Decides nothing. */
@NullMarked
package io.metaforge.agents.architecture.document;

import org.jspecify.annotations.NullMarked;
