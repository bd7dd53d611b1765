package io.metaforge.domain.skill;

/** Says who decides over what a skill proposes where no approval policy of the gateway does. */
public enum ApprovalMode {
    /** A person. */
    MANUAL,
    /** The gateway approves together with the proposal; the decision is recorded with it as the actor. */
    AUTOMATIC
}
