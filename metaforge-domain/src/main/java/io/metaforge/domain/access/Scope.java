package io.metaforge.domain.access;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Something an API key allows. Scopes stand beside each other, so that whoever runs skills need not be allowed to approve;
 * only {@link #ADMIN} implies all others.
 */
public enum Scope {
    /** See everything: sessions, proposals with their bytes and diffs, events, decisions, skills, the gateway's state. */
    READ,
    /** Create, run, cancel and delete sessions. Nothing of that writes to the workspace. */
    RUN,
    /** Approve and reject proposals, which is what changes files of the workspace. */
    APPROVE,
    /** Everything, and what later releases keep for whoever runs the gateway. */
    ADMIN;

    /** Returns the name, such as {@code read}, on the command line and in messages. */
    public String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Finds the scope of this name. */
    public static Optional<Scope> ofWireName(String name) {
        return Arrays.stream(values())
                .filter(scope -> scope.wireName().equals(name))
                .findFirst();
    }

    /** Returns all names, for messages. */
    public static String names() {
        return Arrays.stream(values()).map(Scope::wireName).collect(Collectors.joining(", "));
    }
}
