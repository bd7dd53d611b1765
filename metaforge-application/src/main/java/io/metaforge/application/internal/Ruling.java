package io.metaforge.application.internal;

import io.metaforge.domain.approval.Actor;
import org.jspecify.annotations.Nullable;

/**
 * What becomes of a proposal as it is made.
 *
 * @param kind which way it goes
 * @param by who rules so
 * @param reason why; null where the skill leaves it to a person, as it mostly is
 */
record Ruling(Kind kind, Actor by, @Nullable String reason) {

    enum Kind {
        APPROVE,
        PERSON,
        REJECT
    }
}
