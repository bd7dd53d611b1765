package io.metaforge.domain.skill;

import io.metaforge.domain.failure.Failure;
import java.util.regex.Pattern;

/**
 * Names a skill.
 *
 * @param value 1 to 64 lower-case letters, digits and single hyphens, as in the Agent Skills format
 */
public record SkillName(String value) implements Comparable<SkillName> {

    private static final Pattern FORM = Pattern.compile("[a-z0-9]+(-[a-z0-9]+)*");

    public SkillName {
        if (value.length() > 64 || !FORM.matcher(value).matches()) {
            throw Failure.invalid(
                            "skill",
                            "name of a skill: lower-case letters, digits and hyphens",
                            "Invalid input: 'skill' is not the name of a skill")
                    .asException();
        }
    }

    @Override
    public int compareTo(SkillName other) {
        return value.compareTo(other.value);
    }

    @Override
    public String toString() {
        return value;
    }
}
