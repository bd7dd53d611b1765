package io.metaforge.application.agent;

import io.metaforge.application.port.out.Tool;
import io.metaforge.domain.artifact.WorkspacePath;
import io.metaforge.domain.session.RunInput;
import io.metaforge.domain.session.RunOptions;
import io.metaforge.domain.session.SessionId;
import io.metaforge.domain.skill.SkillName;
import java.util.List;
import java.util.Optional;

/**
 * What an agent is given for one run. Thread-safe.
 *
 * <p>Every file read through it is recorded in the change set with the digest of the bytes that were read; reading the
 * same path again returns the same bytes for the whole run.
 */
public interface RunContext {

    /** Returns the session that is run. */
    SessionId session();

    /** Returns the skill to run. */
    SkillName skill();

    /** Returns the request's input as it was sent. */
    RunInput input();

    /** Returns how the run was asked to be done. */
    RunOptions options();

    /** Returns the files to work on: those of the request, or the skill's default inputs where it named none. */
    List<WorkspacePath> files();

    /**
     * Reads a file of the workspace.
     *
     * @throws io.metaforge.domain.failure.MetaForgeException of kind {@code VALIDATION} where there is no such regular
     *     file inside the workspace, {@code TOO_LARGE} where it exceeds the limit for inputs
     */
    byte[] read(WorkspacePath path);

    /**
     * Reads a text file of the workspace in UTF-8, without its byte order mark.
     *
     * @throws io.metaforge.domain.failure.MetaForgeException as {@link #read}, and of kind {@code VALIDATION} where the
     *     bytes are not valid UTF-8
     */
    String readText(WorkspacePath path);

    /** Reads a file if there is one at {@code path}; throws like {@link #read} for any other reason. */
    Optional<byte[]> readIfPresent(WorkspacePath path);

    /**
     * Returns a tool that can be used now. Looks for it first, for some seconds at most, where it was not found before.
     *
     * <p>What it executes takes no longer than its limits and the rest of the run allow, whether the tool keeps to that
     * or not, and ends when the run is called off. Files of the workspace go to it as what {@link #read} returned, so they
     * are recorded like all others.
     *
     * @throws io.metaforge.domain.failure.MetaForgeException of kind {@code TOOL} where there is none, with advice what to
     *     do about it
     * @throws InterruptedException when the run was called off
     */
    Tool tool(String name) throws InterruptedException;

    /** Returns a tool like {@link #tool}, or empty where it cannot be used. */
    Optional<Tool> toolIfAvailable(String name) throws InterruptedException;

    /** Returns the language model to ask; empty where none is configured, and the agent works by its rules alone. */
    default Optional<Model> model() {
        return Optional.empty();
    }

    /**
     * Returns the rejected attempt that this run is to do better; empty where it revises none. An agent acts on what it
     * understands of the reasons and leaves the rest to a language model where there is one.
     */
    default Optional<Revision> revision() {
        return Optional.empty();
    }

    /**
     * Returns which of the files read so far are out of date, by path. The session says so by itself; an agent repeats it
     * in documents that people read without the session, as {@link StaleInput#sentence()}.
     */
    default List<StaleInput> staleInputs() {
        return List.of();
    }

    /**
     * Reports progress. Cheap: reports in quick succession are merged before they are recorded.
     *
     * @param fraction 0 to 1
     * @param message what is being done, for a person
     * @throws InterruptedException when the run was called off
     */
    void progress(double fraction, String message) throws InterruptedException;
}
