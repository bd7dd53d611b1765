package io.metaforge.boot.cli.terminal;

import java.io.File;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * Shows what is longer than the screen in a program to scroll in, as git does: the one {@code METAFORGE_PAGER} names, else
 * {@code PAGER}, else less where there is one. Only on a terminal; elsewhere, and where the pager does not start, the lines
 * are written as they are: nobody is to decide over what was not shown.
 */
public final class Pager {

    /** How a shell ends where what it is to start cannot be executed, or is not there; POSIX.1, "exit status". */
    private static final int NOT_EXECUTABLE = 126;

    private static final int NOT_FOUND = 127;

    private final Terminal terminal;
    private final boolean wanted;

    /** Returns a pager for this terminal; one that is not wanted writes everything straight. */
    public Pager(Terminal terminal, boolean wanted) {
        this.terminal = terminal;
        this.wanted = wanted;
    }

    /** Shows the lines and returns when the reader has left the pager. */
    public void show(List<String> lines) {
        Surroundings around = terminal.surroundings();
        String command = wanted && around.output() && !around.isDumb() ? command(around.environment()) : "";
        if (command.isEmpty() || height(lines) < around.rows()) {
            terminal.lines(lines);
            return;
        }
        ProcessBuilder builder = new ProcessBuilder("sh", "-c", command)
                .redirectOutput(ProcessBuilder.Redirect.INHERIT)
                .redirectError(ProcessBuilder.Redirect.INHERIT);
        // Colours through, ended at once where all fits, the screen left as it is; what the reader set wins.
        builder.environment().putIfAbsent("LESS", "FRX");
        builder.environment().putIfAbsent("LESSCHARSET", "utf-8");
        try (Interrupts ignored = Interrupts.ignored()) {
            Process process = builder.start();
            try (PrintWriter text = new PrintWriter(process.getOutputStream(), false, StandardCharsets.UTF_8)) {
                // A pager that is left before the end just reads no further.
                lines.forEach(text::println);
            }
            int exitCode = process.waitFor();
            if (exitCode == NOT_EXECUTABLE || exitCode == NOT_FOUND) {
                terminal.lines(lines);
            }
        } catch (IOException e) {
            terminal.lines(lines);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private int height(List<String> lines) {
        int height = 0;
        for (String line : lines) {
            int width = Text.width(line.replaceAll("\u001b\\[[0-9;]*m", ""));
            height += Math.max(1, (width + terminal.columns() - 1) / terminal.columns());
        }
        return height;
    }

    /** Returns what to start; empty for none. {@code cat} is how people say that they want none. */
    static String command(Map<String, String> environment) {
        String named = environment.getOrDefault("METAFORGE_PAGER", environment.get("PAGER"));
        if (named != null) {
            return named.strip().equals("cat") ? "" : named.strip();
        }
        for (String folder : environment.getOrDefault("PATH", "").split(File.pathSeparator)) {
            if (!folder.isEmpty() && Files.isExecutable(Path.of(folder, "less"))) {
                return "less";
            }
        }
        return "";
    }
}
