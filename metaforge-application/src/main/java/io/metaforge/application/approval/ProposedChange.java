package io.metaforge.application.approval;

import io.metaforge.domain.approval.Actor;
import io.metaforge.domain.artifact.ChangeSet;
import io.metaforge.domain.session.SessionId;
import io.metaforge.domain.skill.Skill;

/**
 * What a policy decides over.
 *
 * @param session that proposes it
 * @param skill that was run
 * @param requestedBy who asked for the run
 * @param changes the files with their sizes and counts of changed lines, and what was read to make them
 */
public record ProposedChange(SessionId session, Skill skill, Actor requestedBy, ChangeSet changes) {}
