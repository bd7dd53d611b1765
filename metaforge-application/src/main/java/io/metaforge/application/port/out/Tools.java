package io.metaforge.application.port.out;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** The external programs that agents can use. Thread-safe. */
public interface Tools {

    /** Returns what was found, from a cache; never waits for a program. Tools not looked for yet are absent. */
    List<Detected> detected();

    /** Looks again. Waits for it, at most some seconds. */
    List<Detected> detect();

    /** No tools at all. */
    static Tools none() {
        return new Tools() {
            @Override
            public List<Detected> detected() {
                return List.of();
            }

            @Override
            public List<Detected> detect() {
                return List.of();
            }
        };
    }

    /**
     * A tool that was looked for.
     *
     * @param name such as {@code kicad}
     * @param state what was found
     * @param version as the program prints it; null where unknown
     * @param advice what to do about it; null where nothing is to be done
     */
    record Detected(
            String name,
            State state,
            @Nullable String version,
            @Nullable String advice) {

        /** Reports whether the tool can be used. */
        public boolean available() {
            return state == State.DETECTED;
        }
    }

    /** What was found. */
    enum State {
        DETECTED,
        NOT_FOUND,
        TOO_OLD,
        DOES_NOT_START
    }
}
