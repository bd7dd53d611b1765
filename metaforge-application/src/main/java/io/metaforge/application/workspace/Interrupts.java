package io.metaforge.application.workspace;

import java.io.IOException;
import java.nio.channels.ClosedByInterruptException;

/** Keeps interrupts away from file channels, which answer one by closing themselves in the middle of the work. */
final class Interrupts {

    private Interrupts() {}

    /** Reads or writes a file. */
    @FunctionalInterface
    interface FileWork<T> {
        T run() throws IOException;
    }

    /** Runs {@code work} again where an interrupt cut it short; restores the interrupt afterwards. */
    static <T> T postponed(FileWork<T> work) throws IOException {
        boolean interrupted = Thread.interrupted();
        try {
            while (true) {
                try {
                    return work.run();
                } catch (ClosedByInterruptException e) {
                    interrupted |= Thread.interrupted();
                }
            }
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
