package io.metaforge.application.port.out;

import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The tools of a gateway: what was found of them, and each by its name. Thread-safe. */
public interface Tools {

    /** Returns what was found, from a cache; never waits for a program. Tools not looked for yet are absent. */
    List<Detected> detected();

    /** Looks again. Waits for it, at most some seconds. */
    List<Detected> detect();

    /**
     * Returns the tool of this name, whether it was found or not; empty where there is none, or it is only looked for and
     * cannot be executed.
     */
    default Optional<Tool> find(String name) {
        return Optional.empty();
    }

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
     * @param capabilities what this version can do, in words of the tool; empty where it tells nothing
     */
    record Detected(
            String name,
            State state,
            @Nullable String version,
            @Nullable String advice,
            List<String> capabilities) {

        public Detected {
            capabilities = List.copyOf(capabilities);
        }

        public Detected(String name, State state, @Nullable String version, @Nullable String advice) {
            this(name, state, version, advice, List.of());
        }

        /** Returns a tool that can be used, such as one in Java, which is always there. */
        public static Detected available(String name, String version) {
            return new Detected(name, State.DETECTED, version, null);
        }

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
