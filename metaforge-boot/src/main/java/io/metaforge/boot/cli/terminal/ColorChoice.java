package io.metaforge.boot.cli.terminal;

import java.util.Map;

/** When to colour. */
public enum ColorChoice {
    auto,
    always,
    never;

    /**
     * Decides by what was asked for on the command line first, then by {@code NO_COLOR} (no-color.org),
     * {@code CLICOLOR_FORCE} (bixense.com/clicolors) and what the terminal can do.
     */
    public boolean colours(Map<String, String> environment, boolean terminal) {
        if (this != auto) {
            return this == always;
        }
        if (isSet(environment, "NO_COLOR")) {
            return false;
        }
        if (isSet(environment, "CLICOLOR_FORCE") && !"0".equals(environment.get("CLICOLOR_FORCE"))) {
            return true;
        }
        return terminal && !"dumb".equals(environment.get("TERM"));
    }

    private static boolean isSet(Map<String, String> environment, String name) {
        return !environment.getOrDefault(name, "").isEmpty();
    }
}
