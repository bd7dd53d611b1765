package io.metaforge.domain.skill;

import java.util.regex.Pattern;

/**
 * Names an agent, without the suffix it carries in runs and events.
 *
 * @param value 1 to 64 lower-case letters, digits and single hyphens, such as {@code requirements}
 */
public record AgentName(String value) implements Comparable<AgentName> {

    private static final Pattern FORM = Pattern.compile("[a-z0-9]+(-[a-z0-9]+)*");

    public AgentName {
        if (value.length() > 64 || !FORM.matcher(value).matches()) {
            throw new IllegalArgumentException("not the name of an agent: " + value);
        }
    }

    /** Returns the name as runs and events print it, such as {@code requirements-agent}. */
    public String inRuns() {
        return value + "-agent";
    }

    @Override
    public int compareTo(AgentName other) {
        return value.compareTo(other.value);
    }

    @Override
    public String toString() {
        return value;
    }
}
