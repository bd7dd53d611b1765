package io.metaforge.boot.cli.terminal;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Shows how far something is: on a terminal one line that is drawn anew, elsewhere a line for each report.
 *
 * <p>The line is shorter than the terminal is wide, so that it never wraps; it is written at once and only if it
 * changed, so that it does not flicker. The cursor is neither hidden nor moved up, so whatever ends the process leaves a
 * terminal that works.
 */
public final class Progress implements AutoCloseable {

    private static final int BAR = 24;

    /** Room for the ^C that a terminal echoes. */
    private static final int MARGIN = 3;

    private final Terminal terminal;
    private final boolean drawn;
    private final long started = System.nanoTime();
    private final AtomicBoolean resized = new AtomicBoolean();
    private final Interrupts resizing;
    private final Thread whenKilled;
    private double fraction;
    private String message = "";
    private volatile String shown = "";

    private Progress(Terminal terminal, boolean drawn) {
        this.terminal = terminal;
        this.drawn = drawn;
        this.resizing = Interrupts.ofResizing(() -> resized.set(true));
        this.whenKilled = new Thread(this::clear, "metaforge-clear-line");
        if (drawn) {
            Runtime.getRuntime().addShutdownHook(whenKilled);
        }
    }

    /** Begins; on a terminal that can redraw a line if {@code drawn}. */
    public static Progress begin(Terminal terminal) {
        Surroundings around = terminal.surroundings();
        return new Progress(terminal, around.error() && !around.isDumb());
    }

    /** Shows a report. */
    public void report(double newFraction, String newMessage) {
        fraction = Math.max(0, Math.min(1, newFraction));
        message = Text.oneLine(newMessage);
        if (drawn) {
            tick();
        } else {
            terminal.note(percent(fraction) + "  " + message);
        }
    }

    /** Draws the line again if it changed: the time goes on also without reports. */
    public void tick() {
        if (!drawn) {
            return;
        }
        if (resized.getAndSet(false)) {
            terminal.resize(measured());
        }
        String line = line(terminal.errorColumns() - MARGIN);
        if (!line.equals(shown)) {
            shown = line;
            terminal.err().print("\r" + line + "\u001b[K");
            terminal.err().flush();
        }
    }

    /** Says something above the line. */
    public void say(String text) {
        clear();
        terminal.note("  " + text);
    }

    /** Takes the line away, to write something else; the next {@link #tick()} brings it back. */
    public void clear() {
        if (!shown.isEmpty()) {
            shown = "";
            terminal.err().print("\r\u001b[K");
            terminal.err().flush();
        }
    }

    /** Returns the time since it began, such as {@code 0.4 s} or {@code 2:03}. */
    public String elapsed() {
        return elapsed(System.nanoTime() - started);
    }

    static String elapsed(long nanos) {
        long seconds = TimeUnit.NANOSECONDS.toSeconds(nanos);
        if (seconds < 60) {
            return String.format(Locale.ROOT, "%.1f s", nanos / 1e9);
        }
        return seconds < 3600
                ? String.format(Locale.ROOT, "%d:%02d", seconds / 60, seconds % 60)
                : String.format(Locale.ROOT, "%d:%02d:%02d", seconds / 3600, seconds / 60 % 60, seconds % 60);
    }

    private String line(int cells) {
        long seconds = TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - started);
        String time = String.format(Locale.ROOT, "%d:%02d", seconds / 60, seconds % 60);
        int bar = Math.min(BAR, cells - 36);
        StringBuilder line = new StringBuilder(percent(fraction));
        if (bar >= 8) {
            int full = (int) Math.round(fraction * bar);
            line.append("  ")
                    .append(terminal.goodNote(terminal.glyph("━", "#").repeat(full)))
                    .append(terminal.faintNote(terminal.glyph("─", "-").repeat(bar - full)));
        }
        int used = percent(fraction).length() + (bar >= 8 ? bar + 2 : 0);
        int room = cells - used - 4 - time.length();
        String text = room < 4 ? "" : Text.padded(Text.ellipsis(message, room, terminal.mark()), room);
        return line + "  " + text + "  " + terminal.faintNote(time);
    }

    private static String percent(double fraction) {
        return String.format(Locale.ROOT, "  %3d %%", Math.round(fraction * 100));
    }

    /** Asks the terminal anew; the size Java was started with is out of date. */
    private int measured() {
        try {
            Process stty = new ProcessBuilder("sh", "-c", "stty size </dev/tty")
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
            String size = new String(stty.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
            return Surroundings.size(size, terminal.surroundings().environment())[1];
        } catch (IOException e) {
            return terminal.errorColumns();
        }
    }

    @Override
    public void close() {
        clear();
        resizing.close();
        if (drawn) {
            try {
                Runtime.getRuntime().removeShutdownHook(whenKilled);
            } catch (IllegalStateException ending) {
                // then it clears once more, which changes nothing
            }
        }
    }
}
