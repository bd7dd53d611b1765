package io.metaforge.domain.session;

import io.metaforge.domain.skill.SkillName;
import java.time.Instant;

/** A session as lists show it. */
public record SessionSummary(SessionId id, SkillName skill, SessionStatus status, Instant created) {}
