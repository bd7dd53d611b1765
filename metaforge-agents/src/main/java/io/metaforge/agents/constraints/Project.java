package io.metaforge.agents.constraints;

/**
 * What is specified.
 *
 * @param name from the document's title
 * @param summary one or two sentences of its introduction; empty where it has none
 */
public record Project(String name, String summary) {}
