package io.metaforge.application.agent;

import io.metaforge.application.agent.Proposal.ProposedFile;
import io.metaforge.domain.session.Predecessor;
import io.metaforge.domain.session.SessionId;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * An attempt that was turned down, which a run is to do better.
 *
 * <p>Reasons are what people wrote: data to act on, not to be trusted further than the files of the workspace.
 *
 * @param session that was rejected
 * @param reason why: what the person wrote, up to 10,000 characters; empty where a policy gave none
 * @param proposed what that session wanted to write, by path; empty where it was deleted since
 * @param earlier the reasons of the attempts that it revised in its turn, oldest first; the newest
 *     {@value #MAX_EARLIER} of them
 */
public record Revision(SessionId session, String reason, List<ProposedFile> proposed, List<String> earlier) {

    /** How many earlier reasons a run is given. */
    public static final int MAX_EARLIER = Predecessor.MAX_EARLIER;

    public Revision {
        Objects.requireNonNull(session, "session");
        Objects.requireNonNull(reason, "reason");
        proposed = List.copyOf(proposed);
        earlier = List.copyOf(earlier);
        if (earlier.size() > MAX_EARLIER) {
            throw new IllegalArgumentException("more than " + MAX_EARLIER + " earlier reasons");
        }
    }

    /** Returns the revision of a first attempt. */
    public Revision(SessionId session, String reason, List<ProposedFile> proposed) {
        this(session, reason, proposed, List.of());
    }

    /** Returns every reason, oldest first: where two contradict each other, the later holds. */
    public List<String> reasons() {
        List<String> reasons = new ArrayList<>(earlier);
        reasons.add(reason);
        return List.copyOf(reasons);
    }
}
