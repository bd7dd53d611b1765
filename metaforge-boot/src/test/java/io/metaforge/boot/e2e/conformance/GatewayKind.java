package io.metaforge.boot.e2e.conformance;

import java.util.List;

/** The gateways that scenarios can ask for. */
public enum GatewayKind {
    /** The defaults; several scenarios at once. */
    SHARED(List.of()),
    /** Can be killed and started again; one scenario at a time, all clients at once. */
    RESTARTED(List.of()),
    /** Lets only holders of keys in, and gives a run two seconds. */
    STRICT(List.of("--require-keys", "--run-timeout", "2s"));

    private final List<String> options;

    GatewayKind(List<String> options) {
        this.options = options;
    }

    String[] options() {
        return options.toArray(new String[0]);
    }
}
