package io.metaforge.adapter.tools;

import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A program that agents can use: what it is called, how it tells its version, and what to do where it is missing. */
enum KnownTool {
    /** KiCad's command line, which KiCad has since version 7. */
    KICAD(
            "kicad",
            "kicad-cli",
            List.of("kicad-cli"),
            List.of("kicad-cli.exe"),
            List.of("version"),
            Pattern.compile("(?m)^\\s*(?<version>(?<major>[0-9]{1,4})\\.[0-9]{1,4}\\S{0,60})"),
            7,
            "KiCad 7 or newer from https://www.kicad.org/download (Debian and Ubuntu: package kicad)"),
    /** The circuit simulator. Its banner names it with its version: {@code ** ngspice-42 : Circuit level simulation program}. */
    NGSPICE(
            "ngspice",
            "ngspice",
            List.of("ngspice"),
            // On Windows ngspice.exe opens a window.
            List.of("ngspice_con.exe", "ngspice.exe"),
            List.of("--version"),
            Pattern.compile("ngspice[- ](?<version>(?<major>[0-9]{1,4})\\S{0,60})"),
            0,
            "ngspice from https://ngspice.sourceforge.io (Debian and Ubuntu: package ngspice; macOS: brew install ngspice)");

    private final String published;
    private final String program;
    private final List<String> posixNames;
    private final List<String> windowsNames;
    private final List<String> versionArguments;
    private final Pattern versionPattern;
    private final int minimum;
    private final String source;

    KnownTool(
            String published,
            String program,
            List<String> posixNames,
            List<String> windowsNames,
            List<String> versionArguments,
            Pattern versionPattern,
            int minimum,
            String source) {
        this.published = published;
        this.program = program;
        this.posixNames = posixNames;
        this.windowsNames = windowsNames;
        this.versionArguments = versionArguments;
        this.versionPattern = versionPattern;
        this.minimum = minimum;
        this.source = source;
    }

    /** A version, as the program prints it, and its first number. */
    record Version(String text, int major) {}

    /** Returns the name that the gateway shows. */
    String published() {
        return published;
    }

    /** Returns the name of the program. */
    String program() {
        return program;
    }

    /** Returns the names the program's file can have, the best first. */
    List<String> fileNames(boolean windows) {
        return windows ? windowsNames : posixNames;
    }

    /** Returns the arguments that make it print its version. */
    List<String> versionArguments() {
        return versionArguments;
    }

    /** Finds the version in what the program printed. */
    Optional<Version> version(String output) {
        Matcher found = versionPattern.matcher(output);
        return found.find()
                ? Optional.of(new Version(found.group("version"), Integer.parseInt(found.group("major"))))
                : Optional.empty();
    }

    /** Reports whether a version is new enough. */
    boolean accepts(Version version) {
        return version.major() >= minimum;
    }

    /** Returns where the program is to be had, to continue "Install …". */
    String source() {
        return source;
    }
}
