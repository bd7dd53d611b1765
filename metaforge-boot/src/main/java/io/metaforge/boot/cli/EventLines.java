package io.metaforge.boot.cli;

import io.metaforge.api.Events;
import io.metaforge.boot.cli.terminal.Terminal;
import io.metaforge.boot.cli.terminal.Text;
import io.metaforge.client.event.Event;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Events as lines to read: the time here, the session where there are several, and what happened. */
final class EventLines {

    private static final int ID = 10;
    private static final int SKILL = 12;

    /** Skills of so many sessions are remembered; older ones are shown without. */
    private static final int REMEMBERED = 1000;

    private final Terminal terminal;
    private final boolean several;
    private final Map<String, String> skills = new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, String> eldest) {
            return size() > REMEMBERED;
        }
    };
    private String day = "";

    /**
     * Returns lines for this terminal.
     *
     * @param several whether events of several sessions come, so that each line says of which it is
     */
    EventLines(Terminal terminal, boolean several) {
        this.terminal = terminal;
        this.several = several;
    }

    /** Writes the line of an event, below the date where that is another than before. */
    void print(Event event) {
        Instant time = event.time();
        if (time != null && !Times.day(time).equals(day)) {
            day = Times.day(time);
            terminal.line(terminal.faint(day));
        }
        StringBuilder line = new StringBuilder(terminal.faint(Times.clock(time)));
        int used = 8;
        String session = event.sessionId();
        if (session != null && event.data().get("skill") instanceof String skill) {
            skills.put(session, skill);
        }
        if (several && session != null) {
            String skill = Text.ellipsis(Text.oneLine(skills.getOrDefault(session, "")), SKILL, terminal.mark());
            line.append("  ").append(terminal.accent(SessionIds.shortened(session)));
            line.append("  ").append(Text.padded(skill, SKILL));
            used += ID + SKILL + 4;
        }
        line.append("  ").append(said(event, used + 2));
        terminal.line(line.toString());
    }

    private String said(Event event, int used) {
        return switch (event.name()) {
            case Events.SESSION_STARTED -> "started";
            case Events.AGENT_PROGRESS -> progress(event, used);
            case Events.SESSION_COMPLETE -> completed(event, used);
            case Events.SESSION_FAILED -> terminal.bad("failed") + fit("  ", error(event), used + 6);
            case Events.SESSION_CANCELLED ->
                terminal.warned("cancelled") + fit("  by ", text(event, "actor"), used + 9);
            case Events.APPROVAL_APPROVED -> terminal.good("approved") + fit("  by ", by(event, "comment"), used + 8);
            case Events.APPROVAL_REJECTED -> terminal.bad("rejected") + fit("  by ", by(event, "reason"), used + 8);
            case Events.BUDGET_APPROVED ->
                terminal.good("budget approved") + fit("  by ", by(event, "comment"), used + 15);
            case Events.SESSION_DELETED -> "deleted" + fit("  by ", text(event, "actor"), used + 7);
            case Events.GAP -> terminal.warned("events are missing here: they were trimmed from the log");
            default -> Text.oneLine(event.name());
        };
    }

    private String progress(Event event, int used) {
        return event.progress()
                .map(progress -> String.format(Locale.ROOT, "%3d %%", Math.round(progress.fraction() * 100))
                        + fit("  ", progress.message(), used + 5))
                .orElse("");
    }

    private String completed(Event event, int used) {
        if ("completed".equals(event.data().get("status"))) {
            return terminal.good("completed") + fit("  ", "nothing to write", used + 9);
        }
        if (event.data().get("approval") instanceof Map<?, ?> approval) {
            return terminal.bold("asks") + fit("  ", Text.oneLine(String.valueOf(approval.get("reason"))), used + 4);
        }
        String paths = event.data().get("artifacts") instanceof List<?> list
                ? list.stream().map(String::valueOf).collect(Collectors.joining(", "))
                : "";
        return terminal.bold("proposes") + fit("  ", paths, used + 8);
    }

    private static String by(Event event, String member) {
        String words = text(event, member);
        return text(event, "actor") + (words.isEmpty() ? "" : ": " + words);
    }

    private static String error(Event event) {
        return event.data().get("error") instanceof Map<?, ?> error ? String.valueOf(error.get("message")) : "";
    }

    private static String text(Event event, String member) {
        return event.data().get(member) instanceof String text ? text : "";
    }

    private String fit(String before, @Nullable String text, int used) {
        String line = text == null ? "" : Text.oneLine(text);
        return line.isEmpty() ? "" : before + terminal.fitted(line, used + before.length());
    }
}
