package io.metaforge.boot.cli.doctor;

import com.fasterxml.jackson.annotation.JsonInclude;
import org.jspecify.annotations.Nullable;

/**
 * What was found where one thing was looked at.
 *
 * @param check what was looked at, such as {@code database}
 * @param verdict {@code ok}, {@code warning} or {@code problem}
 * @param found what is there, in a few words
 * @param fix what to do about it; null where nothing is to be done
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Finding(
        String check,
        String verdict,
        String found,
        @Nullable String fix) {

    /** All is well. */
    public static final String OK = "ok";

    /** A gateway works, but not all of it. */
    public static final String WARNING = "warning";

    /** A gateway does not start, or not as configured. */
    public static final String PROBLEM = "problem";

    static Finding ok(String check, String found) {
        return new Finding(check, OK, found, null);
    }

    static Finding warning(String check, String found, String fix) {
        return new Finding(check, WARNING, found, fix);
    }

    static Finding problem(String check, String found, String fix) {
        return new Finding(check, PROBLEM, found, fix);
    }
}
