package io.metaforge.application.port.out;

/**
 * Everything a gateway keeps, in one store: the parts share units of work.
 *
 * @param unitOfWork in which the others take part
 */
public record Stores(
        UnitOfWork unitOfWork,
        SessionStore sessions,
        EventLog events,
        ContentStore contents,
        DecisionLog decisions,
        IdempotencyKeys idempotencyKeys,
        RunQueue runs,
        ApiKeyStore apiKeys,
        ApprovedArtifacts artifacts,
        ModelLedger ledger) {}
