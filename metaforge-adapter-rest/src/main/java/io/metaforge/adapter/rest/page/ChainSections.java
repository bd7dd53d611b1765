package io.metaforge.adapter.rest.page;

import io.metaforge.application.port.in.SessionQueries;
import io.metaforge.application.port.in.SystemQueries;
import io.metaforge.domain.provenance.ArtifactState;
import io.metaforge.domain.provenance.ArtifactStatus;
import io.metaforge.domain.session.Session;
import io.metaforge.domain.session.SessionId;
import io.metaforge.domain.session.SessionStatus;
import io.metaforge.domain.session.Warning;
import java.util.List;

/** The parts of the pages that tell how sessions hang together: what is stale, what to know of a run, what revises what. */
final class ChainSections {

    private ChainSections() {}

    /** What is not as it was approved, on the overview. */
    static void outdated(Html html, SystemQueries.Artifacts artifacts) {
        if (artifacts.notable().isEmpty()) {
            return;
        }
        html.raw("<h2>Not as approved <span class=\"count\">")
                .text(artifacts.notable().size())
                .raw("</span></h2>\n<ul class=\"outdated\">\n");
        for (ArtifactStatus status : artifacts.notable()) {
            html.raw("<li>").text(status.sentence()).raw("</li>\n");
        }
        html.raw("</ul>\n");
    }

    /** What whoever decides should know. */
    static void warnings(Html html, Session session) {
        for (Warning warning : session.warnings()) {
            html.raw("<p class=\"warning\"><strong>Mind:</strong> ")
                    .text(warning.message())
                    .raw("</p>\n");
        }
    }

    /** How what the session wrote goes with the workspace now. */
    static void states(Html html, List<ArtifactStatus> states) {
        for (ArtifactStatus status : states) {
            if (status.state() != ArtifactState.CURRENT) {
                html.raw("<p class=\"warning\">").text(status.sentence()).raw("</p>\n");
            }
        }
    }

    /** What this session revises, and what revises it, as rows of the facts. */
    static void relatives(Html html, SessionQueries.Description description) {
        Session session = description.session();
        if (session.predecessor() != null) {
            html.raw("<div><dt>Revises</dt><dd>");
            link(html, session.predecessor().session());
            html.raw(" <q>").text(session.predecessor().reason()).raw("</q></dd></div>\n");
        }
        if (!description.revisedBy().isEmpty()) {
            html.raw("<div><dt>Revised by</dt><dd>");
            description.revisedBy().forEach(id -> link(html, id));
            html.raw("</dd></div>\n");
        }
    }

    /** How to have a rejected session done better. */
    static void advice(Html html, SessionQueries.Description description) {
        Session session = description.session();
        if (session.status() == SessionStatus.REJECTED
                && description.revisedBy().isEmpty()) {
            html.raw("<pre class=\"hint\">metaforge revise ")
                    .text(session.id().value())
                    .raw("</pre>\n");
        }
    }

    /** Chooses what the diff is against, where there is a choice. */
    static void comparison(Html html, Session session, boolean previous) {
        if (session.predecessor() == null) {
            return;
        }
        String address = "/ui/session/" + session.id().value();
        html.raw("<p>Compared with ")
                .raw(previous ? "the previous attempt; <a href=\"" : "the workspace; <a href=\"")
                .text(previous ? address : address + "?against=previous")
                .raw(previous ? "\">with the workspace" : "\">with the previous attempt")
                .raw("</a></p>\n");
    }

    private static void link(Html html, SessionId id) {
        html.raw("<a href=\"/ui/session/")
                .text(id.value())
                .raw("\"><code>")
                .text(id.value())
                .raw("</code></a> ");
    }
}
