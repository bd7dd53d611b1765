package io.metaforge.adapter.rest.page;

import io.metaforge.application.port.in.Page;
import io.metaforge.application.port.in.SessionQueries;
import io.metaforge.application.port.in.SystemQueries;
import io.metaforge.application.port.out.Tools;
import io.metaforge.domain.approval.Decision;
import io.metaforge.domain.approval.Verdict;
import io.metaforge.domain.artifact.Digest;
import io.metaforge.domain.artifact.ProposedArtifact;
import io.metaforge.domain.artifact.WorkspacePath;
import io.metaforge.domain.failure.Failure;
import io.metaforge.domain.session.Session;
import io.metaforge.domain.session.SessionState;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;

/** The two pages: what waits for a decision, and one session with its diff. */
final class Pages {

    private Pages() {}

    static String overview(SystemQueries.Health health, SystemQueries.Status status, Page<Session> pending) {
        Html html = start("MetaForge Gateway", "overview");
        html.raw("<p class=\"lead\">Change control for machine-proposed hardware design files. Agents propose; nothing"
                + " is written to the workspace before somebody has looked at it and said so.</p>\n");
        facts(html, health, status);
        html.raw("<h2>Waiting for a decision <span class=\"count\">")
                .text(pending.total())
                .raw("</span></h2>\n");
        if (pending.items().isEmpty()) {
            html.raw("<p class=\"empty\">Nothing is waiting. Run a skill, and what it proposes shows up here.</p>\n"
                    + "<pre class=\"hint\">metaforge run spec PRD.md</pre>\n");
        }
        for (Session session : pending.items()) {
            card(html, session);
        }
        if (pending.total() > pending.items().size()) {
            html.raw("<p class=\"empty\">And ")
                    .text(pending.total() - pending.items().size())
                    .raw(" more: <a href=\"/api/v1/pending\">all of them as JSON</a>.</p>\n");
        }
        ChainSections.outdated(html, status.artifacts());
        return end(html);
    }

    /** @param previous whether the diff is against the attempt that the session revises */
    static String session(SessionQueries.Description description, String diff, boolean previous) {
        Session session = description.session();
        Html html = start(session.skill().value() + " – MetaForge Gateway", "session");
        html.raw("<p class=\"crumb\"><a href=\"/\">← all pending</a></p>\n<h2>")
                .text(session.skill().value())
                .raw(" <span class=\"status ")
                .raw(cssClass(session))
                .raw("\">")
                .text(session.status().wireName().replace('_', ' '))
                .raw("</span></h2>\n");
        about(html, description);
        ChainSections.warnings(html, session);
        ChainSections.states(html, description.artifacts());
        session.failure().ifPresent(failure -> failure(html, failure));
        session.decision().ifPresent(decision -> decision(html, decision));
        ChainSections.advice(html, description);
        ModelSections.request(html, session);
        if (session.state() instanceof SessionState.AwaitingBudget waiting) {
            forms(html, session, waiting.request().digest(), "Approve and go on");
        }
        session.proposal().ifPresent(proposal -> {
            files(html, session, proposal.artifacts());
            if (session.state() instanceof SessionState.PendingApproval) {
                forms(html, session, proposal.digest(), "Approve and apply");
            }
            ChainSections.comparison(html, session, previous);
            diff(html, session, diff, previous);
        });
        return end(html);
    }

    private static Html start(String title, String page) {
        return new Html()
                .raw("<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n"
                        + "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n"
                        + "<meta name=\"color-scheme\" content=\"light dark\">\n<title>")
                .text(title)
                .raw("</title>\n<link rel=\"icon\" href=\"data:,\">\n<link rel=\"stylesheet\" href=\"/ui/page.css\">\n"
                        + "<script src=\"/ui/page.js\" defer></script>\n</head>\n<body data-page=\"")
                .text(page)
                .raw("\">\n<header><h1><a href=\"/\">MetaForge <span>Gateway</span></a></h1>\n"
                        + "<nav><a href=\"/api/v1/openapi.json\">REST API</a> <a href=\"/api/v1/asyncapi.json\">Events</a>"
                        + " <a href=\"/api/v1/status\">Status</a> <a href=\"/api/v1/health\">Health</a>"
                        + " <a href=\"/api/v1/audit\">Audit</a></nav></header>\n<main>\n");
    }

    private static String end(Html html) {
        return html.raw("</main>\n</body>\n</html>\n").toString();
    }

    private static void facts(Html html, SystemQueries.Health health, SystemQueries.Status status) {
        String condition = health.condition().name().toLowerCase(Locale.ROOT);
        html.raw("<dl class=\"facts\">\n<div><dt>Gateway</dt><dd><span class=\"dot ")
                .raw(condition)
                .raw("\"></span>")
                .text(condition)
                .raw(", version ")
                .text(health.version())
                .raw("</dd></div>\n<div><dt>Workspace</dt><dd><code>")
                .text(status.workspace())
                .raw("</code></dd></div>\n<div><dt>Sessions</dt><dd>")
                .text(status.active())
                .raw(" active, ")
                .text(status.pending())
                .raw(" pending, ")
                .text(status.completed())
                .raw(" done</dd></div>\n");
        if (!status.tools().isEmpty()) {
            html.raw("<div><dt>Tools</dt><dd>");
            for (Tools.Detected tool : status.tools()) {
                html.raw(tool.available() ? "<span class=\"tool\">" : "<span class=\"tool missing\">")
                        .text(tool.name())
                        .raw(" ")
                        .text(toolState(tool))
                        .raw("</span> ");
            }
            html.raw("</dd></div>\n");
        }
        html.raw("</dl>\n");
    }

    private static String toolState(Tools.Detected tool) {
        if (tool.available() && tool.version() != null) {
            return tool.version();
        }
        return tool.state().name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }

    private static void card(Html html, Session session) {
        html.raw("<article class=\"card\">\n<h3><a href=\"/ui/session/")
                .text(session.id().value())
                .raw("\">")
                .text(session.skill().value())
                .raw("</a> <small>by ")
                .text(session.agent().inRuns())
                .raw(", waiting since ");
        time(html, session.updated());
        html.raw("</small></h3>\n");
        session.proposal().ifPresent(proposal -> files(html, session, proposal.artifacts()));
        ModelSections.request(html, session);
        ChainSections.warnings(html, session);
        html.raw("<p><a class=\"button\" href=\"/ui/session/")
                .text(session.id().value())
                .raw("\">Review the diff</a> <code class=\"id\">")
                .text(session.id().value())
                .raw("</code></p>\n</article>\n");
    }

    private static void about(Html html, SessionQueries.Description description) {
        Session session = description.session();
        html.raw("<dl class=\"facts\">\n<div><dt>Session</dt><dd><code>")
                .text(session.id().value())
                .raw("</code></dd></div>\n<div><dt>Agent</dt><dd>")
                .text(session.agent().inRuns())
                .raw("</dd></div>\n<div><dt>Created</dt><dd>");
        time(html, session.created());
        html.raw(" by ").text(session.createdBy().name()).raw("</dd></div>\n<div><dt>Inputs</dt><dd>");
        if (session.input().files().isEmpty()) {
            html.raw("the skill's default");
        }
        for (WorkspacePath file : session.input().files()) {
            html.raw("<code>").text(file.value()).raw("</code> ");
        }
        html.raw("</dd></div>\n");
        session.proposal().ifPresent(proposal -> html.raw("<div><dt>Digest</dt><dd><code>")
                .text(proposal.digest().hex())
                .raw("</code></dd></div>\n"));
        ModelSections.usage(html, description.usage());
        ChainSections.relatives(html, description);
        html.raw("</dl>\n");
    }

    private static void failure(Html html, Failure failure) {
        html.raw("<p class=\"problem\"><strong>")
                .text(failure.kind().code())
                .raw("</strong> ")
                .text(failure.message())
                .raw("</p>\n");
    }

    private static void decision(Html html, Decision decision) {
        html.raw("<p class=\"decision\">")
                .raw(decision.verdict() == Verdict.APPROVED ? "Approved by " : "Rejected by ")
                .text(decision.actor().name())
                .raw(" at ");
        time(html, decision.at());
        if (decision.comment() != null) {
            html.raw(": <q>").text(decision.comment()).raw("</q>");
        }
        html.raw("</p>\n");
    }

    private static void files(Html html, Session session, List<ProposedArtifact> artifacts) {
        html.raw("<table>\n<thead><tr><th>File</th><th>Change</th><th class=\"n\">Lines</th>"
                + "<th class=\"n\">Bytes</th></tr></thead>\n<tbody>\n");
        for (ProposedArtifact artifact : artifacts) {
            html.raw("<tr><td>");
            if (artifact.content() == null) {
                html.raw("<code>").text(artifact.path().value()).raw("</code>");
            } else {
                html.raw("<a href=\"/api/v1/session/")
                        .text(session.id().value())
                        .raw("/artifacts/")
                        .text(encoded(artifact.path()))
                        .raw("\"><code>")
                        .text(artifact.path().value())
                        .raw("</code></a>");
            }
            html.raw("</td><td>")
                    .text(artifact.change().name().toLowerCase(Locale.ROOT))
                    .raw("</td><td class=\"n\"><span class=\"plus\">+")
                    .text(artifact.linesAdded())
                    .raw("</span> <span class=\"minus\">−")
                    .text(artifact.linesRemoved())
                    .raw("</span></td><td class=\"n\">")
                    .text(artifact.size())
                    .raw("</td></tr>\n");
        }
        html.raw("</tbody>\n</table>\n");
    }

    private static void forms(Html html, Session session, Digest digest, String approve) {
        html.raw("<section class=\"decide\" data-session=\"")
                .text(session.id().value())
                .raw("\" data-digest=\"")
                .text(digest.hex())
                .raw("\">\n<form data-verb=\"approve\"><label>Comment <small>(optional)</small>"
                        + "<textarea name=\"comment\" rows=\"2\" maxlength=\"10000\"></textarea></label>"
                        + "<button class=\"approve\">")
                .text(approve)
                .raw("</button></form>\n"
                        + "<form data-verb=\"reject\"><label>Reason"
                        + "<textarea name=\"reason\" rows=\"2\" maxlength=\"10000\" required></textarea></label>"
                        + "<button class=\"reject\">Reject</button></form>\n"
                        + "<p class=\"outcome\" role=\"status\"></p>\n"
                        + "<noscript><pre class=\"hint\">metaforge approve ")
                .text(session.id().value())
                .raw("</pre></noscript>\n</section>\n");
    }

    private static void diff(Html html, Session session, String diff, boolean previous) {
        html.raw("<pre class=\"diff\">");
        boolean complete = DiffLines.append(html, diff);
        html.raw("</pre>\n");
        html.raw(
                        complete
                                ? "<p><a href=\"/api/v1/session/"
                                : "<p class=\"problem\">Not all is shown. " + "<a href=\"/api/v1/session/")
                .text(session.id().value())
                .raw(previous ? "/diff?against=previous" : "/diff")
                .raw("\">The whole diff as text</a></p>\n");
    }

    private static void time(Html html, Instant instant) {
        html.raw("<time datetime=\"")
                .text(instant.toString())
                .raw("\">")
                .text(instant.truncatedTo(ChronoUnit.SECONDS).toString())
                .raw("</time>");
    }

    private static String cssClass(Session session) {
        return switch (session.status()) {
            case CREATED, RUNNING, PENDING_APPROVAL, APPLYING -> "open";
            case COMPLETED, APPROVED -> "good";
            case REJECTED, FAILED, CANCELLED -> "bad";
        };
    }

    private static String encoded(WorkspacePath path) {
        return URLEncoder.encode(path.value(), StandardCharsets.UTF_8)
                .replace("+", "%20")
                .replace("%2F", "/");
    }
}
