package io.metaforge.agents.constraints;

/**
 * Where a requirement stands.
 *
 * @param file path in the workspace
 * @param line from 1
 */
public record Source(String file, int line) {}
