package io.metaforge.adapter.rest.page;

import io.metaforge.domain.session.ModelUsage;
import io.metaforge.domain.session.Session;

/** What pages say of a language model: what a session asks for, and what it has used. */
final class ModelSections {

    private ModelSections() {}

    /** Writes what a session asks for without proposing files. */
    static void request(Html html, Session session) {
        session.budgetRequest().ifPresent(request -> html.raw("<p class=\"problem\">")
                .text(request.sentence() + ".")
                .raw("</p>\n"));
    }

    /** Writes what a session has used; nothing where that is nothing. */
    static void usage(Html html, ModelUsage usage) {
        if (usage.requests() == 0) {
            return;
        }
        html.raw("<div><dt>Language model</dt><dd>")
                .text(usage.requests() + (usage.requests() == 1 ? " request, " : " requests, ") + usage.tokens()
                        + " tokens"
                        + (usage.costUsd() == null
                                ? ""
                                : ", $" + usage.costUsd().toPlainString()))
                .raw("</dd></div>\n");
    }
}
