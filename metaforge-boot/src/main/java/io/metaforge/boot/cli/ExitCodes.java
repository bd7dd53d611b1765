package io.metaforge.boot.cli;

import java.util.LinkedHashMap;
import java.util.Map;

/** How the program ends: all its exit codes, and what they mean. Scripts rely on them; none changes its meaning. */
final class ExitCodes {

    static final int DONE = 0;
    static final int FAILED = 1;
    static final int USAGE = 2;
    static final int RUN_FAILED = 3;
    static final int NO_GATEWAY = 4;
    static final int REJECTED = 5;
    static final int TIME_UP = 6;
    static final int REFUSED = 7;
    static final int NOT_ALLOWED = 8;
    static final int INTERRUPTED = 130;

    private ExitCodes() {}

    /** Returns what each code means, ascending, for the help. */
    static Map<String, String> meanings() {
        Map<String, String> meanings = new LinkedHashMap<>();
        meanings.put(" " + DONE, "done");
        meanings.put(" " + FAILED, "something failed; the message says what to do");
        meanings.put(" " + USAGE, "the command line or a setting is wrong");
        meanings.put(" " + RUN_FAILED, "the run failed or was cancelled");
        meanings.put(" " + NO_GATEWAY, "no gateway answers");
        meanings.put(" " + REJECTED, "the proposal was rejected");
        meanings.put(" " + TIME_UP, "--timeout is over; the run goes on");
        meanings.put(" " + REFUSED, "refused: the state is another than you think");
        meanings.put(" " + NOT_ALLOWED, "the API key is missing or not good for this");
        meanings.put("" + INTERRUPTED, "interrupted by Ctrl-C");
        return meanings;
    }
}
