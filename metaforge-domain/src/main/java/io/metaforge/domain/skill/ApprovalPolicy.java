package io.metaforge.domain.skill;

/** Says who decides over what a skill proposes. */
public enum ApprovalPolicy {
    /** A person, always. */
    MANUAL,
    /** The gateway approves as soon as the proposal is there; the decision is recorded with it as the actor. */
    AUTOMATIC
}
