package io.metaforge.client.event;

/**
 * How far a run is.
 *
 * @param sessionId the session
 * @param agent such as {@code requirements-agent}
 * @param fraction from 0 to 1, as the agent reports it
 * @param message what the agent does, for a person; comes from the agent and may hold any character
 */
public record Progress(String sessionId, String agent, double fraction, String message) {}
