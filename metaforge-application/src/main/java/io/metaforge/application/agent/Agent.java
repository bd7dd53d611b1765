package io.metaforge.application.agent;

import io.metaforge.domain.skill.AgentName;
import io.metaforge.domain.skill.Skill;
import java.util.List;

/**
 * Does the work of one or more skills.
 *
 * <p>Registered with the {@code MetaForge} builder, or found by {@link java.util.ServiceLoader} through a public
 * constructor without parameters. Implementations MUST be thread-safe: several runs execute at once on one instance.
 * They MUST NOT write to the workspace; they return what they want written. The same inputs SHOULD give the same bytes.
 */
public interface Agent {

    /** Returns the agent's name, unique in a gateway. */
    AgentName name();

    /** Returns the agent's version, as semantic versioning writes it. A change set's digest covers it. */
    String version();

    /** Returns the skills it offers; each names this agent. Called once, at registration. */
    List<Skill> skills();

    /**
     * Runs a skill. Called on a thread of its own, outside any transaction; it is interrupted when the run is cancelled
     * or its deadline passes, and what it returns after that is dropped.
     *
     * @return what to write; empty where there is nothing to
     * @throws io.metaforge.domain.failure.MetaForgeException with a failure for the user to read, of kind {@code AGENT},
     *     {@code TOOL} or {@code VALIDATION}; anything else that is thrown is reported as a fault of the agent
     * @throws InterruptedException when the run was called off
     */
    Proposal run(RunContext context) throws InterruptedException;
}
