package io.metaforge.boot.cli;

import io.metaforge.api.PendingApproval;
import io.metaforge.api.PendingList;
import io.metaforge.api.SessionList;
import io.metaforge.api.SessionSummary;
import io.metaforge.client.MetaForgeClient;
import io.metaforge.client.Session;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Shortens ids of sessions for people, and completes what they type. */
final class SessionIds {

    private static final String PREFIX = "session-";
    private static final int WHOLE = PREFIX.length() + 26;

    /** The first ten characters are the time of creation in milliseconds: shorter ones are rarely unambiguous. */
    private static final int SHORTEST = 10;

    private static final int PAGE = 200;
    private static final int MOST_PAGES = 5;
    private static final int MOST_CANDIDATES = 5;

    private SessionIds() {}

    /** Returns how many characters tell these ids apart when shortened. */
    static int length(Collection<String> ids) {
        int length = SHORTEST;
        while (length < WHOLE - PREFIX.length()) {
            int cut = length;
            if (ids.stream().map(id -> shortened(id, cut)).distinct().count()
                    == Set.copyOf(ids).size()) {
                break;
            }
            length++;
        }
        return length;
    }

    /** Returns the beginning of an id, without what all have in common. */
    static String shortened(String id, int length) {
        String own = id.startsWith(PREFIX) ? id.substring(PREFIX.length()) : id;
        return own.substring(0, Math.min(length, own.length()));
    }

    /** As {@link #shortened(String, int)}, as short as it can be. */
    static String shortened(String id) {
        return shortened(id, SHORTEST);
    }

    /**
     * Returns the session whose id begins or ends with what was typed, with or without {@code session-}. Pending ones are
     * looked at first, then the newest of all.
     *
     * @throws CommandFailure where nothing was typed, and where none or more than one fits
     */
    static Session find(MetaForgeClient client, String typed) {
        return client.session(complete(client, typed, null));
    }

    /** As {@link #find}, but after the pending ones looks at those in {@code status} before all others. */
    static Session find(MetaForgeClient client, String typed, String status) {
        return client.session(complete(client, typed, status));
    }

    private static String complete(MetaForgeClient client, String typed, @Nullable String status) {
        String text = typed.strip().toLowerCase(Locale.ROOT);
        if (text.isEmpty()) {
            throw new CommandFailure(
                    ExitCodes.USAGE,
                    "the id is empty, perhaps from a variable that is not set; 'metaforge pending'"
                            + " and 'metaforge sessions' show ids");
        }
        if (text.length() >= WHOLE) {
            return text;
        }
        Set<String> fitting = new LinkedHashSet<>();
        for (PendingApproval pending : pending(client)) {
            if (fits(pending.sessionId(), text)) {
                fitting.add(pending.sessionId());
            }
        }
        if (fitting.isEmpty() && status != null) {
            fitting.addAll(fitting(client, status, text));
        }
        if (fitting.isEmpty()) {
            fitting.addAll(fitting(client, null, text));
        }
        if (fitting.size() == 1) {
            return fitting.iterator().next();
        }
        if (fitting.isEmpty()) {
            throw new CommandFailure(
                    ExitCodes.FAILED,
                    "no session's id begins or ends with '" + typed
                            + "'\n  'metaforge sessions' lists those there are.");
        }
        List<String> some = fitting.stream().limit(MOST_CANDIDATES).toList();
        throw new CommandFailure(
                ExitCodes.FAILED,
                "'" + typed + "' fits " + fitting.size() + " sessions; type more of the id:\n  "
                        + String.join("\n  ", some) + (fitting.size() > some.size() ? "\n  and others" : ""));
    }

    /** Returns the fitting ones of a page, the newest page with any first. */
    private static Set<String> fitting(MetaForgeClient client, @Nullable String status, String text) {
        Set<String> fitting = new LinkedHashSet<>();
        for (int page = 0; fitting.isEmpty() && page < MOST_PAGES; page++) {
            SessionList list = client.sessions(status, PAGE, (long) page * PAGE);
            for (SessionSummary session : list.sessions()) {
                if (fits(session.id(), text)) {
                    fitting.add(session.id());
                }
            }
            if (list.sessions().size() < PAGE) {
                break;
            }
        }
        return fitting;
    }

    /** Returns all that wait for a decision, however many, longest waiting first. */
    static List<PendingApproval> pending(MetaForgeClient client) {
        Map<String, PendingApproval> all = new LinkedHashMap<>();
        int before;
        PendingList page;
        do {
            before = all.size();
            page = client.pending(PAGE, before);
            page.pending().forEach(each -> all.put(each.sessionId(), each));
        } while (page.pending().size() == PAGE && all.size() > before);
        return List.copyOf(all.values());
    }

    private static boolean fits(String id, String text) {
        return id.startsWith(text) || id.startsWith(PREFIX + text) || id.endsWith(text);
    }
}
