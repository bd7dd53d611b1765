package com.example.dividers;

import io.metaforge.application.approval.ApprovalPolicy;
import io.metaforge.application.approval.Opinion;
import io.metaforge.application.approval.ProposedChange;
import io.metaforge.domain.artifact.Change;
import io.metaforge.domain.artifact.ProposedArtifact;

/** Approves small changes of documents by itself; everything else asks a person. */
public final class SmallDocuments implements ApprovalPolicy {

    private static final String FOLDER = "docs/";
    private static final int MAX_LINES = 20;

    @Override
    public String name() {
        return "small-documents";
    }

    @Override
    public Opinion consider(ProposedChange proposed) {
        int lines = 0;
        for (ProposedArtifact file : proposed.changes().artifacts()) {
            if (!file.path().value().startsWith(FOLDER)) {
                return Opinion.person(file.path() + " is not below " + FOLDER);
            }
            if (file.change() == Change.DELETE) {
                return Opinion.person(file.path() + " would be deleted");
            }
            lines += file.linesAdded() + file.linesRemoved();
        }
        return lines <= MAX_LINES
                ? Opinion.approve("at most " + MAX_LINES + " changed lines, all below " + FOLDER)
                : Opinion.person(lines + " changed lines are more than " + MAX_LINES);
    }
}
