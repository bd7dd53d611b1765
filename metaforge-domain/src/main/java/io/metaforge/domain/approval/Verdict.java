package io.metaforge.domain.approval;

/** Which way a decision went. */
public enum Verdict {
    APPROVED,
    REJECTED
}
