package io.metaforge.agents.constraints;

/**
 * Something a design needs to know and no requirement says.
 *
 * @param topic one or two words, such as {@code supply voltage}
 * @param why it matters
 */
public record Gap(String topic, String why) {}
