package io.metaforge.adapter.tools;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * A run of a program that only tells about itself: in an empty folder, without input, with little time and little to print.
 *
 * @param end how it ended
 * @param output what it printed, both streams together
 */
record ProgramRun(End end, String output) {

    private static final int MAX_OUTPUT = 64 << 10;

    /** How a run ended. */
    enum End {
        SUCCEEDED,
        FAILED,
        NOT_STARTED,
        TIMED_OUT,
        PRINTED_TOO_MUCH
    }

    /** Runs a program. Interrupting the thread kills the program. */
    static ProgramRun of(List<String> command, Duration limit) throws InterruptedException {
        long deadline = System.nanoTime() + limit.toNanos();
        try (WorkFolder folder = WorkFolder.create()) {
            return in(folder, command, deadline);
        } catch (IOException e) {
            return new ProgramRun(End.NOT_STARTED, "no temporary folder");
        }
    }

    private static ProgramRun in(WorkFolder folder, List<String> command, long deadline) throws InterruptedException {
        ByteArrayOutputStream output = new ByteArrayOutputStream();
        ChildProcess child;
        try {
            child = ChildProcess.start(command, folder.path(), Map.of(), true);
        } catch (IOException e) {
            return new ProgramRun(End.NOT_STARTED, "");
        }
        try (child) {
            child.feed(new byte[0]);
            ChildProcess.End end = child.await(output, new ByteArrayOutputStream(), deadline, MAX_OUTPUT);
            return new ProgramRun(
                    switch (end) {
                        case EXITED -> child.exitCode() == 0 ? End.SUCCEEDED : End.FAILED;
                        case TIMED_OUT -> End.TIMED_OUT;
                        case PRINTED_TOO_MUCH -> End.PRINTED_TOO_MUCH;
                    },
                    output.toString(StandardCharsets.UTF_8));
        } catch (IOException e) {
            return new ProgramRun(End.FAILED, output.toString(StandardCharsets.UTF_8));
        }
    }
}
