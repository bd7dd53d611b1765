package io.metaforge.agents.input;

import io.metaforge.application.agent.RunContext;
import io.metaforge.domain.artifact.WorkspacePath;
import io.metaforge.domain.failure.Failure;
import io.metaforge.domain.failure.FailureKind;
import io.metaforge.domain.failure.MetaForgeException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A file that one skill writes and another reads. */
public final class WrittenInput {

    private WrittenInput() {}

    /**
     * Returns the one file a run works on.
     *
     * @param files of the run
     * @param usual what it works on where it names none
     * @param skill that is run, for the message
     * @throws MetaForgeException of kind {@code VALIDATION} where there are several
     */
    public static WorkspacePath only(List<WorkspacePath> files, WorkspacePath usual, String skill) {
        if (files.size() > 1) {
            throw Failure.invalid(
                            "input.files",
                            "one " + usual.fileName(),
                            "Invalid input: 'input.files' must name one " + usual.fileName() + " for the skill "
                                    + skill)
                    .asException();
        }
        return files.isEmpty() ? usual : files.get(0);
    }

    /**
     * Reads a file.
     *
     * @param name it usually has, for the message
     * @param writer skill that writes it
     * @throws MetaForgeException of kind {@code VALIDATION} where it is missing, with what to run first
     */
    public static byte[] read(RunContext context, WorkspacePath path, String name, String writer) {
        return context.readIfPresent(path)
                .orElseThrow(() -> refused(
                        path,
                        "There is no " + path + ": run the skill " + writer + " first and approve what it proposes",
                        name + " that " + writer + " wrote"));
    }

    /** Returns a failure of kind {@code VALIDATION} that names the file and what was expected there. */
    public static MetaForgeException refused(WorkspacePath path, String message, String expected) {
        Map<String, Object> details = new LinkedHashMap<>();
        details.put("path", path.value());
        details.put("expected", expected);
        return new Failure(FailureKind.VALIDATION, message, details).asException();
    }
}
