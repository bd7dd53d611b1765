package io.metaforge.application.port.out;

import io.metaforge.application.port.out.Tools.Detected;

/**
 * Does a job for agents that they do not do themselves: an external program such as ngspice, or a calculation in Java.
 *
 * <p>Registered with the {@code MetaForge} builder; a server finds tools by {@link java.util.ServiceLoader}, through a
 * public constructor without parameters. Implementations MUST be thread-safe: several runs execute one tool at once.
 */
public interface Tool {

    /**
     * Returns the name agents ask for, unique in a gateway: 1 to 64 lower-case letters and digits, with hyphens between.
     */
    String name();

    /**
     * Looks whether the tool can be used. Waits for it, at most some seconds. What it returns bears {@link #name()}.
     *
     * @throws InterruptedException when nobody waits for the answer any more
     */
    Detected detect() throws InterruptedException;

    /**
     * Executes the tool on what the request brings, and nothing else: it neither reads nor writes the workspace. An exit
     * code other than 0 is a result, not an exception.
     *
     * <p>Implementations MUST end soon after they are interrupted, with everything they started, and SHOULD keep the
     * limits of the request themselves; whoever calls through a run's context is held to them in any case. Messages MUST
     * NOT name paths of the machine.
     *
     * @throws io.metaforge.domain.failure.MetaForgeException of kind {@code TOOL} where it cannot be executed or exceeds
     *     the limit of its output, {@code TIMEOUT} where it exceeds its time, {@code VALIDATION} where the request is
     *     wrong
     * @throws InterruptedException when the run was called off
     */
    ToolResult execute(ToolRequest request) throws InterruptedException;
}
